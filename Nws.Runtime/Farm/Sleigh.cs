using System.Collections;
using System.Collections.Concurrent;
using Nws.Farm;

namespace Nws;

/// <summary>
/// A group of workers that run tasks written in C#, Python or JavaScript (user guide A.2.1). It is built on workspace operations alone (see FARM.md), so it needs a server.
/// Several calls may be under way at once. Disposing it stops the workers; they also end when this process does, however it ends.
/// </summary>
public sealed class Sleigh : IAsyncDisposable
{
    private readonly NwsServer _server;
    private readonly LocalWorkers _workers;
    private readonly ConcurrentDictionary<long, SleighJob> _workerJobs = new();
    private readonly ConcurrentDictionary<int, string> _lostWorkers = new();
    private long _lastJob;
    private int _stopped;

    private Sleigh(NwsServer server, NetWorkSpace workspace, NetWorkSpace userWorkspace, LocalWorkers workers, SleighOptions options)
    {
        (_server, Nws, UserNws, _workers, WorkerCount) = (server, workspace, userWorkspace, workers, options.WorkerCount);
        Assemblies = new WorkerAssemblies(options.ModulePath is { } path ? Path.Combine(options.WorkingDir, path) : null);
        _workers.Lost += AnswerForLost;
    }

    /// <summary>The Sleigh's own workspace (in tasks: <c>SleighNws</c>).</summary>
    public NetWorkSpace Nws { get; }

    /// <summary>A workspace for the program and its tasks to share (in tasks: <c>SleighUserNws</c>).</summary>
    public NetWorkSpace UserNws { get; }

    /// <summary>How many workers have joined.</summary>
    public int WorkerCount { get; }

    internal WorkerAssemblies Assemblies { get; }

    /// <summary>Starts workers on this machine and waits until they are ready.</summary>
    /// <param name="workerCount">How many. Default: 3.</param>
    /// <param name="cancellationToken">Gives up waiting, and ends the workers that have started.</param>
    /// <exception cref="NwsConnectException">No server answers.</exception>
    /// <exception cref="SleighException">A worker did not start; the message tells why.</exception>
    public static Task<Sleigh> StartAsync(int workerCount = 3, CancellationToken cancellationToken = default) =>
        StartAsync(new SleighOptions { WorkerCount = workerCount }, cancellationToken);

