using Nws.Farm;
using Nws.Hosts.Languages;
using Nws.Wire;

namespace Nws.Hosts.Worker;

/// <summary>A worker of a Sleigh: joins, then runs task after task until the Sleigh is stopped. Its caller is <c>nws worker</c>.</summary>
/// <remarks>
/// <para>Everything a worker holds, it holds on lease: its rank and the task it runs. So whatever becomes of it, nothing is lost: the rank is free for a replacement and the task goes back to its
/// place. A task is completed in one step with its result, so it counts once.</para>
/// <para>Nothing in a task ends the worker: whatever is wrong with it is its result. Otherwise one bad task would end all workers, one after the other.</para>
/// <para>The Sleigh is stopped by deleting its workspace; the worker's blocked fetch ends with an error then, and that is a clean end.</para>
/// </remarks>
internal sealed class WorkerLoop : IAsyncDisposable
{
    private const int MaxAttempts = 5;
    private const int JobsKept = 64;

    private readonly NetWorkSpace _sleigh;
    private readonly int _rank;
    private readonly TaskRunner _runner;
    private readonly TextWriter _log;
    private readonly LruCache<long, KnownJob> _jobs = new(JobsKept);
    private readonly NwsValueIterator<NwsValue> _definitions;

    private WorkerLoop(NetWorkSpace sleigh, int rank, TaskRunner runner, TextWriter log)
    {
        (_sleigh, _rank, _runner, _log) = (sleigh, rank, runner, log);
        _definitions = sleigh.IFindTry<NwsValue>(SleighNames.Definitions);
    }

