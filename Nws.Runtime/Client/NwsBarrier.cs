using System.Diagnostics;
using Nws.Client;
using Nws.Wire;

namespace Nws;

/// <summary>
/// A barrier, again and again, for programs that name the same variable: it opens when all of them wait. One that dies while it waits is not counted; with a lease time, neither is one that is stopped or cut
/// off. Whoever takes its place is.
/// </summary>
/// <remarks>The variable tells how often the barrier has opened. Each time has seats of its own, values taken on lease; who takes the last one opens the barrier.</remarks>
public sealed class NwsBarrier
{
    private readonly NetWorkSpace _workspace;
    private readonly string _variable;
    private readonly int _parties;
    private readonly TimeSpan? _leaseTime;

    /// <summary>Names a barrier; the first to wait makes it.</summary>
    /// <param name="workspace">Where it is.</param>
    /// <param name="variable">Its variable, of which nobody else must make use.</param>
    /// <param name="parties">How many programs wait for each other.</param>
    /// <param name="leaseTime">After what time one that is stopped or cut off is not counted any more; more than zero, at most a day. Default: with its connection.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is less than 1 party.</exception>
    public NwsBarrier(NetWorkSpace workspace, string variable, int parties, TimeSpan? leaseTime = null)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        (_workspace, _variable, _parties, _leaseTime) = (workspace, variable, parties, leaseTime);
    }

    /// <summary>Waits until all parties do.</summary>
    /// <param name="timeout">How long to wait; null = for ever. After that this program is not counted any more.</param>
    /// <param name="cancellationToken">Ends the wait; this program is not counted any more.</param>
    /// <returns>How often the barrier had opened before.</returns>
    /// <exception cref="NwsTimeoutException">The time was up.</exception>
    public async Task<int> WaitAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var waited = Stopwatch.StartNew();
        TimeSpan? Left() => timeout is { } limit ? TimeSpan.FromTicks(Math.Max(0, (limit - waited.Elapsed).Ticks)) : null;
        await _workspace.DeclareAsync(_variable, VariableMode.Single, cancellationToken).ConfigureAwait(false);
        await UnlessAsync("conflict", _workspace.StoreAsync(_variable, 0, new StoreOptions { If = NwsVersion.Empty }, cancellationToken)).ConfigureAwait(false);
        var gate = await _workspace.FindAnyAsync([_variable], cancellationToken: cancellationToken).ConfigureAwait(false);
        var seat = await SitDownAsync(gate, Left(), cancellationToken).ConfigureAwait(false);
        try
        {
            while (!await IsOpenAsync(gate, Left(), cancellationToken).ConfigureAwait(false))
            {
                if (Left() == TimeSpan.Zero) throw new NwsTimeoutException($"Not all {_parties} parties came to barrier '{_variable}' within {timeout!.Value.TotalSeconds:0.###} s.");
                if (!await seat.RenewAsync(cancellationToken).ConfigureAwait(false)) seat = await SitDownAsync(gate, Left(), cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            await UnlessAsync("no_lease", seat.ReleaseAsync(CancellationToken.None)).ConfigureAwait(false);
            throw;
        }
        await UnlessAsync("no_lease", seat.CompleteAsync(CancellationToken.None)).ConfigureAwait(false);
        return gate.Value.To<int>();
    }

    /// <summary>Takes a seat of this time, and opens the barrier if it was the last.</summary>
    private async Task<NwsLease> SitDownAsync(NwsDelivery gate, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        int time = gate.Value.To<int>();
        await _workspace.StoreAllAsync(Seats(time), Enumerable.Range(0, _parties), new StoreOptions { Key = NwsSemaphore.MadeOnce }, cancellationToken).ConfigureAwait(false);
        var seat = await _workspace.FetchLeaseAsync(Seats(time), timeout, _leaseTime, cancellationToken).ConfigureAwait(false);
        if (await _workspace.FindTryAsync(Seats(time), cancellationToken).ConfigureAwait(false) is not null) return seat;
        if (await UnlessAsync("conflict", _workspace.StoreAsync(_variable, time + 1, new StoreOptions { If = gate.Version }, cancellationToken)).ConfigureAwait(false))
            await UnlessAsync("no_variable", _workspace.DeleteVarAsync(Seats(time - 1), cancellationToken)).ConfigureAwait(false);
        return seat;
    }

    /// <summary>Waits until the barrier has opened, the time is up, or the seat should be renewed.</summary>
    private async Task<bool> IsOpenAsync(NwsDelivery gate, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var renewal = _leaseTime / 3;
        var request = _workspace.Request(Methods.Find, _variable) with
        {
            After = (gate.Version.Id, gate.Version.Index),
            Timeout = timeout is null || renewal < timeout ? renewal : timeout,
        };
        return await _workspace.TakeAsync(request, cancellationToken).ConfigureAwait(false) is not null;
    }

    private string Seats(int time) => $"{_variable} seats {time}";

    /// <summary>Passes over the error with that code: somebody else was faster. Whether it was done.</summary>
    private static async Task<bool> UnlessAsync(string code, Task done)
    {
        try
        {
            await done.ConfigureAwait(false);
            return true;
        }
        catch (NwsOperationException fault) when (fault.Code == code)
        {
            return false;
        }
    }
}
