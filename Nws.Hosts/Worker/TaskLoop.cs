using Nws.Farm;
using Nws.Hosts.Languages;
using Nws.Wire;

namespace Nws.Hosts.Worker;

/// <summary>Takes tasks on lease, runs their elements, and puts the result in the place of the task in one step.</summary>
internal sealed class TaskLoop(NetWorkSpace sleigh, int rank, WorkerLanguages languages, TextWriter log)
{
    private const int JobsKept = 64;
    private const int AttemptsAllowed = 3;

    private readonly string[] _variables = [SleighNames.TaskOf(rank), SleighNames.Task];
    private readonly LruCache<long, WorkerJob> _jobs = new(JobsKept);

    /// <summary>Runs tasks until something ends it.</summary>
    /// <param name="announcement">What the master is told first.</param>
    /// <param name="cancellation">Ends it; the task being run goes back to its place when the connection is closed.</param>
    /// <exception cref="NwsException">The Sleigh is gone, or the connection.</exception>
    internal async Task RunAsync(Dictionary<string, object?> announcement, CancellationToken cancellation)
    {
        await sleigh.StoreAsync(SleighNames.Joined, announcement, cancellation);
        Task<NwsLease> next = FetchAsync(cancellation);
        while (true)
        {
            NwsLease task = await next;
            Task completed = await RunAsync(task, cancellation);
            // The result of one task and the wish for the next travel together.
            next = FetchAsync(cancellation);
            await completed;
        }
    }

    private async Task<NwsLease> FetchAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await sleigh.FetchLeaseAsync(_variables, timeout: null, cancellation);
            }
            catch (NwsOperationException exception) when (Is(exception, ErrorCode.VariableDeleted))
            {
                // The master has thrown its tasks away. If it is the workspace that is gone, the next attempt tells.
            }
        }
    }

    /// <returns>The completion of the task, under way.</returns>
    private async Task<Task> RunAsync(NwsLease lease, CancellationToken cancellation)
    {
        try
        {
            TaskRecord task = TaskRecord.Read(lease.Value);
            return CompleteAsync(lease, task, await ResultOfAsync(task, lease.Attempt, cancellation), cancellation);
        }
        catch (NwsValueException exception)
        {
            await log.WriteLineAsync($"Something that is no task was dropped: {exception.Message}");
            return lease.CompleteAsync(cancellation);
        }
    }

    private async Task<TaskResult> ResultOfAsync(TaskRecord task, int attempt, CancellationToken cancellation)
    {
        var result = new TaskResult(task, rank);
        if (attempt > AttemptsAllowed)
            return result.AllFailed("WorkerLost", $"The task was given to {AttemptsAllowed} workers and each was lost while it ran, so it is not tried again.");
        WorkerJob job;
        try
        {
            job = await JobOfAsync(task.Job, cancellation);
        }
        catch (Exception exception) when (exception is NwsValueException or ArgumentException)
        {
            return result.AllFailed("IllegalJob", $"Job {task.Job} cannot be run: {exception.Message}");
        }
        foreach (NwsValue varying in task.Elements)
            await result.AddAsync(() => languages.RunAsync(job, job.Arguments(varying.Items), cancellation));
        return result;
    }

    private async Task<WorkerJob> JobOfAsync(long number, CancellationToken cancellation)
    {
        if (_jobs.TryGet(number, out WorkerJob? job))
            return job;
        job = await WorkerJob.FindAsync(sleigh, number, cancellation) ?? throw new ArgumentException("the master has taken it away.");
        _jobs.Set(number, job);
        return job;
    }

    private async Task CompleteAsync(NwsLease lease, TaskRecord task, TaskResult result, CancellationToken cancellation)
    {
        string variable = SleighNames.Result(task.Job);
        try
        {
            await lease.CompleteAsync(cancellation, (sleigh, variable, result.ToValue()));
        }
        catch (NwsOperationException exception) when (Is(exception, ErrorCode.TooLarge))
        {
            await lease.CompleteAsync(cancellation, (sleigh, variable, result.AllFailed("ResultTooLarge", exception.Message).ToValue()));
        }
        catch (NwsOperationException exception) when (Is(exception, ErrorCode.NoLease))
        {
            await log.WriteLineAsync($"A result of job {task.Job} was dropped: the master has thrown the task away meanwhile.");
        }
    }

    private static bool Is(NwsOperationException exception, ErrorCode code) => exception.Code == ErrorCodes.Name(code);
}
