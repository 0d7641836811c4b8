using System.Runtime.InteropServices;
using Nws.Farm;
using Nws.Values;

namespace Nws.Hosts.Worker;

/// <summary>Collects, element by element, what became of a run, and makes result records of it (FARM.md).</summary>
internal sealed class ResultBuilder
{
    private readonly List<NwsValue> _values = [];
    private readonly Dictionary<int, NwsError> _errors = [];
    private readonly List<double> _seconds = [];

    /// <summary>How many elements are done.</summary>
    public int Count => _values.Count;

    /// <summary>How many of them failed.</summary>
    public int Failed => _errors.Count;

    /// <summary>How long they ran, all together.</summary>
    public double Seconds => _seconds.Sum();

    /// <param name="values">What elements gave; nil for those that failed.</param>
    /// <param name="errors">Their errors, by position among these values.</param>
    /// <param name="seconds">How long each ran.</param>
    public void Add(IReadOnlyList<NwsValue> values, IEnumerable<KeyValuePair<int, NwsError>> errors, IReadOnlyList<double> seconds)
    {
        foreach (var (position, error) in errors) _errors[Count + position] = error;
        _values.AddRange(values);
        _seconds.AddRange(seconds);
    }

    public void AddError(NwsError error, TimeSpan time) => Add([NwsValue.Nil], [new(0, error)], [time.TotalSeconds]);

    /// <summary>Fails all elements up to a position for the same reason.</summary>
    public void FailUpTo(int end, string type, string message)
    {
        var error = new NwsError(type, message, "", "nws");
        while (Count < end) AddError(error, TimeSpan.Zero);
    }

    /// <summary>Takes the first elements out.</summary>
    public ResultBuilder Take(int count)
    {
        var taken = new ResultBuilder();
        taken.Add(_values[..count], _errors.Where(error => error.Key < count), _seconds[..count]);
        var others = _errors.Where(error => error.Key >= count).ToList();
        _values.RemoveRange(0, count);
        _seconds.RemoveRange(0, count);
        _errors.Clear();
        foreach (var (position, error) in others) _errors[position - count] = error;
        return taken;
    }

    /// <summary>The record of a whole task.</summary>
    public NwsValue Build(long job, int tag, int rank) => Build(job, tag, rank, 0, Count, tasks: 1);

    /// <summary>The record of some neighbouring elements.</summary>
    /// <param name="job">The job's number.</param>
    /// <param name="tag">The number of the first element of all.</param>
    /// <param name="rank">The worker's.</param>
    /// <param name="first">The position of the first element of the record.</param>
    /// <param name="count">How many it has.</param>
    /// <param name="tasks">How many tasks they are.</param>
    public NwsValue Build(long job, int tag, int rank, int first, int count, int tasks)
    {
        var errors = _errors.Where(error => error.Key >= first && error.Key < first + count).ToDictionary(error => error.Key - first, error => (object?)ErrorRecord.Write(error.Value));
        var record = new Dictionary<string, object?>
        {
            ["job"] = job,
            ["tag"] = tag + first,
            ["rank"] = rank,
            ["values"] = ValueFactory.List([.. CollectionsMarshal.AsSpan(_values).Slice(first, count)]),
            ["errors"] = errors,
            ["seconds"] = _seconds.GetRange(first, count).ToArray(),
        };
        if (tasks > 1) record["tasks"] = tasks;
        return NwsValue.From(record);
    }
}
