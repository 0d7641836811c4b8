using System.Collections.Concurrent;
using Nws.Values;

namespace Nws.Farm;

/// <summary>The workers that a Sleigh has started, with the two workspaces they share with its master, from the start to the stop.</summary>
internal sealed class SleighGroup : IWorkerGroup
{
    private readonly NwsServer _server;
    private readonly LaunchedWorkers _workers;
    private readonly ConcurrentDictionary<int, SleighWorker> _members = new();
    private readonly Dictionary<int, CancellationTokenSource> _wills = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _welcomed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _closing;
    private int _expected;
    private int _stopped;
    private long _lastJob;

    private SleighGroup(NwsServer server, NetWorkSpace workspace, NetWorkSpace userWorkspace, LaunchedWorkers workers, int expected)
    {
        (_server, Workspace, UserWorkspace, _workers, _expected) = (server, workspace, userWorkspace, workers, expected);
        _workers.Lost += (rank, evidence) => Lost?.Invoke(rank, evidence);
    }

    public event Action<int, string>? Lost;

    public NetWorkSpace Workspace { get; }

    public NetWorkSpace UserWorkspace { get; }

    /// <summary>How many workers there are to be; once the group is closed, how many there are.</summary>
    public int WorkerCount => Volatile.Read(ref _expected);

    public IReadOnlyList<SleighWorker> Members => [.. _members.Values.OrderBy(member => member.Rank)];

    public bool IsClosed => _closed.Task.IsCompleted;

    public int? MostTasksPerWorker => null;

    public Task<string> AllLost => _workers.AllLost;

    /// <summary>Starts workers and waits until they have joined, if the options say so.</summary>
    /// <exception cref="NwsConnectException">No server answers.</exception>
    /// <exception cref="SleighException">A worker did not start; the message tells where and why.</exception>
    public static async Task<SleighGroup> StartAsync(SleighOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = options.Checked();
        var server = await NwsServer.ConnectAsync(options.Connection.WithoutGrace, cancellationToken).ConfigureAwait(false);
        LaunchedWorkers? workers = null;
        try
        {
            var workspace = await MakeWorkspaceAsync(server, options.WsNameTemplate, cancellationToken).ConfigureAwait(false);
            var userWorkspace = await MakeWorkspaceAsync(server, options.UserWsNameTemplate, cancellationToken).ConfigureAwait(false);
            var commands = new WorkerCommands(options, workspace.Name, userWorkspace.Name);
            await PrepareAsync(workspace, commands.Count, cancellationToken).ConfigureAwait(false);
            workers = LaunchedWorkers.Start(commands, options.Connection.Token, TimeProvider.System);
            var group = new SleighGroup(server, workspace, userWorkspace, workers, commands.Count);
            _ = group.WelcomeAsync();
            if (commands.Count == 0) await group.WaitForPeopleAsync(commands.ForPeople, cancellationToken).ConfigureAwait(false);
            else if (options.WaitForWorkers) await group.WaitForWorkersAsync(cancellationToken).ConfigureAwait(false);
            return group;
        }
        catch
        {
            // Without its workspace no worker stays.
            await server.DisposeAsync().ConfigureAwait(false);
            if (workers is not null) await workers.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public void ThrowIfStopped()
    {
        if (Volatile.Read(ref _stopped) != 0) throw new SleighStoppedException();
    }

    public Task WaitUntilClosedAsync(TimeSpan limit, CancellationToken cancellationToken) => Task.WhenAny(_closed.Task, Task.Delay(limit, cancellationToken));

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        _closing = true;
        var free = new List<int>();
        while (await Workspace.FetchTryAsync(SleighNames.Rank, cancellationToken).ConfigureAwait(false) is { } rank) free.Add(rank.To<int>());
        await Workspace.StoreAsync(SleighNames.Rank, SleighNames.NoRank, cancellationToken).ConfigureAwait(false);
        // Whoever closes the group may have seen workers join whose introductions are still on their way here: all that is stored before this mark counts.
        await Workspace.StoreAsync(SleighNames.Joined, NwsValue.Nil, cancellationToken).ConfigureAwait(false);
        await _welcomed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _expected, _members.Count);
        await Workspace.StoreAsync(SleighNames.WorkerCount, _members.Count, cancellationToken).ConfigureAwait(false);
        _closed.TrySetResult();
        // Calls that are under way may have a task for each of these.
        foreach (int rank in free) Lost?.Invoke(rank, "No worker had joined in this place when the group was closed.");
    }

    // A rank is promised to a worker before it has joined; its tags are known only then.
    public IReadOnlyList<int> RanksNow(IReadOnlyList<string> tags) =>
        tags.Count == 0 ? [.. Enumerable.Range(0, WorkerCount)] : [.. Members.Where(member => WorkerTags.Fits(member, tags)).Select(member => member.Rank)];

    public Task<long> NumberJobAsync(NwsLanguage language, long? elements, CancellationToken cancellationToken) => Task.FromResult(Interlocked.Increment(ref _lastJob));

