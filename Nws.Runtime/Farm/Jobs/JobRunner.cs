using System.Collections.Concurrent;

namespace Nws.Farm;

/// <summary>Begins jobs, and lets none of them wait for workers that will never answer.</summary>
internal sealed class JobRunner
{
    private const string WorkerLost = "WorkerLost";

    private readonly NetWorkSpace _workspace;
    private readonly LaunchedWorkers _workers;
    private readonly ConcurrentDictionary<SleighJob, bool> _workerJobs = new();
    private readonly ConcurrentDictionary<int, string> _lostWorkers = new();
    private long _lastJob;

    public JobRunner(NetWorkSpace workspace, LaunchedWorkers workers)
    {
        (_workspace, _workers) = (workspace, workers);
        _workers.Lost += AnswerForLost;
    }

    /// <summary>Makes a job and tells the workers of it.</summary>
    public async Task<SleighJob> BeginAsync(
        Code code, IReadOnlyList<object?>? fixedArgs, IReadOnlyList<int>? permute, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        var job = new SleighJob(_workspace, Interlocked.Increment(ref _lastJob), code, Examine);
        await job.AnnounceAsync(fixedArgs ?? [], permute, cancellationToken).ConfigureAwait(false);
        return job;
    }

    /// <summary>Runs a job to its end, however it ends, and takes it away. If meanwhile no worker is left, says so instead of waiting for ever.</summary>
    /// <exception cref="SleighException">No worker is left; the message tells how the last one ended.</exception>
    public async Task RunAsync(SleighJob job, Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        try
        {
            await GuardAsync(run, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await job.ForgetAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Waits for something workers do; if no worker is left to do it, says so.</summary>
    public async Task GuardAsync(Func<CancellationToken, Task> run, CancellationToken cancellationToken)
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

    /// <summary>Runs one task of a job on each worker and hands on the results.</summary>
    public async Task RunOnEachAsync(SleighJob job, int workerCount, Action<TaskResult> accept, CancellationToken cancellationToken)
    {
        _workerJobs[job] = true;
        try
        {
            foreach (var (rank, evidence) in _lostWorkers) job.AnswerForLost(rank, evidence);
            for (int rank = 0; rank < workerCount; rank++) await job.SubmitToAsync(rank, cancellationToken).ConfigureAwait(false);
            while (job.Outstanding > 0)
            {
                foreach (var result in (await job.CollectAsync(cancellationToken).ConfigureAwait(false)).Results()) accept(result);
            }
        }
        finally
        {
            _workerJobs.TryRemove(job, out _);
        }
    }

    /// <summary>Keeps a definition that all workers have made for those that join later, in place of lost ones.</summary>
    public Task RememberAsync(Code code, CancellationToken cancellationToken) => _workspace.StoreAsync(
        SleighNames.Definitions, new Dictionary<string, object?> { ["language"] = code.Language.ToWireName(), ["code"] = code.Text }, cancellationToken);

    /// <summary>Notes who is at work, and adds to the error of a task that took workers with it how they ended.</summary>
    private ResultRecord Examine(ResultRecord record)
    {
        _workers.Worked(record.Rank);
        if (record.Errors.Values.All(error => error.Type != WorkerLost)) return record;
        string ends = _workers.RecentEnds();
        var errors = record.Errors.ToDictionary(
            error => error.Key,
            error => error.Value.Type == WorkerLost && ends.Length > 0 ? error.Value with { Stack = $"{ends}{error.Value.Stack}" } : error.Value);
        return record with { Errors = errors };
    }

    private void AnswerForLost(int rank, string evidence)
    {
        _lostWorkers[rank] = evidence;
        foreach (var job in _workerJobs.Keys) job.AnswerForLost(rank, evidence);
    }
}
