using System.Net.Sockets;

namespace Nws.Hosts.Languages;

/// <summary>Hears channel and pipes on a thread each, where the operating system cannot wait for all at once: each of the three in order, but not one among the others.</summary>
internal sealed class ThreadedReader : KernelReader
{
    private readonly Lock _turn;

    internal ThreadedReader(KernelPipe[] pipes, Action<KernelMessage> handle, Action<Exception> broken)
        : this(pipes, handle, broken, new Lock())
    {
    }

    private ThreadedReader(KernelPipe[] pipes, Action<KernelMessage> handle, Action<Exception> broken, Lock turn)
        : base(message => InTurn(turn, () => handle(message)), broken)
    {
        _turn = turn;
        foreach (KernelPipe pipe in pipes)
            Listen(() => pipe.TakeAll(taken => InTurn(_turn, taken)));
    }

    internal override void Attach(Socket channel) => Listen(() =>
    {
        while (Hear(channel, out _) > 0) { }
    });

    public override void Dispose() => Finish();

    private static void InTurn(Lock turn, Action action)
    {
        lock (turn) action();
    }

    private void Listen(Action listen) => new Thread(() => Guard(listen)) { IsBackground = true, Name = "what a kernel says" }.Start();
}
