namespace Nws.Farm;

/// <summary>A standing farm as long as one connection to the server lasts: its two workspaces, which end with it, and the workers that its keeper has started.</summary>
internal sealed class StandingFarm : IAsyncDisposable
{
    private static readonly TimeSpan LooksAgain = TimeSpan.FromSeconds(0.2);
    // A worker says at most once a second what it does.
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1.2);
    private static readonly TimeSpan ProvenLife = TimeSpan.FromSeconds(30);

    private readonly FarmOptions _options;
    private readonly NwsServer _server;
    private readonly NetWorkSpace _workspace;
    private readonly FarmMembers _members;
    private readonly FarmJobs _jobs;
    private readonly AbsentWorkers _absent;
    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LaunchedWorkers? _workers;
    private int _disposed;

    private StandingFarm(FarmOptions options, NwsServer server, NetWorkSpace workspace)
    {
        (_options, _server, _workspace) = (options, server, workspace);
        _members = new FarmMembers(workspace, options.Log);
        _jobs = new FarmJobs(workspace, options.Log);
        _absent = new AbsentWorkers(workspace, () => _workers?.RecentEnds() ?? "");
        _members.Joined += Greet;
        _members.Gone += rank => _absent.Leave(rank, _over.Token);
    }

    /// <summary>Makes the farm and waits until its own workers have joined.</summary>
    /// <exception cref="NwsConnectException">No server answers.</exception>
    /// <exception cref="SleighException">There is a farm of this name, or a worker did not start.</exception>
    public static async Task<StandingFarm> StartAsync(FarmOptions options, CancellationToken cancellationToken)
    {
        var server = await NwsServer.ConnectAsync(options.Connection.WithoutGrace, cancellationToken).ConfigureAwait(false);
        StandingFarm? farm = null;
        try
        {
            var workspace = await TakeAsync(server, options, SleighNames.Farm(options.Name), cancellationToken).ConfigureAwait(false);
            var userWorkspace = await TakeAsync(server, options, SleighNames.FarmUser(options.Name), cancellationToken).ConfigureAwait(false);
            farm = new StandingFarm(options, server, workspace);
            await farm.OpenAsync(userWorkspace, cancellationToken).ConfigureAwait(false);
            return farm;
        }
        catch
        {
            if (farm is not null) await farm.DisposeAsync().ConfigureAwait(false);
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Keeps the farm until somebody stops it.</summary>
    /// <exception cref="NwsException">The server is gone.</exception>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
        double patience = await _workspace.FindAsync<double>(SleighNames.Stop, null, either.Token).ConfigureAwait(false);
        _options.Log("the farm was told to stop");
        await LetFinishAsync(TimeSpan.FromSeconds(patience), either.Token).ConfigureAwait(false);
    }

    /// <summary>Ends the farm with its workspaces and its own workers.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _over.CancelAsync().ConfigureAwait(false);
        // The server deletes both workspaces with the connection, and with them the workers' reason to stay.
        var workersGone = _workers?.DisposeAsync() ?? ValueTask.CompletedTask;
        await _server.DisposeAsync().ConfigureAwait(false);
        await workersGone.ConfigureAwait(false);
    }

    /// <summary>Becomes the owner of a workspace.</summary>
    private static async Task<NetWorkSpace> TakeAsync(NwsServer server, FarmOptions options, string name, CancellationToken cancellationToken)
    {
        var workspace = await server.OpenWsAsync(name, cancellationToken: cancellationToken).ConfigureAwait(false);
        var listed = (await server.ListWssAsync(cancellationToken: cancellationToken).ConfigureAwait(false)).First(known => known.Name == name);
        return listed.Mine ? workspace : throw new SleighException(
            $"There is a farm '{options.Name}' at {options.Connection.Endpoint} already, kept by {listed.Owner}. See it with: nws farm status {options.Name}");
    }

    private async Task OpenAsync(NetWorkSpace userWorkspace, CancellationToken cancellationToken)
    {
        string[] singles = [SleighNames.WorkerCount, SleighNames.Members, SleighNames.Running, SleighNames.Lease, SleighNames.FarmRecord];
        foreach (string variable in singles) await _workspace.DeclareAsync(variable, VariableMode.Single, cancellationToken).ConfigureAwait(false);
        await _workspace.StoreAsync(SleighNames.Lease, _options.Lease.TotalSeconds, cancellationToken).ConfigureAwait(false);
        await _workspace.StoreAsync(SleighNames.NextJob, 1, cancellationToken).ConfigureAwait(false);
        await _members.OpenAsync(_options.Workers, cancellationToken).ConfigureAwait(false);
        Task[] services = [_members.WelcomeAsync(_over.Token), _members.SayGoodbyeAsync(_over.Token), _jobs.FollowAsync(_over.Token), PraiseAsync()];
        foreach (var service in services) _ = ReportAsync(service);
        await _workspace.StoreAsync(SleighNames.FarmRecord, Record(), cancellationToken).ConfigureAwait(false);
        await StartWorkersAsync(userWorkspace, cancellationToken).ConfigureAwait(false);
    }

    private Dictionary<string, object?> Record() => new()
    {
        ["name"] = _options.Name,
        ["host"] = Environment.MachineName,
        ["pid"] = Environment.ProcessId,
        ["since"] = DateTimeOffset.UtcNow,
        ["version"] = typeof(StandingFarm).Assembly.GetName().Version?.ToString(3),
        ["log"] = _options.LogFile,
    };

    private async Task StartWorkersAsync(NetWorkSpace userWorkspace, CancellationToken cancellationToken)
    {
        if (_options.Workers == 0) return;
        var options = new SleighOptions { Connection = _options.Connection, WorkerCount = _options.Workers, NwsCommand = _options.NwsCommand, Tags = _options.Tags };
        _workers = LaunchedWorkers.Start(new WorkerCommands(options, _workspace.Name, userWorkspace.Name), _options.Connection.Token, TimeProvider.System);
        var complete = _complete.Task.WaitAsync(cancellationToken);
        if (await Task.WhenAny(complete, _workers.FirstFailure).ConfigureAwait(false) != complete)
            throw new SleighJoinException($"A worker of the farm '{_options.Name}' ended before it was ready. {await _workers.FirstFailure.ConfigureAwait(false)}");
        await complete.ConfigureAwait(false);
    }

    private void Greet(NwsValue introduction)
    {
        int rank = introduction["rank"].To<int>();
        _absent.Return(rank);
        if (introduction["place"].To<int?>() is { } place && introduction["host"].To<string>() == Environment.MachineName) _workers?.Joined(place, rank);
        if (_members.Ranks.Count >= _options.Workers) _complete.TrySetResult();
    }

    /// <summary>Whoever has lived for a while is worth replacing at once.</summary>
    private async Task PraiseAsync()
    {
        using var timer = new PeriodicTimer(ProvenLife);
        IReadOnlyList<int> before = [];
        while (await timer.WaitForNextTickAsync(_over.Token).ConfigureAwait(false))
        {
            var now = _members.Ranks;
            foreach (int rank in before.Intersect(now)) _workers?.Worked(rank);
            before = now;
        }
    }

    /// <summary>Takes away the tasks that wait, and waits for those that run.</summary>
    private async Task LetFinishAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        foreach (var variable in await _workspace.ListVarsAsync(cancellationToken).ConfigureAwait(false))
        {
            bool holdsTasks = variable.Name == SleighNames.Task || variable.Name.StartsWith($"{SleighNames.Task}@", StringComparison.Ordinal)
                || variable.Name.StartsWith($"{SleighNames.Task}#", StringComparison.Ordinal);
            if (holdsTasks) await _workspace.DeleteVarAsync(variable.Name, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            for (var quiet = TimeSpan.Zero; quiet < QuietTime && !_jobs.IsEmpty; quiet = await AnyWorksAsync(limit.Token).ConfigureAwait(false) ? TimeSpan.Zero : quiet + LooksAgain)
                await Task.Delay(LooksAgain, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _options.Log($"tasks still run after {patience.TotalSeconds:0.###} s; they are ended");
        }
    }

    private async Task<bool> AnyWorksAsync(CancellationToken cancellationToken)
    {
        foreach (int rank in _members.Ranks)
        {
            var state = await _workspace.FindTryAsync(SleighNames.StateOf(rank), cancellationToken).ConfigureAwait(false);
            if (state is not null && state["state"].To<string>() == "working") return true;
        }
        return false;
    }

    /// <summary>A service that fails while the farm stands would be missed without a word.</summary>
    private async Task ReportAsync(Task service)
    {
        try
        {
            await service.ConfigureAwait(false);
        }
        catch (Exception end) when (end is OperationCanceledException or NwsServerException or NwsNoWorkSpaceException)
        {
            // The farm is over, or its server is gone, which its keeper finds out, too.
        }
        catch (NwsException fault)
        {
            _options.Log($"the farm is given up: {fault.Message}");
            await _over.CancelAsync().ConfigureAwait(false);
        }
    }
}
