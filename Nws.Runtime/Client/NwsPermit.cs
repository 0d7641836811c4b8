namespace Nws;

/// <summary>A permit of a <see cref="NwsSemaphore"/>; disposing of it gives it back.</summary>
public sealed class NwsPermit : IAsyncDisposable
{
    private readonly NwsLease _lease;
    private int _given;

    internal NwsPermit(NwsLease lease) => _lease = lease;

    /// <summary>Gives the permit back. One that has been lost to somebody else already is not given back again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _given, 1) == 1) return;
        try
        {
            await _lease.ReleaseAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (NwsOperationException ended) when (ended.Code == "no_lease")
        {
            // Its time was up.
        }
    }

    /// <summary>Keeps the permit for its full time again.</summary>
    /// <returns>False if it has been lost.</returns>
    public Task<bool> RenewAsync(CancellationToken cancellationToken = default) => _lease.RenewAsync(cancellationToken);
}
