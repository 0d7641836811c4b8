using System.Threading.Channels;

namespace Nws.Farm;

/// <summary>One call of <c>EachElem</c>, <c>EachWorker</c> or <c>Imap</c> in the workspace: its tasks on their way out, its results on their way back (FARM.md).</summary>
/// <remarks>
/// Every task has exactly one result: a task is a leased value that a worker completes together with its result, so a dead worker's task goes to another one. Only tasks
/// for one certain worker cannot; when that worker is lost for good, the job answers for it.
/// </remarks>
/// <param name="group">The workers and their workspace.</param>
/// <param name="number">The job's number, different for every job of the workspace.</param>
/// <param name="terms">What its tasks do.</param>
/// <param name="output">Hears what its tasks print; null if nobody wants to.</param>
/// <param name="examine">Sees every record as it comes and may add to it.</param>
internal sealed class SleighJob(IWorkerGroup group, long number, JobTerms terms, OutputWatch? output, Func<ResultRecord, ResultRecord> examine)
{
    private const int StoresInFlight = 128;

    private readonly NetWorkSpace _workspace = group.Workspace;
    private readonly Queue<Task> _stores = new();
    private readonly OutstandingTasks _tasks = new();
    private readonly Dictionary<int, int> _tasksOfRanks = [];
    private readonly Channel<(int Rank, string Evidence)> _lost = Channel.CreateUnbounded<(int, string)>(); // at most one for each worker
    private int _collected;

    /// <summary>How many elements have been submitted.</summary>
    public int Submitted { get; private set; }

    /// <summary>How many elements have been submitted and have no result yet.</summary>
    public int Outstanding => Submitted - Volatile.Read(ref _collected);

    /// <summary>How many tasks, each of one element or more, have no result yet.</summary>
    public int OutstandingTasks => _tasks.Count;

    /// <summary>Tells the workers what the tasks of this job do.</summary>
    /// <exception cref="SleighIllegalValueException">The sandbox does not run that.</exception>
    public async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        await _workspace.StoreAsync(SleighNames.Job(number), terms.Record(), cancellationToken).ConfigureAwait(false);
        if (output is null) return;
        foreach (var member in group.Members) output.Watch(member.Rank);
    }

    /// <summary>Adds a task of some elements for whichever worker is free. Returns before it is stored; <see cref="FlushAsync"/> waits for that.</summary>
    public async Task SubmitAsync(IReadOnlyList<IReadOnlyList<object?>> elements, CancellationToken cancellationToken)
    {
        if (_stores.Count >= StoresInFlight) await _stores.Dequeue().ConfigureAwait(false);
        _stores.Enqueue(StoreAsync(terms.TaskVariable, Submitted, elements, cancellationToken));
    }

    /// <summary>Adds a task for one certain worker.</summary>
    public Task SubmitToAsync(int rank, CancellationToken cancellationToken)
    {
        _tasksOfRanks.Add(rank, Submitted);
        return StoreAsync(SleighNames.TaskOf(rank), Submitted, [[]], cancellationToken);
    }

    /// <summary>Waits until what was submitted is stored.</summary>
    public async Task FlushAsync()
    {
        while (_stores.TryDequeue(out var store)) await store.ConfigureAwait(false);
    }

    /// <summary>The results of the next task, or of several that follow one another, to come back.</summary>
    public async Task<ResultRecord> CollectAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // A worker may be lost after its result was stored; the first answer counts.
            if (await NextRecordAsync(cancellationToken).ConfigureAwait(false) is not { } record || !_tasks.Strike(record.Tag, record.Values.Count)) continue;
            Volatile.Write(ref _collected, _collected + record.Values.Count);
            output?.Watch(record.Rank);
            return examine(record);
        }
    }

    /// <summary>Answers for the task of a worker that will never come back, if it has one.</summary>
    public void AnswerForLost(int rank, string evidence) => _lost.Writer.TryWrite((rank, evidence));

    /// <summary>Takes the job's variables away: its waiting tasks are dropped by whoever fetches them, a running one is ended. Tells the program the last of what tasks printed.</summary>
    public async Task ForgetAsync()
    {
        while (_stores.TryDequeue(out var store)) await store.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Fails only with the workspace, and then nothing is left to take away.
        await _workspace.DeleteVarAsync(SleighNames.Job(number)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _workspace.DeleteVarAsync(SleighNames.Result(number)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await group.EndJobAsync(number).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (output is not null) await output.DisposeAsync().ConfigureAwait(false);
    }

    private Task StoreAsync(string variable, int tag, IReadOnlyList<IReadOnlyList<object?>> elements, CancellationToken cancellationToken)
    {
        var record = new Dictionary<string, object?> { ["job"] = number, ["tag"] = tag, ["args"] = elements };
        var store = _workspace.StoreAsync(variable, record, cancellationToken);
        _tasks.Add(tag, elements.Count);
        Submitted += elements.Count;
        return store;
    }

    private async Task<ResultRecord?> NextRecordAsync(CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var result = _workspace.FetchAsync(SleighNames.Result(number), null, enough.Token);
        if (_tasksOfRanks.Count == 0) return ResultRecord.Read(await result.ConfigureAwait(false));
        var lost = _lost.Reader.WaitToReadAsync(enough.Token).AsTask();
        await Task.WhenAny(result, lost).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        try
        {
            // If both came, the result is taken first: a cancelled fetch returns a value that was already on its way.
            return ResultRecord.Read(await result.ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (_lost.Reader.TryRead(out var end))
        {
            return _tasksOfRanks.TryGetValue(end.Rank, out int tag) ? ResultRecord.Failed(tag, end.Rank, new("WorkerLost", end.Evidence, "", "nws")) : null;
        }
    }
}
