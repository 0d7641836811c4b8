using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Nws.Benchmarks.Contenders;

namespace Nws.Benchmarks.Load;

/// <summary>One client connection of the load generator: the same code for every contender, only the bytes differ.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly IReplyCounter _counter;
    private readonly byte[] _received = new byte[1 << 16];

    private LoadConnection(Socket socket, IReplyCounter counter) => (_socket, _counter) = (socket, counter);

    public static async Task<LoadConnection> OpenAsync(int port, IDialect dialect)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var connection = new LoadConnection(socket, dialect.CreateCounter());
        await connection.SendAsync(dialect.Greeting);
        await connection.ReceiveAsync(1);
        return connection;
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> requests)
    {
        while (requests.Length > 0) requests = requests[await _socket.SendAsync(requests)..];
    }

    /// <summary>Waits for that many replies.</summary>
    public async ValueTask ReceiveAsync(int replies)
    {
        while (replies > 0)
        {
            int count = await _socket.ReceiveAsync(_received);
            if (count == 0) throw new IOException("The server closed the connection.");
            replies -= _counter.Count(_received.AsMemory(0, count));
        }
        if (replies < 0) throw new IOException("The server sent more replies than requests.");
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Builds requests once, to be sent many times.</summary>
    public static ReadOnlyMemory<byte> Build(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenMemory;
    }
}