    public Task EndJobAsync(long job) => Task.CompletedTask;

    public void Worked(int rank) => _workers.Worked(rank);

    public string RecentEnds() => _workers.RecentEnds();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0) return;
        // The server deletes both workspaces with their owner's connection, and with them the workers' reason to stay.
        var workersGone = _workers.DisposeAsync();
        await _server.DisposeAsync().ConfigureAwait(false);
        await workersGone.ConfigureAwait(false);
    }

    private static async Task<NetWorkSpace> MakeWorkspaceAsync(NwsServer server, string template, CancellationToken cancellationToken)
    {
        string name = await server.MktempWsAsync(template, cancellationToken).ConfigureAwait(false);
        return await server.OpenWsAsync(name, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <param name="workspace">The Sleigh's workspace.</param>
    /// <param name="workerCount">How many ranks there are; 0 if nobody knows, and then there is always one more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private static async Task PrepareAsync(NetWorkSpace workspace, int workerCount, CancellationToken cancellationToken)
    {
        await workspace.DeclareAsync(SleighNames.WorkerCount, VariableMode.Single, cancellationToken).ConfigureAwait(false);
        if (workerCount > 0) await workspace.StoreAsync(SleighNames.WorkerCount, workerCount, cancellationToken).ConfigureAwait(false);
        for (int rank = 0; rank < Math.Max(workerCount, 1); rank++) await workspace.StoreAsync(SleighNames.Rank, rank, cancellationToken).ConfigureAwait(false);
    }

    private async Task WaitForWorkersAsync(CancellationToken cancellationToken)
    {
        var closed = _closed.Task.WaitAsync(cancellationToken);
        await Task.WhenAny(closed, _workers.FirstFailure).ConfigureAwait(false);
        if (!closed.IsCompleted)
            throw new SleighJoinException($"A worker ended before it was ready ({_members.Count} of {WorkerCount} are). {await _workers.FirstFailure.ConfigureAwait(false)}");
        await closed.ConfigureAwait(false);
    }

    /// <summary>Tells people how to start workers, and waits until they say that all have started.</summary>
    private async Task WaitForPeopleAsync(string command, CancellationToken cancellationToken)
    {
        await Workspace.StoreAsync(SleighNames.RunMe, command, cancellationToken).ConfigureAwait(false);
        try
        {
            // Nobody stores it: waiting for it makes it, and its deletion ends the wait.
            await Workspace.FindAsync(SleighNames.DeleteMe, null, cancellationToken).ConfigureAwait(false);
        }
        catch (NwsOperationException deleted) when (deleted.Code == Wire.ErrorCodes.Name(Wire.ErrorCode.VariableDeleted))
        {
            // The signal.
        }
        await CloseAsync(cancellationToken).ConfigureAwait(false);
        if (WorkerCount == 0) throw new SleighJoinException("All workers were said to have started, but none has joined.");
    }

    /// <summary>Notes who joins, until the workspace is gone.</summary>
    private async Task WelcomeAsync()
    {
        try
        {
            while (true)
            {
                var introduction = await Workspace.FetchAsync(SleighNames.Joined).ConfigureAwait(false);
                if (introduction.Kind == NwsValueKind.Nil) _welcomed.TrySetResult();
                else await WelcomeAsync(introduction).ConfigureAwait(false);
            }
        }
        catch (NwsException)
        {
            // The Sleigh has been stopped, or the server is gone, which its calls tell.
        }
        finally
        {
            _welcomed.TrySetResult();
        }
    }

    /// <summary>Ends a worker that gives no sign of life although its process is there, so that it is replaced: somebody may wait for what only the worker of its rank does.</summary>
    private async Task EndWhenFrozenAsync(NwsValue introduction)
    {
        int rank = introduction["rank"].To<int>();
        var replaced = new CancellationTokenSource();
        CancellationTokenSource? former;
        lock (_wills)
        {
            _wills.Remove(rank, out former);
            _wills[rank] = replaced;
        }
        if (former is not null) await former.CancelAsync().ConfigureAwait(false);
        try
        {
            await Wills.ReadAsync(Workspace, introduction, replaced.Token).ConfigureAwait(false);
            lock (_wills)
            {
                if (_wills[rank] == replaced) _workers.End(rank);
            }
        }
        catch (Exception end) when (end is NwsException or OperationCanceledException)
        {
            // Somebody else has the rank, or the Sleigh is over.
        }
    }

    private async Task WelcomeAsync(NwsValue introduction)
    {
        var member = SleighWorker.Read(introduction);
        _members[member.Rank] = member;
        if (member.Place is { } place)
        {
            _workers.Joined(place, member.Rank);
            _ = EndWhenFrozenAsync(introduction);
        }
        if (WorkerCount == 0 && !_closing) await Workspace.StoreAsync(SleighNames.Rank, member.Rank + 1).ConfigureAwait(false);
        else if (_members.Count >= WorkerCount) _closed.TrySetResult();
    }
}
