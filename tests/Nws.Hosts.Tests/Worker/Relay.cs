using System.Net;
using System.Net.Sockets;

namespace Nws.Hosts.Tests.Worker;

/// <summary>Stands between a client and a server, so that a test can break the connection.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly CancellationTokenSource _cut = new();
    private readonly Task _relaying;

    internal Relay(NwsEndpoint server)
    {
        _listener.Start();
        _relaying = RelayAsync(server);
    }

    internal NwsEndpoint Endpoint => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    /// <summary>Breaks the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _cut.CancelAsync();
        await _relaying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
    }

    private async Task RelayAsync(NwsEndpoint server)
    {
        using TcpClient near = await _listener.AcceptTcpClientAsync(_cut.Token);
        using var far = new TcpClient();
        await far.ConnectAsync(server.Host, server.Port, _cut.Token);
        Task there = near.GetStream().CopyToAsync(far.GetStream(), _cut.Token);
        Task back = far.GetStream().CopyToAsync(near.GetStream(), _cut.Token);
        await Task.WhenAny(there, back);
    }
}
