namespace Nws.Hosts.Languages.CSharp;

/// <summary>
/// Runs what follows the <c>await</c>s of a task on the thread pool, until the task is abandoned: from then on nothing follows.
/// </summary>
internal sealed class TaskContext : SynchronizationContext
{
    private volatile bool _abandoned;

    internal bool IsAbandoned => _abandoned;

    internal void Abandon() => _abandoned = true;

    public override void Post(SendOrPostCallback d, object? state) => ThreadPool.UnsafeQueueUserWorkItem(
        static work =>
        {
            if (work.Context._abandoned)
                return;
            SetSynchronizationContext(work.Context);
            try
            {
                work.Callback(work.State);
            }
            finally
            {
                SetSynchronizationContext(null);
            }
        },
        (Context: this, Callback: d, State: state),
        preferLocal: false);

    public override SynchronizationContext CreateCopy() => this;
}
