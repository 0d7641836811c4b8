namespace Nws.Farm;

/// <summary>Who is present in a standing farm: welcomes those who join, reads the wills of those who die, and tells all others by the variables <c>members</c> and <c>workerCount</c>.</summary>
/// <param name="farm">The farm's workspace.</param>
/// <param name="log">Called with what people may want to know.</param>
internal sealed class FarmMembers(NetWorkSpace farm, Action<string> log)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, (NwsValue Introduction, CancellationTokenSource Gone)> _present = [];
    private int _highestRank = -1;

    /// <summary>Raised with the introduction of a worker that has joined.</summary>
    public event Action<NwsValue>? Joined;

    /// <summary>Raised with the rank of a worker that has gone, however; nobody else has it yet.</summary>
    public event Action<int>? Gone;

    /// <summary>The ranks of those who are present.</summary>
    public IReadOnlyList<int> Ranks
    {
        get
        {
            lock (_gate) return [.. _present.Keys.Order()];
        }
    }

    /// <summary>Offers the first ranks and says that nobody is here yet.</summary>
    public async Task OpenAsync(int ranks, CancellationToken cancellationToken)
    {
        while (_highestRank < ranks) await OfferAsync(cancellationToken).ConfigureAwait(false);
        await PublishAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Welcomes workers until the token is cancelled or the workspace is gone.</summary>
    public async Task WelcomeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var introduction = await farm.FetchAsync(SleighNames.Joined, null, cancellationToken).ConfigureAwait(false);
            int rank = introduction["rank"].To<int>();
            var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            lock (_gate)
            {
                // Whoever had the rank before has it no more, even if his will has not been read.
                if (_present.Remove(rank, out var former)) former.Gone.Cancel();
                _present[rank] = (introduction, gone);
            }
            if (rank == _highestRank) await OfferAsync(cancellationToken).ConfigureAwait(false);
            await PublishAsync(cancellationToken).ConfigureAwait(false);
            log($"worker {rank} has joined: {Describe(introduction)}");
            Joined?.Invoke(introduction);
            _ = ReadWillAsync(introduction, gone.Token);
        }
    }

    /// <summary>Notes who leaves in an orderly way, until the token is cancelled or the workspace is gone.</summary>
    public async Task SayGoodbyeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var introduction = await farm.FetchAsync(SleighNames.Left, null, cancellationToken).ConfigureAwait(false);
            await RemoveAsync(introduction, "has left", cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Describe(NwsValue introduction) => $"process {introduction["pid"]} on {introduction["host"].To<string>()}";

    private async Task ReadWillAsync(NwsValue introduction, CancellationToken cancellationToken)
    {
        try
        {
            await Wills.ReadAsync(farm, introduction, cancellationToken).ConfigureAwait(false);
            await RemoveAsync(introduction, "is lost", cancellationToken).ConfigureAwait(false);
        }
        catch (Exception end) when (end is NwsException or OperationCanceledException)
        {
            // Somebody else has the rank, or the farm is over.
        }
    }

    private async Task RemoveAsync(NwsValue introduction, string how, CancellationToken cancellationToken)
    {
        int rank = introduction["rank"].To<int>();
        lock (_gate)
        {
            if (!_present.TryGetValue(rank, out var present) || present.Introduction != introduction) return;
            _present.Remove(rank);
        }
        log($"worker {rank} {how}: {Describe(introduction)}");
        await PublishAsync(cancellationToken).ConfigureAwait(false);
        Gone?.Invoke(rank);
    }

    private Task OfferAsync(CancellationToken cancellationToken) => farm.StoreAsync(SleighNames.Rank, ++_highestRank, cancellationToken);

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        Task counted, listed;
        lock (_gate)
        {
            NwsValue[] members = [.. _present.OrderBy(member => member.Key).Select(member => member.Value.Introduction)];
            // Asked for in the lock, so that the last word is the newest.
            counted = farm.StoreAsync(SleighNames.WorkerCount, members.Length, cancellationToken);
            listed = farm.StoreAsync(SleighNames.Members, members, cancellationToken);
        }
        await counted.ConfigureAwait(false);
        await listed.ConfigureAwait(false);
    }
}
