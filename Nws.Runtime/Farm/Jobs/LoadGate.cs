namespace Nws.Farm;

/// <summary>How much of a job may be under way at a time: enough to keep its workers busy. Workers may come and go meanwhile.</summary>
/// <param name="group">The workers.</param>
/// <param name="options">How the job is to be run.</param>
internal sealed class LoadGate(IWorkerGroup group, EachOptions options)
{
    private const int ImapLoadFactor = 10;

    /// <summary>How many workers take tasks of the job; at least 1, for who waits for the first may not stop submitting.</summary>
    public int Workers => Math.Max(1, options.Tags.Count == 0 ? group.WorkerCount : group.Members.Count(member => WorkerTags.Fits(member, options.Tags)));

    /// <summary>How many unfinished tasks there may be.</summary>
    public int Tasks => Bounded(options.LoadFactor > 0 ? options.LoadFactor : options.ChunkSize is null ? ChunkSizer.TasksPerWorker : null) is { } each ? each * Workers : int.MaxValue;

    /// <summary>How many elements an iteration may have submitted and not returned.</summary>
    public int Window(ChunkSizer chunks) => Bounded(options.LoadFactor > 0 ? options.LoadFactor : ImapLoadFactor)!.Value * Workers * chunks.Size;

    private int? Bounded(int? tasksPerWorker) => group.MostTasksPerWorker is { } most ? Math.Min(most, tasksPerWorker ?? most) : tasksPerWorker;
}
