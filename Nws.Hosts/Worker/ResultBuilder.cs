using Nws.Farm;

namespace Nws.Hosts.Worker;

/// <summary>Collects what became of the elements of a task into a result record (FARM.md).</summary>
internal sealed class ResultBuilder(TaskRecord task)
{
    private readonly List<NwsValue> _values = [];
    private readonly Dictionary<int, object?> _errors = [];
    private readonly List<object?> _seconds = [];

    public void Add(NwsValue value, TimeSpan time)
    {
        _values.Add(value);
        _seconds.Add(time.TotalSeconds);
    }

    public void AddError(NwsError error, TimeSpan time)
    {
        _errors[_values.Count] = ErrorRecord.Write(error);
        Add(NwsValue.Nil, time);
    }

    /// <summary>The record of a task none of whose elements could be run.</summary>
    public static Dictionary<string, object?> Failed(TaskRecord task, string type, string message)
    {
        var error = new NwsError(type, message, "", "nws");
        var result = new ResultBuilder(task);
        foreach (var _ in task.Elements) result.AddError(error, TimeSpan.Zero);
        return result.Build();
    }

    public Dictionary<string, object?> Build() =>
        new() { ["job"] = task.Job, ["tag"] = task.Tag, ["values"] = _values, ["errors"] = _errors, ["seconds"] = _seconds };
}
