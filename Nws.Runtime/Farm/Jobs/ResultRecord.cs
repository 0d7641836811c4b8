namespace Nws.Farm;

/// <summary>What a worker made of one task record (FARM.md): a value or an error per element.</summary>
internal sealed record ResultRecord(int Tag, int Rank, IReadOnlyList<NwsValue> Values, IReadOnlyDictionary<int, NwsError> Errors, IReadOnlyList<double> Seconds)
{
    public static ResultRecord Read(NwsValue record) => new(
        record["tag"].To<int>(),
        record["rank"].To<int>(),
        record["values"].Items,
        record["errors"].Entries.ToDictionary(entry => entry.Key.To<int>(), entry => ErrorRecord.Read(entry.Value)),
        record["seconds"].To<double[]>());

    /// <summary>The record of a task of one element that will never be answered otherwise.</summary>
    public static ResultRecord Failed(int tag, int rank, NwsError error) => new(tag, rank, [NwsValue.Nil], new Dictionary<int, NwsError> { [0] = error }, [0]);

    /// <summary>The results one by one.</summary>
    public IEnumerable<TaskResult> Results()
    {
        for (int i = 0; i < Values.Count; i++)
        {
            Errors.TryGetValue(i, out var error);
            yield return new TaskResult(Tag + i, error is null ? Values[i] : NwsValue.From(error), error is null ? null : new SleighTaskException(Tag + i, Rank, error));
        }
    }
}
