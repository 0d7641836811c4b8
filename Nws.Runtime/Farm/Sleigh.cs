using System.Collections;
using Nws.Farm;

namespace Nws;

/// <summary>
/// A group of workers that run tasks written in C#, Python or JavaScript (user guide A.2.1). It is built on workspace operations alone (see FARM.md), so it needs a server.
/// Several calls may be under way at once. Disposing it stops the workers; they also end when this process does, however it ends.
/// </summary>
public sealed class Sleigh : IAsyncDisposable
{
    private readonly IWorkerGroup _group;
    private readonly JobRunner _runner;

    private Sleigh(IWorkerGroup group, WorkerAssemblies assemblies) => (_group, _runner, Assemblies) = (group, new JobRunner(group), assemblies);

    /// <summary>The Sleigh's own workspace (in tasks: <c>SleighNws</c>).</summary>
    public NetWorkSpace Nws => _group.Workspace;

    /// <summary>A workspace for the program and its tasks to share (in tasks: <c>SleighUserNws</c>).</summary>
    public NetWorkSpace UserNws => _group.UserWorkspace;

    /// <summary>How many workers the Sleigh is made with; one that is lost is replaced. Of a standing farm, how many are present.</summary>
    public int WorkerCount => _group.WorkerCount;

    /// <summary>The workers as they introduced themselves, by rank.</summary>
    public IReadOnlyList<SleighWorker> WorkerInfo => _group.Members;

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
        var group = await SleighGroup.StartAsync(options, cancellationToken).ConfigureAwait(false);
        return new Sleigh(group, new WorkerAssemblies(options.ModulePath is { } path ? Path.Combine(options.WorkingDir, path) : null));
    }

    /// <summary>
    /// Uses the workers of a standing farm, which <c>nws farm start</c> has started, and which others use, too. They come and go; calls go on with those that are there. Stopping this Sleigh leaves the farm as it is.
    /// </summary>
    /// <param name="farm">The farm's name.</param>
    /// <param name="connection">The server. Default: <see cref="NwsEndpoint.Default"/> with the token in <c>NWS_TOKEN</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NwsConnectException">No server answers.</exception>
    /// <exception cref="SleighException">There is no such farm.</exception>
    public static async Task<Sleigh> AttachAsync(string farm, NwsConnectionOptions? connection = null, CancellationToken cancellationToken = default) =>
        new(await FarmGroup.AttachAsync(farm, connection ?? new NwsConnectionOptions(), cancellationToken).ConfigureAwait(false), new WorkerAssemblies(null));

    /// <summary>Runs one task per element and returns the results in the order of the elements (user guide: <c>eachElem</c>).</summary>
    /// <param name="code">What each task runs.</param>
    /// <param name="elements">The varying argument, one value per task; several varying arguments by <see cref="SleighElements.Zip"/>.</param>
    /// <param name="fixedArgs">Arguments that are the same for every task; they come after the varying ones. Default: none.</param>
    /// <param name="options">How to run them. Default: every default of <see cref="EachOptions"/>.</param>
    /// <param name="cancellationToken">Ends the call: what still waits is not run, what runs is ended.</param>
    /// <exception cref="SleighTaskException">A task failed; all others are done. See <see cref="EachOptions.CollectErrors"/>.</exception>
    /// <exception cref="NwsValueException">An argument cannot be sent.</exception>
    /// <exception cref="SleighException">No worker is left; the message tells how the last one ended.</exception>
    public async Task<IReadOnlyList<NwsValue>> EachElemAsync(
        Code code, IEnumerable elements, IReadOnlyList<object?>? fixedArgs = null, EachOptions? options = null, CancellationToken cancellationToken = default)
    {
        options = (options ?? new EachOptions()).Checked();
        var rows = RowSource.Of(elements);
        var job = await BeginAsync(code, fixedArgs, options, rows.Left, cancellationToken).ConfigureAwait(false);
        return await RunElementsAsync(job, rows, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As <see cref="EachElemAsync(Code, IEnumerable, IReadOnlyList{object?}?, EachOptions?, CancellationToken)"/>, with every result converted.</summary>
    /// <typeparam name="T">What to convert each result to.</typeparam>
    public async Task<IReadOnlyList<T>> EachElemAsync<T>(
        Code code, IEnumerable elements, IReadOnlyList<object?>? fixedArgs = null, EachOptions? options = null, CancellationToken cancellationToken = default)
    {
        var results = await EachElemAsync(code, elements, fixedArgs, options, cancellationToken).ConfigureAwait(false);
        return [.. results.Select(result => result.To<T>())];
    }

    /// <summary>As <see cref="EachElemAsync(Code, IEnumerable, IReadOnlyList{object?}?, EachOptions?, CancellationToken)"/>, of elements that have names: the results come back under them, in the order of the elements.</summary>
    /// <typeparam name="T">What the elements are.</typeparam>
    /// <returns>A result for each name; nothing if an accumulator had them. Numbers of elements, in errors and accumulators, are places in the order of <paramref name="elements"/>.</returns>
    public async Task<IReadOnlyDictionary<string, NwsValue>> EachElemAsync<T>(
        Code code, IReadOnlyDictionary<string, T> elements, IReadOnlyList<object?>? fixedArgs = null, EachOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(elements);
        var entries = elements.ToArray();
        return NamedElements.Named(entries, await EachElemAsync(code, Array.ConvertAll(entries, entry => entry.Value), fixedArgs, options, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc cref="EachElemAsync{T}(Code, IReadOnlyDictionary{string, T}, IReadOnlyList{object?}?, EachOptions?, CancellationToken)"/>
    /// <typeparam name="T">What the elements are.</typeparam>
    /// <typeparam name="TResult">What to convert each result to.</typeparam>
    public async Task<IReadOnlyDictionary<string, TResult>> EachElemAsync<T, TResult>(
        Code code, IReadOnlyDictionary<string, T> elements, IReadOnlyList<object?>? fixedArgs = null, EachOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(elements);
        var entries = elements.ToArray();
        return NamedElements.Named(entries, await EachElemAsync<TResult>(code, Array.ConvertAll(entries, entry => entry.Value), fixedArgs, options, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// As <see cref="EachElemAsync(Code, IEnumerable, IReadOnlyList{object?}?, EachOptions?, CancellationToken)"/>, without waiting for the results (user guide: <c>blocking=False</c>).
    /// </summary>
    public async Task<SleighPending> BeginEachElemAsync(
        Code code, IEnumerable elements, IReadOnlyList<object?>? fixedArgs = null, EachOptions? options = null, CancellationToken cancellationToken = default)
    {
        var checkedOptions = (options ?? new EachOptions()).Checked();
        var rows = RowSource.Of(elements);
        var job = await BeginAsync(code, fixedArgs, checkedOptions, rows.Left, cancellationToken).ConfigureAwait(false);
        return new SleighPending(job, rows.Left, token => RunElementsAsync(job, rows, checkedOptions, token), cancellationToken);
    }

    /// <summary>Runs one task on every worker, exactly once each, and returns the results by rank (user guide: <c>eachWorker</c>).</summary>
    /// <param name="code">What each worker runs.</param>
    /// <param name="workerArgs">The arguments, the same for every worker. Default: none.</param>
    /// <param name="options">How to run them; load factor and chunk size do not apply. Default: every default of <see cref="EachOptions"/>.</param>
    /// <param name="cancellationToken">Ends the call: what still waits is not run, what runs is ended.</param>
    /// <exception cref="SleighTaskException">The task failed on a worker, or the worker was lost. See <see cref="EachOptions.CollectErrors"/>.</exception>
    public async Task<IReadOnlyList<NwsValue>> EachWorkerAsync(
        Code code, IReadOnlyList<object?>? workerArgs = null, EachOptions? options = null, CancellationToken cancellationToken = default)
    {
        options = (options ?? new EachOptions()).Checked();
        var ranks = _group.RanksNow(options.Tags);
        var job = await BeginAsync(code, workerArgs, options, ranks.Count, cancellationToken).ConfigureAwait(false);
        return await RunOnWorkersAsync(job, ranks, code, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes definitions on every worker, which stay there for later tasks, also if a task ends the process that runs the language, and in a worker that replaces a lost one.</summary>
    /// <param name="definitions">Functions, types, imports, variables.</param>
    /// <param name="cancellationToken">Ends the waiting; the definitions are still made.</param>
    /// <exception cref="SleighTaskException">They failed on a worker, or the worker was lost.</exception>
    public Task DefineAsync(Code definitions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        return EachWorkerAsync(definitions with { Type = SleighTaskType.Define }, cancellationToken: cancellationToken);
    }

    /// <summary>Gives a variable to all tasks that are submitted from now on, of every language: code finds it under its name. Exporting it again changes it.</summary>
    /// <param name="name">Its name, one that all the languages take.</param>
    /// <param name="value">Its value: anything of the table in VALUES.md.</param>
    /// <param name="cancellationToken">Gives up waiting for the server.</param>
    /// <exception cref="SleighIllegalValueException">The name is none of a variable.</exception>
    /// <exception cref="NwsValueException">The value cannot be sent.</exception>
    public Task ExportAsync(string name, object? value, CancellationToken cancellationToken = default)
    {
        _group.ThrowIfStopped();
        return _runner.ExportAsync(name, (value, true), cancellationToken);
    }

    /// <summary>Takes away a variable that was given by <see cref="ExportAsync"/>, from tasks that are submitted from now on.</summary>
    /// <exception cref="SleighIllegalValueException">The name is none of a variable.</exception>
    public Task UnexportAsync(string name, CancellationToken cancellationToken = default)
    {
        _group.ThrowIfStopped();
        return _runner.ExportAsync(name, (null, false), cancellationToken);
    }

    /// <summary>As <see cref="EachWorkerAsync"/>, without waiting for the results: for a program that talks with its workers while they run.</summary>
    public async Task<SleighPending> BeginEachWorkerAsync(
        Code code, IReadOnlyList<object?>? workerArgs = null, EachOptions? options = null, CancellationToken cancellationToken = default)
    {
        var checkedOptions = (options ?? new EachOptions()).Checked();
        var ranks = _group.RanksNow(checkedOptions.Tags);
        var job = await BeginAsync(code, workerArgs, checkedOptions, ranks.Count, cancellationToken).ConfigureAwait(false);
        return new SleighPending(job, ranks.Count, token => RunOnWorkersAsync(job, ranks, code, checkedOptions, token), cancellationToken);
    }

    /// <summary>Runs one task per element, and iterates over the results in the order of the elements; elements are taken as results are (user guide: <c>imap</c>).</summary>
    /// <param name="code">What each task runs.</param>
    /// <param name="elements">The varying argument, one value per task, without end if need be; several varying arguments by <see cref="SleighElements.Zip"/>.</param>
    /// <param name="options">How to run them; at most the load factor (default: 10) times the number of workers is submitted and not returned.</param>
    /// <param name="cancellationToken">Ends the beginning; the iteration has tokens of its own.</param>
    public Task<SleighResultIterator> ImapAsync(Code code, IEnumerable elements, EachOptions? options = null, CancellationToken cancellationToken = default) =>
        IterateAsync(code, RowSource.Of(elements), options, cancellationToken);

    /// <summary>As <see cref="ImapAsync"/>, of rows: all arguments of one task each (user guide: <c>starmap</c>).</summary>
    public Task<SleighResultIterator> StarmapAsync(
        Code code, IEnumerable<IReadOnlyList<object?>> rows, EachOptions? options = null, CancellationToken cancellationToken = default) =>
        IterateAsync(code, RowSource.OfRows(rows), options, cancellationToken);

    /// <summary>As <see cref="ImapAsync"/>, of rows that come in their own time.</summary>
    public Task<SleighResultIterator> StarmapAsync(
        Code code, IAsyncEnumerable<IReadOnlyList<object?>> rows, EachOptions? options = null, CancellationToken cancellationToken = default) =>
        IterateAsync(code, RowSource.OfRows(rows), options, cancellationToken);

    /// <summary>As <see cref="StarmapAsync(Code, IAsyncEnumerable{IReadOnlyList{object?}}, EachOptions?, CancellationToken)"/>, with fixed arguments, and with tasks of a size that is found while it runs.</summary>
    internal Task<SleighResultIterator> StreamAsync(
        Code code, IAsyncEnumerable<IReadOnlyList<object?>> rows, long? count, IReadOnlyList<object?> fixedArgs, EachOptions options, CancellationToken cancellationToken) =>
        IterateAsync(code, RowSource.OfRows(rows, count), fixedArgs, options.Checked(), cancellationToken);

    /// <summary>How many workers have joined, and whether the group is closed, so that no more can (user guide: <c>status</c>). It closes by itself when all have joined.</summary>
    /// <param name="closeGroup">Whether to close it, after the time, with those that have joined. Default: false.</param>
    /// <param name="timeout">How long to wait for it to close. Default: not at all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(int Workers, bool Closed)> StatusAsync(bool closeGroup = false, TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        _group.ThrowIfStopped();
        if (!_group.IsClosed && timeout > TimeSpan.Zero) await _group.WaitUntilClosedAsync(timeout, cancellationToken).ConfigureAwait(false);
        if (!_group.IsClosed && closeGroup) await _group.CloseAsync(cancellationToken).ConfigureAwait(false);
        return (_group.Members.Count, _group.IsClosed);
    }

    /// <summary>Stops the workers and deletes the Sleigh's workspaces (user guide: <c>stop</c>). Returns when no worker process is left.</summary>
    public Task StopAsync() => DisposeAsync().AsTask();

    /// <summary>As <see cref="StopAsync"/>.</summary>
    public ValueTask DisposeAsync() => _group.DisposeAsync();

    /// <summary>What it is called, how many workers it has, and where: for people.</summary>
    public override string ToString() => $"Sleigh '{Nws.Name}' of {WorkerCount} workers at {Nws.Server.Endpoint}";

    private async Task<SleighJob> BeginAsync(Code code, IReadOnlyList<object?>? fixedArgs, EachOptions options, long? elements, CancellationToken cancellationToken)
    {
        _group.ThrowIfStopped();
        return await _runner.BeginAsync(code, fixedArgs, options, elements, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<NwsValue>> RunElementsAsync(SleighJob job, RowSource rows, EachOptions options, CancellationToken cancellationToken)
    {
        await using var _ = rows.ConfigureAwait(false);
        var collector = new ResultCollector(options, rows.Left);
        var run = new ElementRun(job, rows, new ChunkSizer(WorkerCount, options.ChunkSize), new LoadGate(_group, options));
        await _runner.RunAsync(job, token => run.RunAsync(collector.Accept, token), cancellationToken).ConfigureAwait(false);
        return collector.Results();
    }

    private async Task<IReadOnlyList<NwsValue>> RunOnWorkersAsync(SleighJob job, IReadOnlyList<int> ranks, Code code, EachOptions options, CancellationToken cancellationToken)
    {
        var collector = new ResultCollector(options, ranks.Count);
        await _runner.RunAsync(job, token => _runner.RunOnEachAsync(job, ranks, collector.Accept, token), cancellationToken).ConfigureAwait(false);
        if (code.Type == SleighTaskType.Define && collector.Failed == 0) await _runner.RememberAsync(code, cancellationToken).ConfigureAwait(false);
        return collector.Results();
    }

    private Task<SleighResultIterator> IterateAsync(Code code, RowSource rows, EachOptions? options, CancellationToken cancellationToken)
    {
        options = (options ?? new EachOptions()).Checked();
        return IterateAsync(code, rows, null, options with { ChunkSize = options.ChunkSize ?? 1 }, cancellationToken);
    }

    private async Task<SleighResultIterator> IterateAsync(Code code, RowSource rows, IReadOnlyList<object?>? fixedArgs, EachOptions options, CancellationToken cancellationToken)
    {
        var job = await BeginAsync(code, fixedArgs, options, rows.Left, cancellationToken).ConfigureAwait(false);
        return new SleighResultIterator(_runner, job, rows, options, new LoadGate(_group, options));
    }
}
