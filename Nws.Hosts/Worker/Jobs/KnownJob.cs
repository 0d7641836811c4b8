namespace Nws.Hosts.Worker;

/// <summary>A job that this worker has met.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Record">What its tasks do.</param>
/// <param name="Gone">Cancelled when the master has taken the job away.</param>
internal sealed record KnownJob(long Number, JobRecord Record, CancellationToken Gone)
{
    /// <summary>How many of its tasks are worth holding at a time.</summary>
    public Pace Pace { get; } = new();

    public bool IsGone => Gone.IsCancellationRequested;
}
