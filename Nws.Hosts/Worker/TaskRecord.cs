namespace Nws.Hosts.Worker;

/// <summary>A task as the master stores it: some elements of a job.</summary>
/// <param name="Job">The number of the job.</param>
/// <param name="Tag">The number of the first element, from 0.</param>
/// <param name="Elements">For each element the list of its varying arguments.</param>
internal sealed record TaskRecord(long Job, long Tag, IReadOnlyList<NwsValue> Elements)
{
    /// <exception cref="NwsValueException">The value is no task record.</exception>
    internal static TaskRecord Read(NwsValue task) => new(task["job"].To<long>(), task["tag"].To<long>(), task["args"].Items);
}
