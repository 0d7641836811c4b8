using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Nws.Farm;

/// <summary>One call of <c>EachElem</c> or <c>EachWorker</c>: its tasks on their way out, its results on their way back.</summary>
/// <remarks>
/// Every task has exactly one result: a task is a leased value that a worker completes together with its result, so a dead worker's task goes to another one. Only tasks
/// for one certain worker cannot; when that worker is lost the job answers for it.
/// </remarks>
internal sealed class SleighJob(NetWorkSpace workspace, long number, Code code, EachOptions options)
{
    private const int StoresInFlight = 128;

    private readonly ConcurrentDictionary<int, NwsValue> _values = new();
    private readonly ConcurrentDictionary<int, SleighTaskException> _errors = new();
    private readonly Channel<ResultRecord> _lost = Channel.CreateUnbounded<ResultRecord>();

    /// <summary>Tells the workers what the tasks of this job do.</summary>
    public Task AnnounceAsync(IReadOnlyList<object?> fixedArguments, CancellationToken cancellationToken) => workspace.StoreAsync(
        SleighNames.Job(number),
        new Dictionary<string, object?>
        {
            ["language"] = code.Language.ToWireName(),
            ["type"] = code.TypeName,
            ["code"] = code.Text,
            ["fixed"] = fixedArguments,
            ["permute"] = options.ArgPermute?.ToList(),
        },
        cancellationToken);

    /// <summary>Runs one task per row on whichever workers are free; at most <paramref name="limit"/> are unfinished at a time.</summary>
    public async Task RunAsync(IEnumerable<IReadOnlyList<object?>> rows, int limit, CancellationToken cancellationToken)
    {
        var stores = new Queue<Task>();
        int submitted = 0, collected = 0;
        foreach (var row in rows)
        {
            if (submitted - collected >= limit) collected += await CollectOneAsync(cancellationToken).ConfigureAwait(false);
            if (stores.Count >= StoresInFlight) await stores.Dequeue().ConfigureAwait(false);
            stores.Enqueue(workspace.StoreAsync(SleighNames.Task, TaskRecord(submitted++, row), cancellationToken));
        }
        await Task.WhenAll(stores).ConfigureAwait(false);
        while (collected < submitted) collected += await CollectOneAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs one task on each worker.</summary>
    public async Task RunOnEachAsync(int workerCount, CancellationToken cancellationToken)
    {
        for (int rank = 0; rank < workerCount; rank++)
            await workspace.StoreAsync(SleighNames.TaskOf(rank), TaskRecord(rank, []), cancellationToken).ConfigureAwait(false);
        for (int collected = 0; collected < workerCount;) collected += await CollectOneAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes the job's variables away once every task is done.</summary>
    public async Task ForgetAsync()
    {
        await workspace.DeleteVarAsync(SleighNames.Job(number)).ConfigureAwait(false);
        await workspace.DeleteVarAsync(SleighNames.Result(number)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Answers for the task of a worker that will never come back.</summary>
    public void AnswerForLost(int rank, string evidence) => _lost.Writer.TryWrite(
        new ResultRecord(rank, rank, [NwsValue.Nil], new Dictionary<int, NwsError> { [0] = new("WorkerLost", evidence, "", "nws") }, [0]));

    /// <summary>The results in the order of the tasks.</summary>
    /// <exception cref="SleighTaskException">A task failed, and the options do not say to collect errors.</exception>
    public IReadOnlyList<NwsValue> Results()
    {
        if (!options.CollectErrors && !_errors.IsEmpty) throw _errors[_errors.Keys.Min()];
        var results = new NwsValue[_values.Count];
        for (int tag = 0; tag < results.Length; tag++) results[tag] = _values[tag];
        return results;
    }

    private Dictionary<string, object?> TaskRecord(int tag, IReadOnlyList<object?> row) =>
        new() { ["job"] = number, ["tag"] = tag, ["args"] = new List<object?> { row } };

    private async Task<int> CollectOneAsync(CancellationToken cancellationToken)
    {
        var record = await NextRecordAsync(cancellationToken).ConfigureAwait(false);
        int taken = 0;
        for (int i = 0; i < record.Values.Count; i++)
        {
            if (Accept(record, i)) taken++;
        }
        return taken;
    }

    private async Task<ResultRecord> NextRecordAsync(CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var result = workspace.FetchAsync(SleighNames.Result(number), null, enough.Token);
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

    // A worker may be lost after its result was stored; the first answer counts.
    private bool Accept(ResultRecord record, int position)
    {
        int tag = record.Tag + position;
        record.Errors.TryGetValue(position, out var error);
        var value = error is null ? record.Values[position] : NwsValue.From(error);
        if (!_values.TryAdd(tag, value)) return false;
        if (error is not null) _errors[tag] = new SleighTaskException(tag, record.Rank, error);
        options.Accumulator?.Invoke(tag, value);
        return true;
    }
}
