using System.Net;
using System.Net.Sockets;
using Nws.Hosts.Cli;

namespace Nws.Hosts.Tests.Cli;

/// <summary>How a server is named to other machines.</summary>
public sealed class ServerReachTests : IDisposable
{
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    public ServerReachTests() => _server.Start();

    public void Dispose() => _server.Dispose();

    private int Port => ((IPEndPoint)_server.LocalEndpoint).Port;

    [Fact]
    public async Task FromElsewhere_OfAServerThatListensHereOnly_IsNothing() =>
        Assert.Null(await ServerReach.FromElsewhereAsync(new NwsEndpoint("localhost", Port)));

    [Fact]
    public async Task FromElsewhere_OfAServerOnAnotherMachine_IsTheSame()
    {
        var there = new NwsEndpoint("hill.example", 8765);
        Assert.Equal(there, await ServerReach.FromElsewhereAsync(there));
    }

    [Fact]
    public async Task AnyAnswers_LooksAtEveryAddress()
    {
        IPAddress[] silent = [IPAddress.Parse("127.0.0.2"), IPAddress.IPv6Loopback];
        Assert.False(await ServerReach.AnyAnswersAsync(silent, Port));
        Assert.True(await ServerReach.AnyAnswersAsync([.. silent, IPAddress.Loopback], Port));
    }
}
