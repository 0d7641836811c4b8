namespace Nws.Farm;

/// <summary>The workers of a standing farm (FARM.md): somebody else keeps them, and other masters use them, too. They come and go.</summary>
internal sealed class FarmGroup : IWorkerGroup
{
    private readonly NwsServer _server;
    private readonly string _name;
    private readonly string _owner;
    private readonly CancellationTokenSource _left = new();
    private IReadOnlyList<SleighWorker> _members = [];

    private FarmGroup(NwsServer server, string name, NetWorkSpace workspace, NetWorkSpace userWorkspace, string owner) =>
        (_server, _name, Workspace, UserWorkspace, _owner) = (server, name, workspace, userWorkspace, owner);

    // The farm's keeper answers for workers that are lost.
    public event Action<int, string>? Lost
    {
        add { }
        remove { }
    }

    public NetWorkSpace Workspace { get; }

    public NetWorkSpace UserWorkspace { get; }

    public int WorkerCount => Members.Count;

    public IReadOnlyList<SleighWorker> Members => Volatile.Read(ref _members);

    public bool IsClosed => false;

    /// <summary>Few enough that the masters of a farm take turns.</summary>
    public int? MostTasksPerWorker => 32;

    public Task<string> AllLost { get; } = new TaskCompletionSource<string>().Task;

    /// <summary>Becomes a master of a farm.</summary>
    /// <exception cref="NwsConnectException">No server answers.</exception>
    /// <exception cref="SleighException">There is no such farm.</exception>
    public static async Task<FarmGroup> AttachAsync(string name, NwsConnectionOptions connection, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var server = await NwsServer.ConnectAsync(connection.WithoutGrace, cancellationToken).ConfigureAwait(false);
        try
        {
            var workspace = await server.UseWsAsync(SleighNames.Farm(name), create: false, cancellationToken).ConfigureAwait(false);
            var userWorkspace = await server.UseWsAsync(SleighNames.FarmUser(name), create: false, cancellationToken).ConfigureAwait(false);
            // It dies with this connection, and so the keeper knows that the jobs of this master are nobody's.
            string owner = await server.MktempWsAsync(SleighNames.FarmMaster(name), cancellationToken).ConfigureAwait(false);
            await server.OpenWsAsync(owner, cancellationToken: cancellationToken).ConfigureAwait(false);
            var farm = new FarmGroup(server, name, workspace, userWorkspace, owner);
            await farm.LookAsync(cancellationToken).ConfigureAwait(false);
            _ = farm.FollowAsync();
            return farm;
        }
        catch (NwsNoWorkSpaceException)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw new SleighException($"There is no farm '{name}' at {connection.Endpoint}; start one with: nws farm start {name}");
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public void ThrowIfStopped()
    {
        if (_left.IsCancellationRequested) throw new SleighStoppedException();
    }

    // It never is: who would wait for ever gets the news instead.
    public Task WaitUntilClosedAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        limit == Timeout.InfiniteTimeSpan ? LookAsync(cancellationToken) : Task.Delay(limit, cancellationToken);

    public Task CloseAsync(CancellationToken cancellationToken) =>
        throw new SleighIllegalValueException($"The farm '{_name}' has no group to close: workers may join at any time.");

    public IReadOnlyList<int> RanksNow(IReadOnlyList<string> tags) => [.. Members.Where(member => WorkerTags.Fits(member, tags)).Select(member => member.Rank)];

    public async Task<long> NumberJobAsync(NwsLanguage language, long? elements, CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken).ConfigureAwait(false);
        var next = await Workspace.FetchLeaseAsync(SleighNames.NextJob, null, cancellationToken).ConfigureAwait(false);
        long number = next.Value.To<long>();
        // Told before anything of the job is there: whatever this master leaves behind, the keeper finds it.
        var entry = new Dictionary<string, object?>
        {
            ["job"] = number, ["owner"] = _owner, ["language"] = language.ToWireName(), ["tasks"] = elements, ["since"] = DateTimeOffset.UtcNow,
        };
        await next.CompleteAsync(cancellationToken, (Workspace, SleighNames.NextJob, number + 1), (Workspace, SleighNames.Jobs, entry)).ConfigureAwait(false);
        return number;
    }

    public Task EndJobAsync(long job) => Workspace.StoreAsync(SleighNames.Over, new Dictionary<string, object?> { ["job"] = job, ["over"] = true });

    public void Worked(int rank)
    {
        // Whether its workers are worth replacing is the keeper's business.
    }

    public string RecentEnds() => "";

    /// <summary>Leaves the farm, which goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_left.IsCancellationRequested) return;
        await _left.CancelAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
    }

    private async Task LookAsync(CancellationToken cancellationToken) =>
        Note(await Workspace.FindTryAsync(SleighNames.Members, cancellationToken).ConfigureAwait(false) ?? NwsValue.From(Array.Empty<object>()));

    /// <summary>Keeps to the members as they change, until this master leaves or the farm is gone.</summary>
    private async Task FollowAsync()
    {
        var lists = Workspace.IFind<NwsValue>(SleighNames.Members);
        try
        {
            while (await lists.NextAsync(_left.Token).ConfigureAwait(false) is (true, { } members)) Note(members);
        }
        catch (Exception end) when (end is NwsException or OperationCanceledException)
        {
            // The calls of whoever uses the farm tell.
        }
    }

    private void Note(NwsValue members) => Volatile.Write(ref _members, [.. members.Items.Select(SleighWorker.Read).OrderBy(member => member.Rank)]);
}
