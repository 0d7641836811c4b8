using Nws.Farm;
using Nws.Hosts.Languages;
using Nws.Wire;

namespace Nws.Hosts.Worker;

/// <summary>A worker of a Sleigh: joins, then runs task after task until the Sleigh is stopped. Its caller is <c>nws worker</c>.</summary>
/// <remarks>
/// <para>Everything a worker holds, it holds on lease (<see cref="HeldLeases"/>): its rank, its will and its tasks. So whatever becomes of it, nothing is lost: the rank is free for a replacement and the tasks go back to
/// their places. A task is completed in one step with its result (<see cref="Answers"/>), so it counts once.</para>
/// <para>Tasks that take next to no time are fetched many at a time (<see cref="TaskSource"/>, <see cref="Pace"/>), and neighbours among them are one request to the kernel (<see cref="ElementRunner"/>) and one result. What is held and has
/// not begun when a run turns out to be long is given back.</para>
/// <para>Nothing in a task ends the worker: whatever is wrong with it is its result. Otherwise one bad task would end all workers, one after the other.</para>
/// <para>The Sleigh is stopped by deleting its workspace; the worker's blocked fetch ends with an error then, and that is a clean end.</para>
/// </remarks>
internal sealed class WorkerLoop : IAsyncDisposable
{
    private const int MaxAttempts = 5;
    private const int AnswersUnderWay = 4;

    private readonly Membership _member;
    private readonly Kernels _kernels;
    private readonly JobBook _jobs;
    private readonly TaskSource _tasks;
    private readonly Answers _answers;
    private readonly OutputLog _output;
    private readonly StateReport _state;
    private readonly Departure _departure;
    private readonly Queue<Task> _answering = new();
    private int _count = 1;

    private WorkerLoop(NetWorkSpace sleigh, Membership member, WorkerOptions options, KernelSettings settings)
    {
        _member = member;
        _output = new OutputLog(sleigh, member.Rank);
        _departure = new Departure(sleigh, member.Rank, options.Log);
        _state = new StateReport(sleigh, member.Rank, _departure.Asked);
        _kernels = new Kernels(language => options.NewHost(settings, language), () => options.NewSandbox(settings), _output.Append);
        _jobs = new JobBook(sleigh, new Lessons(sleigh, _kernels));
        _tasks = new TaskSource(sleigh, TaskVariables.Of(member.Rank, options.Tags), member.Leases, options.Log, _departure.Asked);
        _answers = new Answers(sleigh, member, _jobs, options.Log);
    }

