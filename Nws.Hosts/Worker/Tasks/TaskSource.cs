using Nws.Wire;

namespace Nws.Hosts.Worker;

/// <summary>Fetches tasks on lease, as many at a time as the worker wants, and holds those that wait for their turn. Used by the worker's loop alone.</summary>
/// <param name="sleigh">The Sleigh's workspace.</param>
/// <param name="variables">Where tasks are, those with precedence first.</param>
/// <param name="leases">Where the leases are renewed.</param>
/// <param name="log">Where it is told what had to be dropped.</param>
internal sealed class TaskSource(NetWorkSpace sleigh, IReadOnlyList<string> variables, HeldLeases leases, TextWriter log)
{
    private readonly Queue<HeldTask> _held = new();
    private Request? _asked;

    /// <summary>Asks for tasks, unless some are here or have been asked for.</summary>
    /// <param name="count">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public void Ask(int count, CancellationToken cancellationToken)
    {
        if (_held.Count > 0 || _asked is not null) return;
        var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _asked = new Request(FetchAsync(count, enough.Token), enough);
    }

    /// <summary>The next task, as soon as there is one.</summary>
    /// <param name="count">How many to ask for, if none has been.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<HeldTask> NextAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_held.TryDequeue(out var task))
            {
                if (leases.Hold(task.Lease)) return task;
                await log.WriteLineAsync($"A task of job {task.Record.Job} that waited here was dropped: its lease has ended.").ConfigureAwait(false);
            }
            Ask(count, cancellationToken);
            foreach (var lease in await ReceiveAsync().ConfigureAwait(false)) await HoldAsync(lease).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the tasks that stand next and continue one another, and all belong to the job of the first.</summary>
    /// <param name="first">The first.</param>
    /// <param name="most">At most so many with it.</param>
    /// <returns>The first and its neighbours.</returns>
    public IReadOnlyList<HeldTask> WithNeighbours(HeldTask first, int most)
    {
        if (most <= 1 || _held.Count == 0) return [first];
        List<HeldTask> run = [first];
        while (run.Count < most && _held.TryPeek(out var next) && Continues(run[^1], next)) run.Add(_held.Dequeue());
        return run;
    }

    /// <summary>Gives back all that is held and has not begun, so that others can run it: it counts as if it had never been here.</summary>
    public async Task LetGoAsync(CancellationToken cancellationToken)
    {
        List<NwsLease> unused = [.. _held.Select(task => task.Lease)];
        _held.Clear();
        if (_asked is not null)
        {
            await _asked.Enough.CancelAsync().ConfigureAwait(false);
            unused.AddRange(await ReceiveNothingAsync().ConfigureAwait(false));
        }
        await GiveBackAsync(unused, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives back tasks that have not begun.</summary>
    public Task GiveBackAsync(IEnumerable<HeldTask> unused, CancellationToken cancellationToken) =>
        GiveBackAsync([.. unused.Select(task => task.Lease)], cancellationToken);

    private async Task GiveBackAsync(List<NwsLease> unused, CancellationToken cancellationToken)
    {
        if (unused.Count == 0) return;
        leases.Remove(unused);
        try
        {
            await NwsLease.ReleaseAllAsync(unused, unused: true, cancellationToken).ConfigureAwait(false);
        }
        catch (NwsOperationException fault) when (fault.Code == ErrorCodes.Name(ErrorCode.NoLease) && unused.Count > 1)
        {
            // Some have gone back by themselves.
            foreach (var lease in unused) await GiveBackAsync([lease], cancellationToken).ConfigureAwait(false);
        }
        catch (NwsOperationException fault) when (fault.Code == ErrorCodes.Name(ErrorCode.NoLease))
        {
            // So has this one.
        }
    }

    private bool Continues(HeldTask before, HeldTask next) =>
        next.Record.Job == before.Record.Job && next.Record.Tag == before.Behind && !next.IsSuspect && leases.Hold(next.Lease);

    private async Task<IReadOnlyList<NwsLease>> FetchAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await sleigh.FetchManyLeasesAsync(variables, count, null, leases.Time, cancellationToken).ConfigureAwait(false);
            }
            catch (NwsOperationException fault) when (fault.Code == ErrorCodes.Name(ErrorCode.VariableDeleted))
            {
                // The master has thrown its tasks away. If it is the workspace that is gone, the next attempt tells.
            }
        }
    }

    private async Task<IReadOnlyList<NwsLease>> ReceiveAsync()
    {
        var asked = _asked!;
        _asked = null;
        using (asked.Enough)
        {
            var received = await asked.Tasks.ConfigureAwait(false);
            leases.Add(received);
            return received;
        }
    }

    /// <summary>What arrived although it was not wanted any more.</summary>
    private async Task<IReadOnlyList<NwsLease>> ReceiveNothingAsync()
    {
        try
        {
            return await ReceiveAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }

    private async Task HoldAsync(NwsLease lease)
    {
        try
        {
            _held.Enqueue(new HeldTask(lease, TaskRecord.Read(lease.Value)));
        }
        catch (NwsValueException fault)
        {
            await log.WriteLineAsync($"Something that is no task was dropped: {fault.Message}").ConfigureAwait(false);
            leases.Remove([lease]);
            await lease.CompleteAsync().ConfigureAwait(false);
        }
    }

    private sealed record Request(Task<IReadOnlyList<NwsLease>> Tasks, CancellationTokenSource Enough);
}