    /// <summary>Starts workers as <paramref name="options"/> say and waits until they are ready.</summary>
    /// <exception cref="NwsConnectException">No server answers.</exception>
    /// <exception cref="SleighException">A worker did not start; the message tells why.</exception>
    public static async Task<Sleigh> StartAsync(SleighOptions options, CancellationToken cancellationToken = default)
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
            workers = LocalWorkers.Start(options, workspace.Name, userWorkspace.Name);
            await WaitForWorkersAsync(workspace, workers, options.WorkerCount, cancellationToken).ConfigureAwait(false);
            return new Sleigh(server, workspace, userWorkspace, workers, options);
        }
        catch
        {
            // Without its workspace no worker stays.
            await server.DisposeAsync().ConfigureAwait(false);
            if (workers is not null) await workers.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs one task per element and returns the results in the order of the elements (user guide: <c>eachElem</c>).</summary>
    /// <param name="code">What each task runs.</param>
    /// <param name="elements">The varying argument, one value per task; several varying arguments by <see cref="SleighElements.Zip"/>.</param>
    /// <param name="fixedArgs">Arguments that are the same for every task; they come after the varying ones. Default: none.</param>
    /// <param name="options">How to run them. Default: every default of <see cref="EachOptions"/>.</param>
    /// <param name="cancellationToken">Ends the waiting; tasks that were submitted still run.</param>
    /// <exception cref="SleighTaskException">A task failed; all others are done. See <see cref="EachOptions.CollectErrors"/>.</exception>
    /// <exception cref="NwsValueException">An argument cannot be sent.</exception>
    /// <exception cref="SleighException">No worker is left; the message tells how the last one ended.</exception>
    public async Task<IReadOnlyList<NwsValue>> EachElemAsync(
        Code code, IEnumerable elements, IReadOnlyList<object?>? fixedArgs = null, EachOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(elements);
        options ??= new EachOptions();
        int limit = options.LoadFactor > 0 ? Math.Max(options.LoadFactor * WorkerCount, WorkerCount) : int.MaxValue;
        var (job, _) = await BeginAsync(code, fixedArgs, options, cancellationToken).ConfigureAwait(false);
        await GuardAsync(token => job.RunAsync(SleighElements.Rows(elements), limit, token), cancellationToken).ConfigureAwait(false);
        await job.ForgetAsync().ConfigureAwait(false);
        return job.Results();
    }

    /// <summary>As <see cref="EachElemAsync(Code, IEnumerable, IReadOnlyList{object?}?, EachOptions?, CancellationToken)"/>, with every result converted.</summary>
    /// <typeparam name="T">What to convert each result to.</typeparam>
    public async Task<IReadOnlyList<T>> EachElemAsync<T>(
        Code code, IEnumerable elements, IReadOnlyList<object?>? fixedArgs = null, EachOptions? options = null, CancellationToken cancellationToken = default)
    {
        var results = await EachElemAsync(code, elements, fixedArgs, options, cancellationToken).ConfigureAwait(false);
        return [.. results.Select(result => result.To<T>())];
    }

    /// <summary>Runs one task on every worker, exactly once each, and returns the results by rank (user guide: <c>eachWorker</c>).</summary>
    /// <param name="code">What each worker runs.</param>
    /// <param name="workerArgs">The arguments, the same for every worker. Default: none.</param>
    /// <param name="options">How to run them; the load factor does not apply. Default: every default of <see cref="EachOptions"/>.</param>
    /// <param name="cancellationToken">Ends the waiting; tasks that were submitted still run.</param>
    /// <exception cref="SleighTaskException">The task failed on a worker, or the worker was lost. See <see cref="EachOptions.CollectErrors"/>.</exception>
    public async Task<IReadOnlyList<NwsValue>> EachWorkerAsync(
        Code code, IReadOnlyList<object?>? workerArgs = null, EachOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (job, number) = await BeginAsync(code, workerArgs, options ?? new EachOptions(), cancellationToken).ConfigureAwait(false);
        _workerJobs[number] = job;
        try
        {
            foreach (var (rank, evidence) in _lostWorkers) job.AnswerForLost(rank, evidence);
            await GuardAsync(token => job.RunOnEachAsync(WorkerCount, token), cancellationToken).ConfigureAwait(false);
            await job.ForgetAsync().ConfigureAwait(false);
        }
        finally
        {
            _workerJobs.TryRemove(number, out _);
        }
        return job.Results();
    }

    /// <summary>Makes definitions on every worker, which stay there for later tasks, also if a task ends the process that runs the language.</summary>
    /// <param name="definitions">Functions, types, imports, variables.</param>
    /// <param name="cancellationToken">Ends the waiting; the definitions are still made.</param>
    /// <exception cref="SleighTaskException">They failed on a worker, or the worker was lost.</exception>
    public Task DefineAsync(Code definitions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        return EachWorkerAsync(definitions with { Type = SleighTaskType.Define }, cancellationToken: cancellationToken);
    }

    /// <summary>Stops the workers and deletes the Sleigh's workspaces (user guide: <c>stop</c>). Returns when no worker process is left.</summary>
    public Task StopAsync() => DisposeAsync().AsTask();

    /// <summary>As <see cref="StopAsync"/>.</summary>
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

    private static async Task PrepareAsync(NetWorkSpace workspace, int workerCount, CancellationToken cancellationToken)
    {
        await workspace.DeclareAsync(SleighNames.WorkerCount, VariableMode.Single, cancellationToken).ConfigureAwait(false);
        await workspace.StoreAsync(SleighNames.WorkerCount, workerCount, cancellationToken).ConfigureAwait(false);
        for (int rank = 0; rank < workerCount; rank++) await workspace.StoreAsync(SleighNames.Rank, rank, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WaitForWorkersAsync(NetWorkSpace workspace, LocalWorkers workers, int workerCount, CancellationToken cancellationToken)
    {
        for (int joined = 0; joined < workerCount; joined++)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var record = workspace.FetchAsync(SleighNames.Joined, null, enough.Token);
            if (await Task.WhenAny(record, workers.AllLost).ConfigureAwait(false) == workers.AllLost)
            {
                await enough.CancelAsync().ConfigureAwait(false);
                throw new SleighException($"A worker ended before it was ready ({joined} of {workerCount} are). {await workers.AllLost.ConfigureAwait(false)}");
            }
            var worker = await record.ConfigureAwait(false);
            workers.Joined(worker["pid"].To<int>(), worker["rank"].To<int>());
        }
    }

    private async Task<(SleighJob Job, long Number)> BeginAsync(
        Code code, IReadOnlyList<object?>? fixedArgs, EachOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        ThrowIfStopped();
        long number = Interlocked.Increment(ref _lastJob);
        var job = new SleighJob(Nws, number, code, options);
        await job.AnnounceAsync(fixedArgs ?? [], cancellationToken).ConfigureAwait(false);
        return (job, number);
    }

    /// <summary>Runs a job; if meanwhile no worker is left, says so instead of waiting for ever.</summary>
    private async Task GuardAsync(Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        using var noWorkers = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = run(noWorkers.Token);
        if (await Task.WhenAny(running, _workers.AllLost).ConfigureAwait(false) == running || running.IsCompleted)
        {
            await running.ConfigureAwait(false);
            return;
        }
        await noWorkers.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        throw new SleighException($"No worker is left. {await _workers.AllLost.ConfigureAwait(false)}");
    }

    private void AnswerForLost(int rank, string evidence)
    {
        _lostWorkers[rank] = evidence;
        foreach (var job in _workerJobs.Values) job.AnswerForLost(rank, evidence);
    }

    private void ThrowIfStopped()
    {
        if (Volatile.Read(ref _stopped) != 0) throw new SleighStoppedException();
    }
}
