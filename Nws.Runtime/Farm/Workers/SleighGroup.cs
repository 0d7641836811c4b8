using System.Collections.Concurrent;

namespace Nws.Farm;

/// <summary>The workers of a Sleigh with the two workspaces they share with its master, from the start to the stop.</summary>
internal sealed class SleighGroup : IAsyncDisposable
{
    private readonly NwsServer _server;
    private readonly ConcurrentDictionary<int, SleighWorker> _members = new();
    private int _stopped;

    private SleighGroup(NwsServer server, NetWorkSpace workspace, NetWorkSpace userWorkspace, LocalWorkers workers, int workerCount) =>
        (_server, Workspace, UserWorkspace, Workers, WorkerCount) = (server, workspace, userWorkspace, workers, workerCount);

    /// <summary>The Sleigh's own workspace.</summary>
    public NetWorkSpace Workspace { get; }

    /// <summary>The workspace the program shares with its tasks.</summary>
    public NetWorkSpace UserWorkspace { get; }

    /// <summary>The processes.</summary>
    public LocalWorkers Workers { get; }

    /// <summary>How many workers there were at the start.</summary>
    public int WorkerCount { get; }

    /// <summary>Those that have joined, by rank.</summary>
    public IReadOnlyList<SleighWorker> Members => [.. _members.Values.OrderBy(member => member.Rank)];

    /// <summary>Starts workers and waits until they have joined.</summary>
    /// <exception cref="NwsConnectException">No server answers.</exception>
    /// <exception cref="SleighException">A worker did not start; the message tells why.</exception>
    public static async Task<SleighGroup> StartAsync(SleighOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.WorkerCount < 1) throw new SleighIllegalValueException($"A Sleigh needs at least one worker, not {options.WorkerCount}.");
        var server = await NwsServer.ConnectAsync(options.Connection, cancellationToken).ConfigureAwait(false);
        LocalWorkers? workers = null;
        try
        {
            var workspace = await MakeWorkspaceAsync(server, options.WsNameTemplate, cancellationToken).ConfigureAwait(false);
            var userWorkspace = await MakeWorkspaceAsync(server, options.UserWsNameTemplate, cancellationToken).ConfigureAwait(false);
            await PrepareAsync(workspace, options.WorkerCount, cancellationToken).ConfigureAwait(false);
            workers = LocalWorkers.Start(options, workspace.Name, userWorkspace.Name, TimeProvider.System);
            var group = new SleighGroup(server, workspace, userWorkspace, workers, options.WorkerCount);
            await group.WaitForWorkersAsync(cancellationToken).ConfigureAwait(false);
            _ = group.WelcomeReplacementsAsync();
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

    /// <exception cref="SleighStoppedException">The Sleigh has been stopped.</exception>
    public void ThrowIfStopped()
    {
        if (Volatile.Read(ref _stopped) != 0) throw new SleighStoppedException();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0) return;
        // The server deletes both workspaces with their owner's connection, and with them the workers' reason to stay.
        var workersGone = Workers.DisposeAsync();
        await _server.DisposeAsync().ConfigureAwait(false);
        await workersGone.ConfigureAwait(false);
    }

    private static async Task<NetWorkSpace> MakeWorkspaceAsync(NwsServer server, string template, CancellationToken cancellationToken)
    {
        string name = await server.MktempWsAsync(template, cancellationToken).ConfigureAwait(false);
        return await server.OpenWsAsync(name, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static async Task PrepareAsync(NetWorkSpace workspace, int workerCount, CancellationToken cancellationToken)
    {
        await workspace.DeclareAsync(SleighNames.WorkerCount, VariableMode.Single, cancellationToken).ConfigureAwait(false);
        await workspace.StoreAsync(SleighNames.WorkerCount, workerCount, cancellationToken).ConfigureAwait(false);
        for (int rank = 0; rank < workerCount; rank++) await workspace.StoreAsync(SleighNames.Rank, rank, cancellationToken).ConfigureAwait(false);
    }

    private async Task WaitForWorkersAsync(CancellationToken cancellationToken)
    {
        for (int joined = 0; joined < WorkerCount; joined++)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var record = Workspace.FetchAsync(SleighNames.Joined, null, enough.Token);
            if (await Task.WhenAny(record, Workers.AllLost).ConfigureAwait(false) == Workers.AllLost)
            {
                await enough.CancelAsync().ConfigureAwait(false);
                throw new SleighJoinException($"A worker ended before it was ready ({joined} of {WorkerCount} are). {await Workers.AllLost.ConfigureAwait(false)}");
            }
            Welcome(await record.ConfigureAwait(false));
        }
    }

    /// <summary>Notes who joins in place of a lost worker, until the workspace is gone.</summary>
    private async Task WelcomeReplacementsAsync()
    {
        try
        {
            while (true) Welcome(await Workspace.FetchAsync(SleighNames.Joined).ConfigureAwait(false));
        }
        catch (NwsException)
        {
            // The Sleigh has been stopped, or the server is gone, which its calls tell.
        }
    }

    private void Welcome(NwsValue introduction)
    {
        var member = SleighWorker.Read(introduction);
        _members[member.Rank] = member;
        Workers.Joined(member);
    }
}
