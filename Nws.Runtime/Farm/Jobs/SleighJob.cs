using System.Threading.Channels;

namespace Nws.Farm;

/// <summary>One call of <c>EachElem</c>, <c>EachWorker</c> or <c>Imap</c> in the workspace: its tasks on their way out, its results on their way back (FARM.md).</summary>
/// <remarks>
/// Every task has exactly one result: a task is a leased value that a worker completes together with its result, so a dead worker's task goes to another one. Only tasks
/// for one certain worker cannot; when that worker is lost for good, the job answers for it.
/// </remarks>
/// <param name="workspace">The Sleigh's workspace.</param>
/// <param name="number">The job's number, different for every job of the Sleigh.</param>
/// <param name="code">What its tasks run.</param>
/// <param name="examine">Sees every record as it comes and may add to it.</param>
internal sealed class SleighJob(NetWorkSpace workspace, long number, Code code, Func<ResultRecord, ResultRecord> examine)
{
    private const int StoresInFlight = 128;

    private readonly Queue<Task> _stores = new();
    private readonly Channel<ResultRecord> _lost = Channel.CreateUnbounded<ResultRecord>(); // at most one for each worker
    private readonly HashSet<int> _awaitedRanks = [];
    private int _collected;
    private bool _isForWorkers;

    /// <summary>How many elements have been submitted.</summary>
    public int Submitted { get; private set; }

    /// <summary>How many elements have been submitted and have no result yet.</summary>
    public int Outstanding => Submitted - Volatile.Read(ref _collected);

    /// <summary>How many tasks, each of one element or more, have no result yet.</summary>
    public int OutstandingTasks { get; private set; }

    /// <summary>Tells the workers what the tasks of this job do.</summary>
    /// <exception cref="SleighIllegalValueException">The sandbox does not run that.</exception>
    public Task AnnounceAsync(IReadOnlyList<object?> fixedArguments, IReadOnlyList<int>? permute, CancellationToken cancellationToken)
    {
        var record = new Dictionary<string, object?>
        {
            ["language"] = code.Language.ToWireName(),
            ["type"] = code.TypeName,
            ["code"] = code.Text,
            ["fixed"] = fixedArguments,
            ["permute"] = permute?.ToList(),
        };
        if (code.Sandbox)
        {
            SandboxRules.Check(code.Language, code.Type);
            record["sandbox"] = true;
        }
        return workspace.StoreAsync(SleighNames.Job(number), record, cancellationToken);
    }

    /// <summary>Adds a task of some elements for whichever worker is free. Returns before it is stored; <see cref="FlushAsync"/> waits for that.</summary>
    public async Task SubmitAsync(IReadOnlyList<IReadOnlyList<object?>> elements, CancellationToken cancellationToken)
    {
        if (_stores.Count >= StoresInFlight) await _stores.Dequeue().ConfigureAwait(false);
        _stores.Enqueue(StoreAsync(SleighNames.Task, Submitted, elements, cancellationToken));
        Submitted += elements.Count;
    }

    /// <summary>Adds a task for one certain worker; its number is the worker's rank.</summary>
    public Task SubmitToAsync(int rank, CancellationToken cancellationToken)
    {
        Submitted++;
        _isForWorkers = _awaitedRanks.Add(rank);
        return StoreAsync(SleighNames.TaskOf(rank), rank, [[]], cancellationToken);
    }

    /// <summary>Waits until what was submitted is stored.</summary>
    public async Task FlushAsync()
    {
        while (_stores.TryDequeue(out var store)) await store.ConfigureAwait(false);
    }

    /// <summary>The results of the next task to come back.</summary>
    public async Task<ResultRecord> CollectAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var record = await NextRecordAsync(cancellationToken).ConfigureAwait(false);
            // A worker may be lost after its result was stored; the first answer counts.
            if (_isForWorkers && !_awaitedRanks.Remove(record.Tag)) continue;
            OutstandingTasks--;
            Volatile.Write(ref _collected, _collected + record.Values.Count);
            return examine(record);
        }
    }

    /// <summary>Answers for the task of a worker that will never come back.</summary>
    public void AnswerForLost(int rank, string evidence) => _lost.Writer.TryWrite(ResultRecord.Failed(rank, rank, new("WorkerLost", evidence, "", "nws")));

    /// <summary>Takes the job's variables away: its waiting tasks are dropped by whoever fetches them, a running one is ended.</summary>
    public async Task ForgetAsync()
    {
        while (_stores.TryDequeue(out var store)) await store.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Fails only with the workspace, and then nothing is left to take away.
        await workspace.DeleteVarAsync(SleighNames.Job(number)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await workspace.DeleteVarAsync(SleighNames.Result(number)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task StoreAsync(string variable, int tag, IReadOnlyList<IReadOnlyList<object?>> elements, CancellationToken cancellationToken)
    {
        OutstandingTasks++;
        var record = new Dictionary<string, object?> { ["job"] = number, ["tag"] = tag, ["args"] = elements };
        return workspace.StoreAsync(variable, record, cancellationToken);
    }

    private async Task<ResultRecord> NextRecordAsync(CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var result = workspace.FetchAsync(SleighNames.Result(number), null, enough.Token);
        if (!_isForWorkers) return ResultRecord.Read(await result.ConfigureAwait(false));
        var lost = _lost.Reader.WaitToReadAsync(enough.Token).AsTask();
        await Task.WhenAny(result, lost).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        try
        {
            // If both came, the result is taken first: a cancelled fetch returns a value that was already on its way.
            return ResultRecord.Read(await result.ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (_lost.Reader.TryRead(out var record))
        {
            return record;
        }
    }
}
