using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Nws.Wire;

namespace Nws.TestKit;

/// <summary>A client that writes and reads the protocol's messages by hand, over a socket or a pipe, and may break every rule.</summary>
internal sealed class RawClient(IDuplexPipe pipe, Socket? socket = null) : IAsyncDisposable
{
    private readonly FrameScanner _scanner = new(WireLimits.MessageDepth);
    private uint _lastId;

    /// <summary>Connects to a server without saying anything.</summary>
    public static async Task<RawClient> ConnectAsync(NwsEndpoint endpoint)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endpoint.Host, endpoint.Port).Soon();
        return Over(socket);
    }

    /// <summary>One end of a connection that has been made.</summary>
    public static RawClient Over(Socket socket) => new(new SocketPipe(new NetworkStream(socket, ownsSocket: true)), socket);

    /// <summary>A message as bytes.</summary>
    public static byte[] Encode(params object?[] message) => NwsValue.From(message).Encode();

    /// <summary>Says hello as a well-behaved client does.</summary>
    public async Task<RawResponse> HelloAsync(bool confirm = false, string? token = null)
    {
        var hello = new Dictionary<string, object?> { ["protocol"] = 1, ["client"] = "raw", ["confirm"] = confirm };
        if (token is not null) hello["token"] = token;
        return await CallAsync("hello", hello);
    }

    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes) => await pipe.Output.WriteAsync(bytes).AsTask().Soon();

    /// <summary>Sends any message.</summary>
    public Task SendAsync(params object?[] message) => SendBytesAsync(Encode(message));

    /// <summary>Sends a request and gives its id.</summary>
    public async Task<uint> RequestAsync(string method, params object?[] arguments)
    {
        uint id = ++_lastId;
        await SendAsync(0, id, method, arguments);
        return id;
    }

    public Task NotifyAsync(string method, params object?[] arguments) => SendAsync(2, method, arguments);

    /// <summary>Sends a request and receives its response, which must be the next message.</summary>
    public async Task<RawResponse> CallAsync(string method, params object?[] arguments)
    {
        uint id = await RequestAsync(method, arguments);
        var response = await ReceiveResponseAsync();
        return response.Id == id ? response : throw new InvalidDataException($"The response is to request {response.Id}, not {id}.");
    }

    /// <summary>The next message; null at the end of the connection.</summary>
    public async Task<NwsValue?> ReceiveAsync() => await ReceiveFrameAsync() is { } frame ? NwsValue.Decode(frame) : null;

    /// <summary>The bytes of the next message, whose values may be no values at all; null at the end of the connection.</summary>
    public async Task<byte[]?> ReceiveFrameAsync()
    {
        while (true)
        {
            var read = await pipe.Input.ReadAsync().AsTask().Soon("a message from the server");
            var buffer = read.Buffer;
            if (buffer.Length > 0 && _scanner.TryFindEnd(buffer, out long length))
            {
                byte[] frame = buffer.Slice(0, length).ToArray();
                pipe.Input.AdvanceTo(buffer.GetPosition(length));
                return frame;
            }
            pipe.Input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted) return null;
        }
    }

    public async Task<RawResponse> ReceiveResponseAsync() =>
        RawResponse.Read(await ReceiveAsync() ?? throw new EndOfStreamException("The server closed the connection."));

    /// <summary>Receives the <c>bye</c> and the end of the connection behind it.</summary>
    public async Task<RawBye> ReceiveByeAsync()
    {
        var bye = RawBye.Read(await ReceiveAsync() ?? throw new EndOfStreamException("The server closed the connection without a bye."));
        await ReceiveEndAsync();
        return bye;
    }

    /// <summary>Waits for the end of the connection, behind which nothing may come.</summary>
    public async Task ReceiveEndAsync()
    {
        if (await ReceiveAsync() is { } message)
            throw new InvalidDataException($"Something came instead of the end of the connection: {message}");
    }

    /// <summary>Sends nothing more, but still reads.</summary>
    public async Task EndSendingAsync()
    {
        socket?.Shutdown(SocketShutdown.Send);
        if (socket is null) await pipe.Output.CompleteAsync();
    }

    /// <summary>Vanishes as a killed program does, with whatever was unread.</summary>
    public async Task AbortAsync()
    {
        if (socket is not null)
        {
            socket.Close(timeout: 0);
            return;
        }
        await pipe.Output.CompleteAsync(new IOException("The client was killed."));
        await pipe.Input.CompleteAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await pipe.Output.CompleteAsync();
        await pipe.Input.CompleteAsync();
        socket?.Dispose();
    }

    private sealed class SocketPipe(NetworkStream stream) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(stream);

        public PipeWriter Output { get; } = PipeWriter.Create(stream);
    }
}
