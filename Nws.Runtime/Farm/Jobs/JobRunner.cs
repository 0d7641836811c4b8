using System.Collections.Concurrent;

namespace Nws.Farm;

/// <summary>Begins jobs, and lets none of them wait for workers that will never answer.</summary>
internal sealed class JobRunner
{
    private const string WorkerLost = "WorkerLost";

    private readonly IWorkerGroup _group;
    private readonly ExportList _exports;
    private readonly ConcurrentDictionary<SleighJob, bool> _workerJobs = new();
    private readonly ConcurrentDictionary<int, string> _lostWorkers = new();

    public JobRunner(IWorkerGroup group)
    {
        (_group, _exports) = (group, new ExportList(group.Workspace));
        _group.Lost += AnswerForLost;
    }

    /// <summary>Makes a job and tells the workers of it.</summary>
    /// <param name="code">What its tasks run.</param>
    /// <param name="fixedArguments">The arguments that are the same for all.</param>
    /// <param name="options">How to run them.</param>
    /// <param name="elements">How many elements there are; null if nobody knows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SleighIllegalValueException">No worker has the tags that are demanded.</exception>
    public async Task<SleighJob> BeginAsync(
        Code code, IReadOnlyList<object?>? fixedArguments, EachOptions options, long? elements, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        var terms = new JobTerms(code, fixedArguments ?? [], options, _exports.Count);
        await DemandAsync(options.Tags, cancellationToken).ConfigureAwait(false);
        long number = await _group.NumberJobAsync(code.Language, elements, cancellationToken).ConfigureAwait(false);
        var output = options.Output is { } tell ? new OutputWatch(_group.Workspace, number, tell) : null;
        var job = new SleighJob(_group, number, terms, output, Examine);
        await job.AnnounceAsync(cancellationToken).ConfigureAwait(false);
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
        if (await Task.WhenAny(running, _group.AllLost).ConfigureAwait(false) == running || running.IsCompleted)
        {
            await running.ConfigureAwait(false);
            return;
        }
        await noWorkers.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        throw new SleighException($"No worker is left. {await _group.AllLost.ConfigureAwait(false)}");
    }

    /// <summary>Runs one task of a job on each of some workers and hands on the results.</summary>
    public async Task RunOnEachAsync(SleighJob job, IReadOnlyList<int> ranks, Action<TaskResult> accept, CancellationToken cancellationToken)
    {
        _workerJobs[job] = true;
        try
        {
            foreach (var (rank, evidence) in _lostWorkers) job.AnswerForLost(rank, evidence);
            foreach (int rank in ranks) await job.SubmitToAsync(rank, cancellationToken).ConfigureAwait(false);
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
    public Task RememberAsync(Code code, CancellationToken cancellationToken) => _group.Workspace.StoreAsync(
        SleighNames.Definitions, new Dictionary<string, object?> { ["language"] = code.Language.ToWireName(), ["code"] = code.Text }, cancellationToken);

    /// <summary>Gives a variable to all tasks of later jobs, or takes it away.</summary>
    /// <exception cref="SleighIllegalValueException">The name is none of a variable.</exception>
    public Task ExportAsync(string name, (object? Content, bool Given) value, CancellationToken cancellationToken) => _exports.AddAsync(name, value, cancellationToken);

    /// <summary>Sees to it that a worker has all the tags, or may yet join with them.</summary>
    private async Task DemandAsync(IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        if (tags.Count == 0 || Fitting(tags)) return;
        if (!_group.IsClosed) await _group.WaitUntilClosedAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (!Fitting(tags)) throw WorkerTags.Missing(tags, _group.Members);
    }

    private bool Fitting(IReadOnlyList<string> tags) => _group.Members.Any(member => WorkerTags.Fits(member, tags));

    /// <summary>Notes who is at work, and adds to the error of a task that took workers with it how they ended.</summary>
    private ResultRecord Examine(ResultRecord record)
    {
        _group.Worked(record.Rank);
        if (record.Errors.Values.All(error => error.Type != WorkerLost)) return record;
        string ends = _group.RecentEnds();
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
