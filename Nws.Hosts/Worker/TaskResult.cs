using System.Diagnostics;
using Nws.Farm;
using Nws.Hosts.Languages;

namespace Nws.Hosts.Worker;

/// <summary>Collects the result record of a task: a value or an error for each of its elements, and how long it took.</summary>
internal sealed class TaskResult(TaskRecord task, int rank)
{
    private readonly List<NwsValue> _values = [];
    private readonly List<double> _seconds = [];
    private readonly Dictionary<int, NwsValue> _errors = [];

    /// <summary>Adds what the next element gives.</summary>
    /// <exception cref="OperationCanceledException">The worker is to stop.</exception>
    internal async Task AddAsync(Func<Task<NwsValue>> element)
    {
        long start = Stopwatch.GetTimestamp();
        NwsValue value = NwsValue.Nil;
        try
        {
            value = await element();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _errors[_values.Count] = ErrorRecord.Write(Describe(exception));
        }
        _values.Add(value);
        _seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>The same record, but with one error in place of everything.</summary>
    internal TaskResult AllFailed(string type, string message)
    {
        var failed = new TaskResult(task, rank);
        for (int i = 0; i < task.Elements.Count; i++)
        {
            failed._values.Add(NwsValue.Nil);
            failed._seconds.Add(i < _seconds.Count ? _seconds[i] : 0);
            failed._errors[i] = ErrorRecord.Write(new NwsError(type, message, "", NwsLanguage.CSharp.ToWireName()));
        }
        return failed;
    }

    internal NwsValue ToValue() => NwsValue.From(new Dictionary<string, object?>
    {
        ["job"] = task.Job, ["tag"] = task.Tag, ["rank"] = rank, ["values"] = _values, ["errors"] = _errors, ["seconds"] = new List<double>(_seconds),
    });

    private static NwsError Describe(Exception exception) => exception switch
    {
        LanguageTaskException failure => failure.Error,
        KernelLostException loss => new NwsError("KernelLost", loss.Message, "", loss.Language.ToWireName()),
        LanguageUnavailableException missing => new NwsError("LanguageUnavailable", missing.Message, "", missing.Language.ToWireName()),
        _ => NwsError.FromException(exception),
    };
}
