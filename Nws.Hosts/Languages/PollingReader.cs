using System.IO.Pipes;
using System.Net.Sockets;

namespace Nws.Hosts.Languages;

/// <summary>Hears channel and pipes on one thread, in the order in which things were said.</summary>
/// <remarks>
/// Before it reads from a pipe, it notes how much is there and empties the channel: what the kernel has sent before it wrote that is passed on before it. The reverse is up to the
/// kernel, which lets the pipes run dry before it sends what was printed. Before a response, all that is in the pipes is passed on: it was written during the task.
/// </remarks>
internal sealed class PollingReader : KernelReader
{
    // More than the buffers of a connection hold: behind so many bytes nothing can be on its way that is older than what a pipe held before.
    private const int LongestTurn = 16 * 1024 * 1024;
    private const int Wake = 0, Channel = 1, FirstPipe = 2;

    private readonly KernelPipe[] _pipes;
    private readonly UnixCalls.PollEntry[] _entries;
    private readonly AnonymousPipeServerStream _wake = new();
    private Socket? _arrived;
    private Socket? _channel;
    private volatile bool _over;

    internal PollingReader(KernelPipe[] pipes, Action<KernelMessage> handle, Action<Exception> broken)
        : base(handle, broken)
    {
        _pipes = pipes;
        _entries = new UnixCalls.PollEntry[FirstPipe + pipes.Length];
        new Thread(Run) { IsBackground = true, Name = "what a kernel says" }.Start();
    }

    internal override void Attach(Socket channel)
    {
        lock (_wake)
        {
            Volatile.Write(ref _arrived, channel);
            if (!_over) _wake.WriteByte(0);
        }
    }

    public override void Dispose()
    {
        lock (_wake)
        {
            _over = true;
            _wake.Dispose();
        }
    }

    protected override void BeforeResponse()
    {
        foreach (KernelPipe pipe in _pipes)
        {
            if (pipe.Waiting is > 0 and var waiting) pipe.Take(waiting);
        }
    }

    private void Run()
    {
        Guard(() =>
        {
            while (!_over)
            {
                Wait();
                HearAll();
            }
            HearChannel(readable: false);
            BeforeResponse();
        });
        _channel?.Dispose();
        foreach (KernelPipe pipe in _pipes) pipe.Dispose();
        _wake.DisposeLocalCopyOfClientHandle();
        Finish();
    }

    private void Wait()
    {
        Await(Wake, (int)_wake.ClientSafePipeHandle.DangerousGetHandle());
        Await(Channel, (int?)_channel?.Handle ?? -1);
        for (int i = 0; i < _pipes.Length; i++) Await(FirstPipe + i, _pipes[i].Descriptor);
        UnixCalls.Wait(_entries);
        if (Has(Wake) && !_over) UnixCalls.Read(_wake.ClientSafePipeHandle, stackalloc byte[1]);
    }

    private void HearAll()
    {
        Span<int> waiting = stackalloc int[_pipes.Length];
        for (int i = 0; i < _pipes.Length; i++) waiting[i] = Has(FirstPipe + i) ? _pipes[i].Waiting : 0;
        if (HearChannel(Has(Channel))) return; // before a response, the pipes have been emptied
        for (int i = 0; i < _pipes.Length; i++)
        {
            if (Has(FirstPipe + i)) _pipes[i].Take(waiting[i]);
        }
    }

    /// <returns>Whether there was a response.</returns>
    private bool HearChannel(bool readable)
    {
        _channel ??= Interlocked.Exchange(ref _arrived, null);
        bool answered = false;
        for (int turn = 0; _channel is not null && turn < LongestTurn && (readable || _channel.Available > 0); readable = false)
        {
            int received = Hear(_channel, out bool response);
            answered |= response;
            turn += received;
            if (received == 0) _channel = null;
        }
        return answered;
    }

    private void Await(int entry, int descriptor) => _entries[entry] = new() { Descriptor = descriptor, Events = UnixCalls.Readable };

    private bool Has(int entry) => _entries[entry].Happened != 0;
}
