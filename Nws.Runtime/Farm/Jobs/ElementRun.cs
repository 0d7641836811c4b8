namespace Nws.Farm;

/// <summary>Brings rows of arguments to the workers as tasks, and their results back, with a bounded number under way.</summary>
/// <param name="job">The job the tasks belong to.</param>
/// <param name="rows">The arguments of one element each; taken only when there is room.</param>
/// <param name="chunks">How many elements make a task.</param>
/// <param name="gate">How much may be under way at a time.</param>
internal sealed class ElementRun(SleighJob job, RowSource rows, ChunkSizer chunks, LoadGate gate)
{
    private bool _ended;

    /// <summary>Whether no further row is taken: there is none, or <see cref="Shutdown"/> was called.</summary>
    public bool Ended => Volatile.Read(ref _ended);

    /// <summary>Whether every result has come back.</summary>
    public bool IsDone => Ended && job.Outstanding == 0;

    /// <summary>How many elements may be submitted and not yet returned by an iteration.</summary>
    public int Window => gate.Window(chunks);

    /// <summary>Takes no further rows.</summary>
    public void Shutdown() => Volatile.Write(ref _ended, true);

    /// <summary>Submits as many tasks as there is room for, of rows that are there.</summary>
    /// <param name="room">At most so many elements may be under way.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task FillAsync(int room, CancellationToken cancellationToken)
    {
        chunks.Workers = gate.Workers;
        int limit = gate.Tasks;
        while (!Ended && job.OutstandingTasks < limit && chunks.Next(rows.Left) is var size && size <= room - job.Outstanding)
        {
            var elements = await rows.TakeReadyAsync(size, cancellationToken).ConfigureAwait(false);
            if (elements.Count > 0) await job.SubmitAsync(elements, cancellationToken).ConfigureAwait(false);
            if (rows.Ended) Shutdown();
            if (elements.Count < size) break;
        }
        await job.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The results of the next task to come back; none if a row that was waited for came first.</summary>
    public async Task<IEnumerable<TaskResult>> CollectAsync(CancellationToken cancellationToken)
    {
        if (Ended) return Note(await job.CollectAsync(cancellationToken).ConfigureAwait(false));
        // The row may have come by now, but it has not been submitted.
        if (job.Outstanding == 0)
        {
            await rows.More.WaitAsync(cancellationToken).ConfigureAwait(false);
            return [];
        }
        if (rows.More.IsCompleted) return Note(await job.CollectAsync(cancellationToken).ConfigureAwait(false));
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var record = job.CollectAsync(enough.Token);
        if (await Task.WhenAny(record, rows.More).ConfigureAwait(false) != record) await enough.CancelAsync().ConfigureAwait(false);
        try
        {
            return Note(await record.ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
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
            foreach (var result in await CollectAsync(cancellationToken).ConfigureAwait(false)) accept(result);
        }
    }

    private IEnumerable<TaskResult> Note(ResultRecord record)
    {
        chunks.Observe(record.Values.Count, record.Seconds.Sum());
        return record.Results();
    }
}
