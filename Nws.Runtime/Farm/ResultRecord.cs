namespace Nws.Farm;

/// <summary>What a worker made of one task record (FARM.md): a value or an error per element.</summary>
internal sealed record ResultRecord(int Tag, int Rank, IReadOnlyList<NwsValue> Values, IReadOnlyDictionary<int, NwsError> Errors, IReadOnlyList<double> Seconds)
{
    public static ResultRecord Read(NwsValue record) => new(
        record["tag"].To<int>(),
        record["rank"].To<int>(),
        record["values"].Items,
        record["errors"].Entries.ToDictionary(entry => entry.Key.To<int>(), entry => ErrorRecord.Read(entry.Value)),
        record["seconds"].To<List<double>>());
}
