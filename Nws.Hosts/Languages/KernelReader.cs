using System.Net.Sockets;

namespace Nws.Hosts.Languages;

/// <summary>Hears all that a kernel says: messages on the channel, and what goes past the channel into the pipes of its standard output and error.</summary>
/// <remarks>Nothing is read ahead of whoever listens: a listener that takes its time makes the kernel wait.</remarks>
/// <param name="handle">Takes each message, one at a time.</param>
/// <param name="broken">Called when the channel is closed by the kernel (with an <see cref="EndOfStreamException"/>) or broken, or the listener failed.</param>
internal abstract class KernelReader(Action<KernelMessage> handle, Action<Exception> broken) : IDisposable
{
    private readonly FrameBuffer _frames = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when all that was said has been passed on, after <see cref="Dispose"/>.</summary>
    internal Task Finished => _finished.Task;

    /// <summary>The reader for this machine.</summary>
    /// <param name="process">Whose pipes are read from now on.</param>
    /// <param name="output">Takes stream and text of what came through the pipes.</param>
    /// <param name="handle">Takes each message.</param>
    /// <param name="broken">Takes the reason why nothing comes through the channel any more.</param>
    internal static KernelReader Start(
        KernelProcess process, Action<string, string> output, Action<KernelMessage> handle, Action<Exception> broken)
    {
        KernelPipe[] pipes = process.OpenPipes(output);
        return OperatingSystem.IsWindows() ? new ThreadedReader(pipes, handle, broken) : new PollingReader(pipes, handle, broken);
    }

    /// <summary>Hears a channel, too; it belongs to the reader from now on.</summary>
    internal abstract void Attach(Socket channel);

    /// <summary>The process has ended: what is there is all there is, even if a process it has left behind holds the pipes open.</summary>
    public abstract void Dispose();

    /// <summary>Before a response is passed on, or what else ends a piece of work.</summary>
    protected virtual void BeforeResponse() { }

    /// <summary>Reads what has arrived, waiting if nothing has, and passes on the messages that are there as a whole.</summary>
    /// <param name="channel">The channel; disposed at its end.</param>
    /// <param name="answered">Whether there was a message among them that ends what was before.</param>
    /// <returns>The number of bytes; 0 at the end.</returns>
    protected int Hear(Socket channel, out bool answered)
    {
        answered = false;
        int received = channel.Receive(_frames.Free(), SocketFlags.None, out SocketError error);
        if (error != SocketError.Success || received == 0)
        {
            channel.Dispose();
            broken(new EndOfStreamException());
            return 0;
        }
        _frames.Add(received);
        while (_frames.TryTake(out ReadOnlySpan<byte> frame))
        {
            KernelMessage message = KernelMessage.Decode(frame);
            if (message.EndsWhatWasBefore)
            {
                answered = true;
                BeforeResponse();
            }
            handle(message);
        }
        return received;
    }

    /// <summary>Does the listening; a fault ends it. Whatever it was: nobody may wait for a kernel that nobody listens to.</summary>
    protected void Guard(Action listen)
    {
        try
        {
            listen();
        }
        catch (Exception exception)
        {
            broken(exception);
        }
    }

    protected void Finish() => _finished.TrySetResult();
}
