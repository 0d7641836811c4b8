using Nws.Client;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>
/// Runs tasks on the thread that made it, and ends the running one when asked to, as far as .NET lets it: where it waits for a workspace,
/// for a task, or with its thread blocked. A loop goes on until it waits for something; the host does not wait that long.
/// </summary>
/// <param name="cancelRequests">Cancels what the task has asked of workspaces; false if there is nothing to cancel.</param>
internal sealed class Interruption(Func<bool> cancelRequests)
{
    private const int Idle = 0, Running = 1, Interrupting = 2, Interrupted = 3;

    private readonly Thread _thread = Thread.CurrentThread;
    private int _state;

    /// <summary>Whether the task that asks, on whatever thread, is to end.</summary>
    internal bool IsRequested => Volatile.Read(ref _state) is Interrupting or Interrupted || SynchronizationContext.Current is TaskContext { IsAbandoned: true };

    /// <summary>Runs a task to its end.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    internal T Run<T>(Func<Task<T>> task)
    {
        var context = new TaskContext();
        SynchronizationContext.SetSynchronizationContext(context);
        Volatile.Write(ref _state, Running);
        try
        {
            return task().Block();
        }
        catch (ThreadInterruptedException exception) when (Volatile.Read(ref _state) != Running)
        {
            context.Abandon();
            throw new OperationCanceledException("The task was interrupted.", exception);
        }
        finally
        {
            End();
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    /// <summary>Ends the running task, from another thread; does nothing if none runs.</summary>
    internal void Interrupt()
    {
        if (Interlocked.CompareExchange(ref _state, Interrupting, Running) != Running
            && Interlocked.CompareExchange(ref _state, Interrupting, Interrupted) != Interrupted)
            return;
        // A fetch that is cancelled ends by itself, and what it fetches meanwhile is not lost.
        if (!cancelRequests())
            _thread.Interrupt();
        Volatile.Write(ref _state, Interrupted);
    }

    private void End()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Running) == Running)
            return;
        while (Interlocked.CompareExchange(ref _state, Idle, Interrupted) != Interrupted)
            Thread.SpinWait(20);
        try
        {
            // An interruption that met the thread at work would hit the next task.
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
            // Taken.
        }
    }
}
