namespace Nws;

/// <summary>
/// A semaphore: at most so many holders at a time, among all programs that name the same variable. A holder that dies gives its permit back; with a lease time, so does one that is stopped or cut off and does
/// not renew its permit.
/// </summary>
public sealed class NwsSemaphore
{
    internal const string MadeOnce = "made once";

    private readonly NetWorkSpace _workspace;
    private readonly string _variable;
    private readonly int _permits;
    private readonly TimeSpan? _leaseTime;

    /// <summary>Names a semaphore; the first to acquire a permit makes it.</summary>
    /// <param name="workspace">Where it is.</param>
    /// <param name="variable">Its variable, of which nobody else must make use.</param>
    /// <param name="permits">How many holders there may be; the number of the first program counts. Default: 1.</param>
    /// <param name="leaseTime">How long a permit lasts unless it is renewed; more than zero, at most a day. Default: as long as the connection.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is less than 1 permit.</exception>
    public NwsSemaphore(NetWorkSpace workspace, string variable, int permits = 1, TimeSpan? leaseTime = null)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentOutOfRangeException.ThrowIfLessThan(permits, 1);
        (_workspace, _variable, _permits, _leaseTime) = (workspace, variable, permits, leaseTime);
    }

    /// <summary>Waits for a permit.</summary>
    /// <param name="timeout">How long to wait; null = for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NwsTimeoutException">The time was up.</exception>
    public async Task<NwsPermit> AcquireAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        await _workspace.StoreAllAsync(_variable, Enumerable.Range(0, _permits), new StoreOptions { Key = MadeOnce }, cancellationToken).ConfigureAwait(false);
        return new NwsPermit(await _workspace.FetchLeaseAsync(_variable, timeout, _leaseTime, cancellationToken).ConfigureAwait(false));
    }
}
