namespace Nws.Farm;

/// <summary>The jobs that run on a standing farm. Each has an owner, a workspace that dies with its master; then the job is taken away.</summary>
/// <param name="farm">The farm's workspace.</param>
/// <param name="log">Called with what people may want to know.</param>
internal sealed class FarmJobs(NetWorkSpace farm, Action<string> log)
{
    // Nobody stores it: waiting for it ends with the workspace.
    private const string NeverStored = "the master's life";

    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, NwsValue> _running = [];
    private readonly HashSet<string> _owners = [];

    /// <summary>Whether no job runs.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate) return _running.Count == 0;
        }
    }

    /// <summary>Notes jobs as they begin and end, until the token is cancelled or the workspace is gone.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        await PublishAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            // What begins comes first: a job that has ended has begun before.
            var news = await farm.FetchAnyAsync([SleighNames.Jobs, SleighNames.Over], null, cancellationToken).ConfigureAwait(false);
            try
            {
                Note(news, cancellationToken);
            }
            catch (NwsValueException fault)
            {
                log($"something that is no job was dropped from '{news.Variable}': {fault.Message}");
            }
            await PublishAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Note(NwsDelivery news, CancellationToken cancellationToken)
    {
        long job = news.Value["job"].To<long>();
        lock (_gate)
        {
            if (news.Variable == SleighNames.Over)
            {
                _running.Remove(job);
                return;
            }
            string owner = news.Value["owner"].To<string>();
            _running[job] = news.Value;
            if (_owners.Add(owner)) _ = WatchAsync(owner, cancellationToken);
        }
    }

    private async Task WatchAsync(string owner, CancellationToken cancellationToken)
    {
        try
        {
            var workspace = await farm.Server.UseWsAsync(owner, create: false, cancellationToken).ConfigureAwait(false);
            while (true) await workspace.FindAsync(NeverStored, null, cancellationToken).ConfigureAwait(false);
        }
        catch (NwsOperationException)
        {
            await BuryAsync(owner, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception end) when (end is NwsException or OperationCanceledException)
        {
            // The farm is over.
        }
    }

    /// <summary>Takes away what a master that is gone has left behind. Its waiting tasks are dropped by whoever fetches them, running ones are ended.</summary>
    private async Task BuryAsync(string owner, CancellationToken cancellationToken)
    {
        long[] jobs;
        lock (_gate)
        {
            _owners.Remove(owner);
            jobs = [.. _running.Where(job => job.Value["owner"].To<string>() == owner).Select(job => job.Key)];
            foreach (long job in jobs) _running.Remove(job);
        }
        foreach (long job in jobs)
        {
            log($"job {job} was taken away: its master is gone");
            await farm.DeleteVarAsync(SleighNames.Job(job), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await farm.DeleteVarAsync(SleighNames.Result(job), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await PublishAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task PublishAsync(CancellationToken cancellationToken)
    {
        // Asked for in the lock, so that the last word is the newest.
        lock (_gate) return farm.StoreAsync(SleighNames.Running, _running.Values.ToArray(), cancellationToken);
    }
}
