namespace Nws.Hosts.Worker;

/// <summary>The variable in which the newest of what a worker's tasks print is kept.</summary>
/// <param name="sleigh">The Sleigh's workspace.</param>
/// <param name="variable">The variable.</param>
/// <param name="most">How many characters are kept at most.</param>
internal sealed class OutputShelf(NetWorkSpace sleigh, string variable, int most)
{
    private long _kept = -1;

    /// <summary>Adds pieces and drops the oldest if there are too many. If the workspace is gone, nothing is kept, and nobody is there to miss it.</summary>
    public async Task AddAsync(IReadOnlyList<OutputPiece> pieces)
    {
        try
        {
            if (_kept < 0) _kept = await MeasureAsync().ConfigureAwait(false);
            await sleigh.StoreAllAsync(variable, pieces.Select(piece => piece.ToRecord())).ConfigureAwait(false);
            _kept += pieces.Sum(piece => piece.Length);
            while (_kept > most && await sleigh.FetchTryAsync(variable).ConfigureAwait(false) is { } oldest) _kept -= LengthOf(oldest);
        }
        catch (NwsException)
        {
            // The Sleigh is over, which the worker's next request tells.
        }
    }

    /// <summary>How much the worker has left there whose rank this one took over.</summary>
    private async Task<long> MeasureAsync()
    {
        long length = 0;
        await foreach (var record in sleigh.IFindTry<NwsValue>(variable).ConfigureAwait(false)) length += LengthOf(record);
        return length;
    }

    private static int LengthOf(NwsValue record) => record.TryGetValue(NwsValue.From("text"), out var text) && text.Kind == NwsValueKind.Text ? text.To<string>().Length : 0;
}