    /// <summary>Works until the Sleigh is stopped, or the worker is asked to leave.</summary>
    /// <exception cref="NwsServerException">The server cannot be reached, or the connection was lost.</exception>
    /// <exception cref="NwsNoWorkSpaceException">There is no such Sleigh.</exception>
    /// <exception cref="SleighException">The worker comes too late to join, or is taken for dead.</exception>
    public static async Task RunAsync(WorkerOptions options, CancellationToken cancellationToken)
    {
        await using var server = await NwsServer.ConnectAsync(options.Connection.WithoutGrace, cancellationToken).ConfigureAwait(false);
        var sleigh = await server.UseWsAsync(options.Sleigh, create: false, cancellationToken).ConfigureAwait(false);
        try
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _ = WatchAsync(sleigh, over);
            var member = await Membership.JoinAsync(sleigh, options, over.Token).ConfigureAwait(false);
            await using var worker = new WorkerLoop(sleigh, member, options, await SettingsAsync(sleigh, member, options, over.Token).ConfigureAwait(false));
            await worker.RunUntilAsync(over).ConfigureAwait(false);
        }
        catch (NwsOperationException end) when (end is NwsNoWorkSpaceException || end.Code == ErrorCodes.Name(ErrorCode.VariableDeleted))
        {
            // The Sleigh is over.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is over while a task ran: because the workspace is gone, or the whole server.
            if (server.Closed.IsCompleted) throw new NwsConnectionDroppedException("The connection to the server was lost while a task ran.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _kernels.DisposeAsync().ConfigureAwait(false);
        _output.Dispose();
        _state.Dispose();
        _departure.Dispose();
    }

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

    /// <summary>What kernels are told; how many workers there are, a master may know only when all have joined.</summary>
    private static async Task<KernelSettings> SettingsAsync(NetWorkSpace sleigh, Membership member, WorkerOptions options, CancellationToken cancellationToken) => new()
    {
        Server = options.Connection.Endpoint.ToString(),
        Token = options.Connection.Token,
        Sleigh = options.Sleigh,
        User = options.User,
        Rank = member.Rank,
        Workers = await WorkerCountAsync(sleigh, member, cancellationToken).ConfigureAwait(false),
        ModulePath = options.ModulePath,
    };

    private static async Task<int> WorkerCountAsync(NetWorkSpace sleigh, Membership member, CancellationToken cancellationToken)
    {
        try
        {
            return await sleigh.FindAsync<int>(SleighNames.WorkerCount, null, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await member.LeaveAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Works until the token is cancelled, the worker is asked to leave, or it is taken for dead.</summary>
    private async Task RunUntilAsync(CancellationTokenSource over)
    {
        _state.Start();
        _ = _departure.WatchAsync(over);
        var keeping = _member.KeepAsync(over.Token);
        var working = RunTasksAsync(over.Token);
        try
        {
            if (await Task.WhenAny(keeping, working).ConfigureAwait(false) == keeping && keeping.IsFaulted)
            {
                await over.CancelAsync().ConfigureAwait(false);
                await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await keeping.ConfigureAwait(false);
            }
            await working.ConfigureAwait(false);
            await LeaveAsync().ConfigureAwait(false);
        }
        catch (Exception) when (!keeping.IsFaulted)
        {
            await LeaveAsync().ConfigureAwait(false);
            throw;
        }
    }

    // The state first: whoever hears the goodbye finds it.
    private async Task LeaveAsync()
    {
        await _state.LeaveAsync().ConfigureAwait(false);
        await _member.LeaveAsync().ConfigureAwait(false);
    }

    /// <summary>Runs tasks until the worker is asked to leave.</summary>
    private async Task RunTasksAsync(CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } task)
        {
            _answering.Enqueue(await RunAsync(task, cancellationToken).ConfigureAwait(false));
            if (_answering.Count > AnswersUnderWay) await _answering.Dequeue().ConfigureAwait(false);
        }
        await _tasks.LetGoAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(_answering).ConfigureAwait(false);
    }

    /// <returns>Null if the worker is to leave.</returns>
    private async Task<HeldTask?> NextAsync(CancellationToken cancellationToken)
    {
        if (_departure.Asked.IsCancellationRequested) return null;
        try
        {
            return await _tasks.NextAsync(_count, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_departure.Asked.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <returns>The answer, under way.</returns>
    private async Task<Task> RunAsync(HeldTask task, CancellationToken cancellationToken)
    {
        KnownJob? job;
        try
        {
            job = await _jobs.FindAsync(task.Record.Job, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is NwsValueException or ArgumentException or SleighIllegalValueException)
        {
            return _answers.FailAsync(task, "IllegalJob", $"Job {task.Record.Job} cannot be run: {fault.Message}", cancellationToken);
        }
        if (job is null) return _answers.DropAsync([task], cancellationToken);
        if (task.Lease.Attempt > MaxAttempts)
        {
            string message = $"The task was given to {MaxAttempts} workers and each was lost before it was done.";
            return _answers.FailAsync(task, "WorkerLost", message, cancellationToken);
        }
        // If it is the task that kills its workers, it shall not take others along.
        if (task.IsSuspect) await _tasks.LetGoAsync(cancellationToken).ConfigureAwait(false);
        var answer = await RunAsync(new TaskRun(job, _tasks.WithNeighbours(task, task.IsSuspect ? 1 : job.Pace.Size)), cancellationToken).ConfigureAwait(false);
        _count = task.IsSuspect ? 1 : job.Pace.Size;
        return answer;
    }

    private async Task<Task> RunAsync(TaskRun run, CancellationToken cancellationToken)
    {
        var job = run.Job;
        _output.Begin(run);
        _state.Begin(run);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, job.Gone);
        ResultBuilder? result = null;
        try
        {
            var runner = new ElementRunner(_kernels.For(job.Record), run);
            var running = runner.RunAsync(either.Token);
            // The next tasks come while these run. If these take long, they had better be run by others.
            if (job.Pace.Size > 1 && !run.Tasks[0].IsSuspect) _tasks.Ask(job.Pace.Size, cancellationToken);
            if (await Task.WhenAny(running, Task.Delay(ElementRunner.Patience, either.Token)).ConfigureAwait(false) != running) await _tasks.LetGoAsync(cancellationToken).ConfigureAwait(false);
            await Task.WhenAny(running, runner.Stalled).ConfigureAwait(false);
            if (runner.Stalled.IsCompleted) run = await ShortenAsync(run, await runner.Stalled.ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            result = await running.ConfigureAwait(false);
            if (result.Count < run.Elements.Count) run = await ShortenAsync(run, run.TasksAmong(result.Count), cancellationToken).ConfigureAwait(false);
            if (run.Tasks.Count > 0) job.Pace.Observe(run.Tasks.Count, result.Seconds);
        }
        // A kernel that was being started, or did not give way, is lost with the job: that is nobody's error.
        catch (Exception fault) when (fault is OperationCanceledException or NwsException && job.IsGone && !cancellationToken.IsCancellationRequested)
        {
        }
        _state.End(result?.Count ?? 0, result?.Failed ?? 0);
        await _output.EndAsync().ConfigureAwait(false);
        if (run.Tasks.Count == 0) return Task.CompletedTask;
        return result is null ? _answers.DropAsync(run.Tasks, cancellationToken) : _answers.CompleteAsync(run, result, cancellationToken);
    }

    /// <summary>An element takes long: answers the tasks before it, and gives back those behind it.</summary>
    /// <returns>The task that runs.</returns>
    private async Task<TaskRun> ShortenAsync(TaskRun run, Stall stall, CancellationToken cancellationToken)
    {
        run = await ShortenAsync(run, stall.Begun, cancellationToken).ConfigureAwait(false);
        if (stall.Done == 0) return run;
        await _output.FlushAsync().ConfigureAwait(false);
        _answering.Enqueue(_answers.CompleteAsync(run.Slice(0, stall.Done), stall.Result, cancellationToken));
        var rest = run.Slice(stall.Done, run.Tasks.Count - stall.Done);
        _state.Go(rest, stall.Result.Count, stall.Result.Failed);
        return rest;
    }

    /// <summary>Gives back the tasks of a run that have not begun.</summary>
    private async Task<TaskRun> ShortenAsync(TaskRun run, int begun, CancellationToken cancellationToken)
    {
        if (begun == run.Tasks.Count) return run;
        await _tasks.GiveBackAsync(run.Tasks.Skip(begun), cancellationToken).ConfigureAwait(false);
        return run.Slice(0, begun);
    }
}
