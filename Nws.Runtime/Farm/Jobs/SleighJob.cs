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
    private const int MostRecordsAtOnce = 256;

    private readonly NetWorkSpace _workspace = group.Workspace;
    private readonly TaskBatch _batch = new(group.Workspace, terms);
    private readonly Queue<ResultRecord> _arrived = new();
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
    /// <exception cref="NwsValueException">An argument cannot be sent; there is no such task then.</exception>
    public ValueTask SubmitAsync(IReadOnlyList<IReadOnlyList<object?>> elements, CancellationToken cancellationToken)
    {
        byte[] task = _batch.Encode(Record(elements));
        Note(elements.Count);
        return _batch.AddAsync(task, cancellationToken);
    }

    /// <summary>Adds a task for one certain worker.</summary>
    public Task SubmitToAsync(int rank, CancellationToken cancellationToken)
    {
        _tasksOfRanks.Add(rank, Submitted);
        var store = _workspace.StoreAsync(SleighNames.TaskOf(rank), Record([[]]), cancellationToken);
        Note(1);
        return store;
    }

    /// <summary>Waits until what was submitted is stored.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => _batch.FlushAsync(cancellationToken);

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
        await _batch.SettleAsync().ConfigureAwait(false);
        // Fails only with the workspace, and then nothing is left to take away.
        await _workspace.DeleteVarAsync(SleighNames.Job(number)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _workspace.DeleteVarAsync(SleighNames.Result(number)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await group.EndJobAsync(number).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (output is not null) await output.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The next task's record.</summary>
    private Dictionary<string, object?> Record(IReadOnlyList<IReadOnlyList<object?>> elements) => new() { ["job"] = number, ["tag"] = Submitted, ["args"] = elements };

    private void Note(int elements)
    {
        _tasks.Add(Submitted, elements);
        Submitted += elements;
    }

    private async Task<ResultRecord?> NextRecordAsync(CancellationToken cancellationToken)
    {
        if (_arrived.TryDequeue(out var arrived)) return arrived;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        int most = Math.Min(MostRecordsAtOnce, _workspace.Server.MaxFetchCount);
        var results = _workspace.FetchManyAsync<NwsValue>(SleighNames.Result(number), most, null, enough.Token);
        if (_tasksOfRanks.Count > 0)
        {
            await Task.WhenAny(results, _lost.Reader.WaitToReadAsync(enough.Token).AsTask()).ConfigureAwait(false);
            await enough.CancelAsync().ConfigureAwait(false);
        }
        try
        {
            // If both came, the results are taken first: a cancelled fetch returns values that were already on their way.
            foreach (var record in await results.ConfigureAwait(false)) _arrived.Enqueue(ResultRecord.Read(record));
            return null;
        }
        catch (OperationCanceledException) when (_lost.Reader.TryRead(out var end))
        {
            return _tasksOfRanks.TryGetValue(end.Rank, out int tag) ? ResultRecord.Failed(tag, end.Rank, new("WorkerLost", end.Evidence, "", "nws")) : null;
        }
    }
}
