namespace Nws.TestKit.Linearizability;

/// <summary>A client that reads, writes, and compares and sets one cell of a workspace at random.</summary>
internal sealed class CellClient(NetWorkSpace workspace, string variable, CellHistory history, Random random)
{
    private (int Value, NwsVersion Version) _last = (0, NwsVersion.Empty);

    /// <summary>Does one thing after the other.</summary>
    /// <returns>Whether the connection still stands; if not, it has stopped.</returns>
    public async Task<bool> RunAsync(int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            if (!await StepAsync()) return false;
        }
        return true;
    }

    private Task<bool> StepAsync()
    {
        int value = history.NextValue();
        return random.Next(10) switch
        {
            < 4 => history.RecordAsync(CellOperationKind.Read, 0, 0, ReadAsync),
            < 5 => history.RecordAsync(CellOperationKind.Write, 0, value, () => StoreAsync(value, new StoreOptions())),
            _ => history.RecordAsync(CellOperationKind.CompareAndSet, _last.Value, value, () => StoreAsync(value, new StoreOptions { If = _last.Version })),
        };
    }

    private async Task<(CellOutcome, int)> ReadAsync()
    {
        try
        {
            var found = await workspace.FindAnyAsync([variable], TimeSpan.Zero).Soon();
            _last = (found.Value.To<int>(), found.Version);
        }
        catch (NwsTimeoutException)
        {
            _last = (0, NwsVersion.Empty);
        }
        return (CellOutcome.Done, _last.Value);
    }

    private async Task<(CellOutcome, int)> StoreAsync(int value, StoreOptions options)
    {
        try
        {
            await workspace.StoreAsync(variable, value, options).Soon();
            return (CellOutcome.Done, value);
        }
        catch (NwsOperationException refusal) when (refusal.Code == "conflict")
        {
            return (CellOutcome.Refused, value);
        }
    }
}
