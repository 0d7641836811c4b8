using Nws.Farm;

namespace Nws.Hosts.Worker;

/// <summary>A worker's place in its Sleigh: its rank, which nobody else has while it lives, and its last will.</summary>
/// <remarks>
/// The will is the worker's introduction, in a variable of its own, fetched on lease at once. So it comes back there exactly when the worker dies or freezes, and whoever wants to know finds it.
/// </remarks>
internal sealed class Membership
{
    /// <summary>How long a lease lasts if the master does not say.</summary>
    private const double UsualLeaseSeconds = 10;

    private readonly NetWorkSpace _sleigh;
    private readonly NwsLease _rank;
    private readonly NwsValue _introduction;
    private readonly NwsLease _will;

    private Membership(NetWorkSpace sleigh, HeldLeases leases, NwsLease rank, NwsValue introduction, NwsLease will) =>
        (_sleigh, Leases, _rank, _introduction, _will) = (sleigh, leases, rank, introduction, will);

    /// <summary>The worker's number.</summary>
    public int Rank => _rank.Value.To<int>();

    /// <summary>What it holds.</summary>
    public HeldLeases Leases { get; }

    /// <summary>Takes a rank and tells who the worker is.</summary>
    /// <exception cref="SleighJoinException">The group of workers is closed.</exception>
    public static async Task<Membership> JoinAsync(NetWorkSpace sleigh, WorkerOptions options, CancellationToken cancellationToken)
    {
        double? given = await sleigh.FindTryAsync<double?>(SleighNames.Lease, null, cancellationToken).ConfigureAwait(false);
        var leases = new HeldLeases(TimeSpan.FromSeconds(given ?? UsualLeaseSeconds));
        var lease = await sleigh.FetchLeaseAsync(SleighNames.Rank, null, leases.Time, cancellationToken).ConfigureAwait(false);
        int rank = lease.Value.To<int>();
        if (rank == SleighNames.NoRank) throw new SleighJoinException($"It is too late to join the Sleigh '{options.Sleigh}': its group of workers is closed.");
        var introduction = Introduction.Of(rank, options);
        var will = await DepositAsync(sleigh, SleighNames.WillOf(rank), introduction, leases.Time, cancellationToken).ConfigureAwait(false);
        leases.Add([lease, will]);
        await ForgetRequestsAsync(sleigh, SleighNames.LeaveOf(rank), cancellationToken).ConfigureAwait(false);
        // Whoever has introduced himself is a member, who says goodbye; so this is not given up half-way.
        await sleigh.StoreAsync(SleighNames.Joined, introduction, CancellationToken.None).ConfigureAwait(false);
        return new Membership(sleigh, leases, lease, introduction, will);
    }

    /// <summary>Keeps the membership, and whatever else is held, until the token is cancelled.</summary>
    /// <exception cref="SleighException">The rank is lost: for a while the worker gave no sign of life.</exception>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (!await Leases.RenewAsync(_rank, cancellationToken).ConfigureAwait(false)) return;
        throw new SleighException(
            $"This worker gave no sign of life for more than {Leases.Time.TotalSeconds:0.###} s: it was stopped, or its machine was too busy. It counts as dead, others do its tasks, and its place may be taken; so it ends.");
    }

    /// <summary>Says goodbye: nobody takes the worker for dead.</summary>
    public async Task LeaveAsync()
    {
        try
        {
            await _will.CompleteAsync((_sleigh, SleighNames.Left, _introduction)).ConfigureAwait(false);
        }
        catch (NwsException)
        {
            // The Sleigh is over, or the worker is taken for dead already.
        }
    }

    // Whoever asked the one before to leave did not mean this one.
    private static async Task ForgetRequestsAsync(NetWorkSpace sleigh, string variable, CancellationToken cancellationToken)
    {
        while (await sleigh.FetchTryAsync<NwsValue?>(variable, null, cancellationToken).ConfigureAwait(false) is not null)
        {
            // One after the other; as a rule there is none.
        }
    }

    /// <summary>Stores the will and fetches it on lease. The fetch waits when the store arrives, so the will is given to it and to nobody else.</summary>
    private static async Task<NwsLease> DepositAsync(NetWorkSpace sleigh, string variable, NwsValue introduction, TimeSpan time, CancellationToken cancellationToken)
    {
        // Somebody who had the rank before may have left his, and nobody has read it yet.
        var others = await sleigh.FetchManyLeasesAsync([variable], count: 100, TimeSpan.Zero, time, cancellationToken).ConfigureAwait(false);
        var fetched = sleigh.FetchLeaseAsync(variable, null, time, cancellationToken);
        await sleigh.StoreAsync(variable, introduction, cancellationToken).ConfigureAwait(false);
        var will = await fetched.ConfigureAwait(false);
        await NwsLease.ReleaseAllAsync(others, unused: true, cancellationToken).ConfigureAwait(false);
        return will;
    }
}