    /// <summary>Works until the Sleigh is stopped.</summary>
    /// <exception cref="NwsServerException">The server cannot be reached, or the connection was lost.</exception>
    /// <exception cref="NwsNoWorkSpaceException">There is no such Sleigh.</exception>
    public static async Task RunAsync(WorkerOptions options, CancellationToken cancellationToken)
    {
        await using var server = await NwsServer.ConnectAsync(options.Connection, cancellationToken).ConfigureAwait(false);
        var sleigh = await server.UseWsAsync(options.Sleigh, create: false, cancellationToken).ConfigureAwait(false);
        try
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _ = WatchAsync(sleigh, over);
            await using var worker = await JoinAsync(sleigh, options, over.Token).ConfigureAwait(false);
            await worker.RunTasksAsync(over.Token).ConfigureAwait(false);
        }
        catch (NwsOperationException end) when (end is NwsNoWorkSpaceException || Is(end, ErrorCode.VariableDeleted))
        {
            // The Sleigh is over.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is over while a task ran: because the workspace is gone, or the whole server.
            if (server.Closed.IsCompleted) throw new NwsConnectionDroppedException("The connection to the server was lost while a task ran.");
        }
    }

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    /// <summary>Cancels when the Sleigh is over, so that a running task ends with it: its workspace is deleted, or somebody stores the guide's signal.</summary>
    private static async Task WatchAsync(NetWorkSpace sleigh, CancellationTokenSource over)
    {
        Task found = sleigh.FindAsync(SleighNames.RideOver, null, CancellationToken.None);
        await found.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await over.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The worker has ended already.
        }
    }

    private static async Task<WorkerLoop> JoinAsync(NetWorkSpace sleigh, WorkerOptions options, CancellationToken cancellationToken)
    {
        var lease = await sleigh.FetchLeaseAsync(SleighNames.Rank, null, cancellationToken).ConfigureAwait(false);
        int rank = lease.Value.To<int>();
        if (rank == SleighNames.NoRank) throw new SleighJoinException($"It is too late to join the Sleigh '{options.Sleigh}': its group of workers is closed.");
        await sleigh.StoreAsync(SleighNames.Joined, Introduction(rank, options.Place), cancellationToken).ConfigureAwait(false);
        var settings = new KernelSettings
        {
            Server = options.Connection.Endpoint.ToString(),
            Token = options.Connection.Token,
            Sleigh = options.Sleigh,
            User = options.User,
            Rank = rank,
            Workers = await sleigh.FindAsync<int>(SleighNames.WorkerCount, null, cancellationToken).ConfigureAwait(false),
            ModulePath = options.ModulePath,
        };
        var runner = new TaskRunner(language => options.NewHost(settings, language), () => options.NewSandbox(settings));
        return new WorkerLoop(sleigh, rank, runner, options.Log);
    }

    private static Dictionary<string, object?> Introduction(int rank, int? place) => new()
    {
        ["rank"] = rank,
        ["place"] = place,
        ["host"] = Environment.MachineName,
        ["pid"] = Environment.ProcessId,
        ["name"] = $"{Environment.MachineName}@{rank}",
        ["version"] = typeof(WorkerLoop).Assembly.GetName().Version?.ToString(3),
    };

    private async Task RunTasksAsync(CancellationToken cancellationToken)
    {
        var next = FetchAsync(cancellationToken);
        while (true)
        {
            var lease = await next.ConfigureAwait(false);
            var completion = await RunAsync(lease, cancellationToken).ConfigureAwait(false);
            // The result of one task and the wish for the next travel together.
            next = FetchAsync(cancellationToken);
            await completion.ConfigureAwait(false);
        }
    }

    private async Task<NwsLease> FetchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await _sleigh.FetchLeaseAsync([SleighNames.TaskOf(_rank), SleighNames.Task], null, cancellationToken).ConfigureAwait(false);
            }
            catch (NwsOperationException fault) when (Is(fault, ErrorCode.VariableDeleted))
            {
                // The master has thrown its tasks away. If it is the workspace that is gone, the next attempt tells.
            }
        }
    }

    /// <returns>The completion of the lease, under way.</returns>
    private async Task<Task> RunAsync(NwsLease lease, CancellationToken cancellationToken)
    {
        TaskRecord task;
        try
        {
            task = TaskRecord.Read(lease.Value);
        }
        catch (NwsValueException fault)
        {
            await _log.WriteLineAsync($"Something that is no task was dropped: {fault.Message}").ConfigureAwait(false);
            return DropAsync(lease, cancellationToken);
        }
        var result = await ResultOfAsync(task, lease.Attempt, cancellationToken).ConfigureAwait(false);
        return result is null ? DropAsync(lease, cancellationToken) : CompleteAsync(lease, task, result, cancellationToken);
    }

    /// <returns>Null if the job is gone.</returns>
    private async Task<Dictionary<string, object?>?> ResultOfAsync(TaskRecord task, int attempt, CancellationToken cancellationToken)
    {
        KnownJob? job;
        try
        {
            job = await FindJobAsync(task.Job, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is NwsValueException or ArgumentException or SleighIllegalValueException)
        {
            return ResultBuilder.Failed(task, "IllegalJob", $"Job {task.Job} cannot be run: {fault.Message}");
        }
        if (job is null) return null;
        if (attempt > MaxAttempts)
            return ResultBuilder.Failed(task, "WorkerLost", $"The task was given to {MaxAttempts} workers and each was lost before it was done.");
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, job.Gone);
        try
        {
            return await _runner.RunAsync(job.Record, task, either.Token).ConfigureAwait(false);
        }
        // A kernel that was being started, or did not give way, is lost with the job: that is nobody's error.
        catch (Exception fault) when (fault is OperationCanceledException or NwsException && job.Gone.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<KnownJob?> FindJobAsync(long number, CancellationToken cancellationToken)
    {
        if (_jobs.TryGet(number, out var known)) return known.Gone.IsCancellationRequested ? null : known;
        var records = _sleigh.IFindTry<NwsValue>(SleighNames.Job(number));
        if (await records.NextAsync(cancellationToken).ConfigureAwait(false) is not (true, { } record)) return null;
        await LearnAsync(cancellationToken).ConfigureAwait(false);
        var job = new KnownJob(JobRecord.Read(record), JobGone(number, records.AndWait(), cancellationToken));
        _jobs.Set(number, job);
        return job;
    }

    /// <summary>Makes the definitions that were made before this worker joined, or while it was being replaced.</summary>
    private async Task LearnAsync(CancellationToken cancellationToken)
    {
        _definitions.Restart();
        while (await _definitions.NextAsync(cancellationToken).ConfigureAwait(false) is (true, { } definition))
        {
            var language = NwsLanguages.Parse(definition["language"].To<string>());
            await _runner.LearnAsync(language, definition["code"].To<string>(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A token that is cancelled when the master takes the job away, also if it has done so already.</summary>
    private CancellationToken JobGone(long number, NwsValueIterator<NwsValue> furtherRecords, CancellationToken cancellationToken)
    {
        var gone = new CancellationTokenSource();
        _ = WatchAsync();
        return gone.Token;

        // The job is stored once, so what comes behind its record is its end.
        async Task WatchAsync()
        {
            try
            {
                while ((await furtherRecords.NextAsync(cancellationToken).ConfigureAwait(false)).Found) { }
            }
            catch (Exception end) when (end is NwsException or OperationCanceledException)
            {
                await gone.CancelAsync().ConfigureAwait(false);
                await ForgetResultsAsync(number, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task CompleteAsync(NwsLease lease, TaskRecord task, Dictionary<string, object?> result, CancellationToken cancellationToken)
    {
        try
        {
            if (IsGone(task.Job))
            {
                await DropAsync(lease, cancellationToken).ConfigureAwait(false);
                return;
            }
            await StoreResultAsync(lease, task, result, cancellationToken).ConfigureAwait(false);
            // The job may have gone between the question and the store.
            if (IsGone(task.Job)) await ForgetResultsAsync(task.Job, cancellationToken).ConfigureAwait(false);
        }
        catch (NwsOperationException fault) when (Is(fault, ErrorCode.TooLarge))
        {
            await StoreResultAsync(lease, task, ResultBuilder.Failed(task, "ResultTooLarge", fault.Message), cancellationToken).ConfigureAwait(false);
        }
        catch (NwsOperationException fault) when (Is(fault, ErrorCode.NoLease))
        {
            await _log.WriteLineAsync($"A result of job {task.Job} was dropped: the master has thrown the task away meanwhile.").ConfigureAwait(false);
        }
    }

    private bool IsGone(long job) => _jobs.TryGet(job, out var known) && known.Gone.IsCancellationRequested;

    /// <summary>Takes away the results of a job that is gone: one that was on its way then has made the variable anew, and nobody will fetch it.</summary>
    private async Task ForgetResultsAsync(long job, CancellationToken cancellationToken) =>
        await _sleigh.DeleteVarAsync(SleighNames.Result(job), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Ends a task whose result nobody waits for.</summary>
    private static async Task DropAsync(NwsLease lease, CancellationToken cancellationToken)
    {
        try
        {
            await lease.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NwsOperationException fault) when (Is(fault, ErrorCode.NoLease))
        {
            // The whole workspace is gone.
        }
    }

    private Task StoreResultAsync(NwsLease lease, TaskRecord task, Dictionary<string, object?> result, CancellationToken cancellationToken)
    {
        result["rank"] = _rank;
        return lease.CompleteAsync(cancellationToken, (_sleigh, SleighNames.Result(task.Job), result));
    }

    private static bool Is(NwsOperationException fault, ErrorCode code) => fault.Code == ErrorCodes.Name(code);

    private sealed record KnownJob(JobRecord Record, CancellationToken Gone);
}
