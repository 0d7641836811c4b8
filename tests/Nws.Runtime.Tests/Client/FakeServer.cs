using System.Net;
using System.Net.Sockets;
using Nws.TestKit;

namespace Nws.Runtime.Tests.Client;

/// <summary>The other end of one client's connection, written by hand: it answers what and when a test wants.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task<Socket> _accepting;
    private RawClient? _peer;

    public FakeServer()
    {
        _listener.Start();
        _accepting = _listener.AcceptSocketAsync();
    }

    public NwsEndpoint Endpoint => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    /// <summary>A client that has been greeted.</summary>
    public async Task<NwsServer> ConnectAsync(CancellationToken cancellationToken)
    {
        var connecting = NwsServer.ConnectAsync(new NwsConnectionOptions { Endpoint = Endpoint, Token = null }, cancellationToken);
        var hello = await ReceiveAsync();
        await SendAsync(1, hello[1], null, new { protocol = 1, server = "fake", session = 1 });
        return await connecting.Soon();
    }

    /// <summary>A workspace opened by a client that has been greeted.</summary>
    public async Task<NetWorkSpace> OpenAsync(CancellationToken cancellationToken)
    {
        var client = await ConnectAsync(cancellationToken);
        var opening = client.OpenWsAsync("ws", cancellationToken: cancellationToken);
        await AnswerAsync(null);
        return await opening.Soon();
    }

    /// <summary>The next message of the client.</summary>
    public async Task<NwsValue> ReceiveAsync() =>
        await (await PeerAsync()).ReceiveAsync() ?? throw new EndOfStreamException("The client is gone.");

    /// <summary>Receives a request and answers it.</summary>
    public async Task<NwsValue> AnswerAsync(object? result)
    {
        var request = await ReceiveAsync();
        await SendAsync(1, request[1], null, result);
        return request;
    }

    public async Task SendAsync(params object?[] message) => await (await PeerAsync()).SendAsync(message);

    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes) => await (await PeerAsync()).SendBytesAsync(bytes);

    public async Task EndSendingAsync() => await (await PeerAsync()).EndSendingAsync();

    /// <summary>Breaks the connection.</summary>
    public async Task AbortAsync() => await (await PeerAsync()).AbortAsync();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        if (_peer is not null) await _peer.DisposeAsync();
    }

    private async Task<RawClient> PeerAsync() => _peer ??= RawClient.Over(await _accepting.Soon());
}
