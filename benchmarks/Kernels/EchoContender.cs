using System.Net;
using System.Net.Sockets;

namespace Nws.Benchmarks.Kernels;

/// <summary>The floor under every kernel: as many bytes go to a child process and come back, with nothing above the sockets at either end.</summary>
internal sealed class EchoContender : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _frame;
    private readonly byte[] _answer;

    /// <param name="port">Where the echo listens.</param>
    /// <param name="frameSize">How many bytes a request has.</param>
    public EchoContender(int port, int frameSize)
    {
        (_frame, _answer) = (new byte[frameSize], new byte[frameSize]);
        _socket.Connect(IPAddress.Loopback, port);
    }

    public Task AskAsync()
    {
        _socket.Send(_frame);
        for (int received = 0; received < _answer.Length;)
        {
            int count = _socket.Receive(_answer.AsSpan(received));
            if (count == 0) throw new IOException("The echo has ended.");
            received += count;
        }
        return Task.CompletedTask;
    }

    public void Dispose() => _socket.Dispose();
}
