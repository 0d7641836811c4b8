namespace Nws.Hosts.Worker;

/// <summary>A task that this worker holds on lease.</summary>
/// <param name="Lease">The lease.</param>
/// <param name="Record">The task.</param>
internal sealed record HeldTask(NwsLease Lease, TaskRecord Record)
{
    /// <summary>The tag that a task behind this one has, if it is its neighbour.</summary>
    public int Behind => Record.Tag + Record.Elements.Count;

    /// <summary>Whether a worker was lost while it held the task. It need not have been the task's fault, but such a task had better run by itself.</summary>
    public bool IsSuspect => Lease.Attempt > 1;
}
