using System.Diagnostics;

namespace Nws.Farm;

/// <summary>Keeps the results of one call, or hands them to its accumulator.</summary>
internal sealed class ResultCollector(EachOptions options, long? total)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<NwsValue> _values = [];
    private SleighTaskException? _first;
    private long _done;

    /// <summary>How many elements have failed.</summary>
    public long Failed { get; private set; }

    /// <summary>Takes a result; it may come before others of lower number.</summary>
    /// <exception cref="SleighTaskException">It is a failure, and the call is to end with the first.</exception>
    public void Accept(TaskResult result)
    {
        _done++;
        if (result.Fault is { } fault) NoteFault(fault);
        if (options.Accumulator is null) Keep(result);
        else if (result.Fault is null || options.ErrorAccumulator is null) options.Accumulator(result.Tag, result.Value);
        options.Progress?.Report(new SleighProgress(_done, total, Failed, Stopwatch.GetElapsedTime(_start)));
    }

    /// <summary>The results in the order of the elements; none if an accumulator had them.</summary>
    /// <exception cref="SleighTaskException">A task failed, and nobody was there to take its error.</exception>
    public IReadOnlyList<NwsValue> Results()
    {
        if (_first is not null && !options.CollectErrors && options.ErrorAccumulator is null) throw _first;
        return _values;
    }

    private void NoteFault(SleighTaskException fault)
    {
        Failed++;
        if (_first is null || fault.Tag < _first.Tag) _first = fault;
        options.ErrorAccumulator?.Invoke(fault);
        if (options.FailFast) throw fault;
    }

    private void Keep(TaskResult result)
    {
        while (_values.Count <= result.Tag) _values.Add(NwsValue.Nil);
        _values[result.Tag] = result.Value;
    }
}
