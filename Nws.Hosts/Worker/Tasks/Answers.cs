using Nws.Farm;
using Nws.Wire;

namespace Nws.Hosts.Worker;

/// <summary>Ends tasks: with their results, in one step, so that each counts once; or without, if nobody waits for them.</summary>
/// <param name="sleigh">The Sleigh's workspace.</param>
/// <param name="member">The worker's place there.</param>
/// <param name="jobs">The jobs it knows.</param>
/// <param name="log">Where it is told what had to be dropped.</param>
internal sealed class Answers(NetWorkSpace sleigh, Membership member, JobBook jobs, TextWriter log)
{
    /// <summary>Answers the tasks of a run, all together.</summary>
    public async Task CompleteAsync(TaskRun run, ResultBuilder result, CancellationToken cancellationToken)
    {
        if (run.Job.IsGone)
        {
            await DropAsync(run.Tasks, cancellationToken).ConfigureAwait(false);
            return;
        }
        try
        {
            var record = result.Build(run.Job.Number, run.Tag, member.Rank, 0, result.Count, run.Tasks.Count);
            await StoreAsync(run.Tasks, run.Job.Number, record, cancellationToken).ConfigureAwait(false);
        }
        catch (NwsOperationException fault) when (Is(fault, ErrorCode.TooLarge) || Is(fault, ErrorCode.NoLease))
        {
            await CompleteOneByOneAsync(run, result, cancellationToken).ConfigureAwait(false);
        }
        // The job may have gone between the question and the store.
        if (run.Job.IsGone) await jobs.ForgetResultsAsync(run.Job.Number, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Answers a task that is not run at all.</summary>
    public async Task FailAsync(HeldTask task, string type, string message, CancellationToken cancellationToken)
    {
        var result = new ResultBuilder();
        result.FailUpTo(task.Record.Elements.Count, type, message);
        await StoreOneAsync(task, result.Build(task.Record.Job, task.Record.Tag, member.Rank), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends tasks whose results nobody waits for.</summary>
    public async Task DropAsync(IReadOnlyList<HeldTask> tasks, CancellationToken cancellationToken)
    {
        foreach (var task in tasks)
        {
            member.Leases.Remove([task.Lease]);
            try
            {
                await task.Lease.CompleteAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (NwsOperationException fault) when (Is(fault, ErrorCode.NoLease))
            {
                // The lease has ended, or the whole workspace is gone.
            }
        }
    }

    private async Task CompleteOneByOneAsync(TaskRun run, ResultBuilder result, CancellationToken cancellationToken)
    {
        int first = 0;
        foreach (var task in run.Tasks)
        {
            int count = task.Record.Elements.Count;
            await StoreOneAsync(task, result.Build(run.Job.Number, run.Tag, member.Rank, first, count, tasks: 1), cancellationToken).ConfigureAwait(false);
            first += count;
        }
    }

    private async Task StoreOneAsync(HeldTask task, NwsValue record, CancellationToken cancellationToken)
    {
        try
        {
            await StoreAsync([task], task.Record.Job, record, cancellationToken).ConfigureAwait(false);
        }
        catch (NwsOperationException fault) when (Is(fault, ErrorCode.TooLarge))
        {
            await FailAsync(task, "ResultTooLarge", fault.Message, cancellationToken).ConfigureAwait(false);
        }
        catch (NwsOperationException fault) when (Is(fault, ErrorCode.NoLease))
        {
            await log.WriteLineAsync($"A result of job {task.Record.Job} was dropped: the task is not this worker's any more. It was thrown away, or given to another after a while without a sign of life.").ConfigureAwait(false);
        }
    }

    private async Task StoreAsync(IReadOnlyList<HeldTask> tasks, long job, NwsValue record, CancellationToken cancellationToken)
    {
        NwsLease[] leases = [.. tasks.Select(task => task.Lease)];
        await NwsLease.CompleteAllAsync(leases, cancellationToken, (sleigh, SleighNames.Result(job), record)).ConfigureAwait(false);
        member.Leases.Remove(leases);
    }

    private static bool Is(NwsOperationException fault, ErrorCode code) => fault.Code == ErrorCodes.Name(code);
}
