namespace Nws.Hosts.Worker;

/// <summary>A piece of a job: the varying arguments of one or more elements (FARM.md).</summary>
internal sealed record TaskRecord(long Job, int Tag, IReadOnlyList<NwsValue> Elements)
{
    public static TaskRecord Read(NwsValue record) => new(record["job"].To<long>(), record["tag"].To<int>(), record["args"].Items);
}
