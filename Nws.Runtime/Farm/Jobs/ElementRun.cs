namespace Nws.Farm;

/// <summary>Brings rows of arguments to the workers as tasks, and their results back, with a bounded number under way.</summary>
/// <param name="job">The job the tasks belong to.</param>
/// <param name="rows">The arguments of one element each; taken only when there is room.</param>
/// <param name="chunks">How many elements make a task.</param>
/// <param name="gate">How much may be under way at a time; null if its caller sees to that.</param>
internal sealed class ElementRun(SleighJob job, RowSource rows, ChunkSizer chunks, LoadGate? gate)
{
    private bool _ended;

    /// <summary>Whether no further row is taken: there is none, or <see cref="Shutdown"/> was called.</summary>
    public bool Ended => Volatile.Read(ref _ended);

    /// <summary>Whether every result has come back.</summary>
    public bool IsDone => Ended && job.Outstanding == 0;

    /// <summary>Takes no further rows.</summary>
    public void Shutdown() => Volatile.Write(ref _ended, true);

    /// <summary>Submits as many tasks as there is room for.</summary>
    /// <param name="room">At most so many elements may be under way.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task FillAsync(int room, CancellationToken cancellationToken)
    {
        int limit = gate?.Tasks ?? int.MaxValue;
        chunks.Workers = gate?.Workers ?? chunks.Workers;
        while (!Ended && job.OutstandingTasks < limit && job.Outstanding < room)
        {
            int size = Math.Min(chunks.Next(rows.Left), room - job.Outstanding);
            var elements = await rows.TakeAsync(size, cancellationToken).ConfigureAwait(false);
            if (elements.Count < size) Shutdown();
            if (elements.Count > 0) await job.SubmitAsync(elements, cancellationToken).ConfigureAwait(false);
        }
        await job.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>The results of the next task to come back.</summary>
    public async Task<ResultRecord> CollectAsync(CancellationToken cancellationToken)
    {
        var record = await job.CollectAsync(cancellationToken).ConfigureAwait(false);
        chunks.Observe(record.Values.Count, record.Seconds.Sum());
        return record;
    }

    /// <summary>Runs everything.</summary>
    /// <param name="accept">Called with each result as it arrives.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RunAsync(Action<TaskResult> accept, CancellationToken cancellationToken)
    {
        while (true)
        {
            await FillAsync(int.MaxValue, cancellationToken).ConfigureAwait(false);
            if (IsDone) return;
            foreach (var result in (await CollectAsync(cancellationToken).ConfigureAwait(false)).Results()) accept(result);
        }
    }
}
