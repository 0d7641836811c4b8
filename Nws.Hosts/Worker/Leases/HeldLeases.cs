namespace Nws.Hosts.Worker;

/// <summary>
/// Everything a worker holds, on leases that end by themselves if it dies, freezes or is cut off. As long as it is well it renews them, three times as often as would be needed.
/// </summary>
/// <param name="time">How long a lease lasts.</param>
internal sealed class HeldLeases(TimeSpan time)
{
    private readonly Lock _gate = new();
    private readonly HashSet<NwsLease> _leases = [];

    /// <summary>How long a lease lasts.</summary>
    public TimeSpan Time => time;

    public void Add(IEnumerable<NwsLease> leases)
    {
        lock (_gate) _leases.UnionWith(leases);
    }

    /// <summary>Renews these no more: they are completed, or given back.</summary>
    public void Remove(IEnumerable<NwsLease> leases)
    {
        lock (_gate) _leases.ExceptWith(leases);
    }

    /// <summary>Whether a lease goes on, as far as is known.</summary>
    public bool Hold(NwsLease lease)
    {
        lock (_gate) return _leases.Contains(lease);
    }

    /// <summary>Renews, until the token is cancelled or the connection is lost.</summary>
    /// <param name="vital">The lease without which the worker cannot go on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether the vital lease has ended.</returns>
    public async Task<bool> RenewAsync(NwsLease vital, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(time / 3);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                NwsLease[] leases;
                lock (_gate) leases = [.. _leases];
                Remove(await NwsLease.RenewAllAsync(leases, cancellationToken).ConfigureAwait(false));
                if (!Hold(vital)) return true;
            }
        }
        catch (Exception end) when (end is NwsException or OperationCanceledException)
        {
            // The worker leaves, or the connection is lost, which its other requests tell.
        }
        return false;
    }
}
