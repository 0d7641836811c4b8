namespace Nws.Hosts.Cli.Each;

/// <summary>The values of one varying argument, as <c>--over</c> names them.</summary>
/// <param name="Name">The variable that the code knows a value by.</param>
/// <param name="Values">The values, taken as they are needed.</param>
/// <param name="Count">How many there are; null if that is not known before they have been read.</param>
internal sealed record ElementSource(string Name, IAsyncEnumerable<NwsValue> Values, long? Count)
{
    /// <summary>The rows of several sources, ending with the shortest.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync(IReadOnlyList<ElementSource> sources)
    {
        var columns = sources.Select(source => source.Values.GetAsyncEnumerator()).ToArray();
        try
        {
            while (true)
            {
                var row = new object?[columns.Length];
                for (int i = 0; i < columns.Length; i++)
                {
                    if (!await columns[i].MoveNextAsync()) yield break;
                    row[i] = columns[i].Current;
                }
                yield return row;
            }
        }
        finally
        {
            foreach (var column in columns) await column.DisposeAsync();
        }
    }

    /// <summary>How many rows there are; null if a source does not tell.</summary>
    public static long? CountOf(IReadOnlyList<ElementSource> sources) => sources.All(source => source.Count is not null) ? sources.Min(source => source.Count) : null;
}
