using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Nws.Server.Engine;
using Nws.Server.Loop;
using Nws.Server.Sessions;
using Nws.TestKit;

namespace Nws.Server.Tests.Sessions;

public class NwsConnectionHandlerTests
{
    [Fact]
    public async Task Connection_BeyondTheLimit_IsTurnedAwayAndTheOthersLive()
    {
        await using var server = await TestServer.StartAsync(new NwsServerOptions { MaxConnections = 2 });
        await using var first = await server.ConnectGreetedAsync();
        await using var second = await server.ConnectGreetedAsync();
        await using var third = await server.ConnectRawAsync();
        var bye = await third.ReceiveByeAsync();
        Assert.Equal("too_many", bye.Code);
        Assert.Contains("2", bye.Message, StringComparison.Ordinal);
        Assert.Null((await first.CallAsync("listWss")).Code);

        await first.AbortAsync();
        await Eventually.TrueAsync(async () =>
        {
            await using var next = await server.ConnectRawAsync();
            await next.RequestAsync("hello", new { protocol = 1 });
            return RawResponse.IsResponse(await next.ReceiveAsync());
        });
        Assert.Null((await second.CallAsync("listWss")).Code);
    }

    [Fact]
    public async Task Connection_BeyondTheLimit_IsToldWhyByTheClient()
    {
        await using var server = await TestServer.StartAsync(new NwsServerOptions { MaxConnections = 1 });
        await using var first = await server.ConnectAsync();
        for (int i = 0; i < 50; i++)
        {
            var refused = await Assert.ThrowsAsync<NwsConnectException>(server.ConnectAsync);
            Assert.Contains("1 connections", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Stop_WithClientsOfEveryKind_TellsThoseWhoListenAndWaitsForNobody()
    {
        var server = await TestServer.StartAsync(new NwsServerOptions { WebPort = 0 });
        await using var waiting = await server.ConnectGreetedAsync();
        await waiting.CallAsync("open", "ws");
        await waiting.RequestAsync("fetch", "ws", "x");
        await using var silent = await server.ConnectRawAsync();
        using var http = new HttpClient();
        await http.GetStringAsync(new Uri(server.WebAddress, "healthz"), TestContext.Current.CancellationToken);
        await using var stuck = await StuckAsync(server);

        await server.DisposeAsync();
        Assert.Equal("shutting_down", (await waiting.ReceiveByeAsync()).Code);
        Assert.Equal("shutting_down", (await silent.ReceiveByeAsync()).Code);
    }

    [Fact]
    public async Task Client_ThatNeverReads_IsCutOffAfterItsLastWords()
    {
        await using var server = await TestServer.StartAsync();
        await using var stuck = await StuckAsync(server, [0xc1]);
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                await stuck.SendBytesAsync(new byte[] { 0 });
                return false;
            }
            catch (IOException)
            {
                return true;
            }
        });
    }

    [Fact]
    public async Task OnConnected_OfASocket_NoticesAPeerThatIsGone()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var pipes = new PipePair();
        var connection = new DefaultConnectionContext { Transport = pipes.Server };
        connection.Features.Set<IConnectionSocketFeature>(new SocketFeature(socket));
        var running = Handler(TimeProvider.System).OnConnectedAsync(connection);
        await using (var client = new RawClient(pipes.Client)) await client.HelloAsync();
        await running.Soon();
        Assert.Equal(1, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
        Assert.Equal(30, socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime));
    }

    [Fact]
    public async Task OnConnected_ClosedByTheServer_EndsWithTheClientOrSoonAfter()
    {
        var time = new FakeTimeProvider();
        var (polite, stubborn) = (new PipePair(), new PipePair());
        Task[] running = [.. from pipes in new[] { polite, stubborn }
                             select Handler(time).OnConnectedAsync(new DefaultConnectionContext { Transport = pipes.Server })];
        await using var politeClient = new RawClient(polite.Client);
        await using var stubbornClient = new RawClient(stubborn.Client);
        await politeClient.SendBytesAsync(new byte[] { 0x94 });
        await stubbornClient.SendBytesAsync(new byte[] { 0x94 });
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("no_hello", (await politeClient.ReceiveByeAsync()).Code);
        Assert.Equal("no_hello", (await stubbornClient.ReceiveByeAsync()).Code);

        await politeClient.EndSendingAsync();
        await running[0].Soon();
        Assert.False(running[1].IsCompleted);
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return running[1].IsCompletedSuccessfully;
        });
    }

    /// <summary>The owner of the workspace <c>stuck</c>, which has asked for more than the network holds and reads none of it.</summary>
    private static async Task<RawClient> StuckAsync(TestServer server, params byte[] behind)
    {
        var stuck = await server.ConnectGreetedAsync();
        await stuck.CallAsync("open", "stuck");
        await stuck.CallAsync("store", "stuck", "x", new byte[20 << 20]);
        await stuck.SendBytesAsync((byte[])[.. RawClient.Encode(0, 99, "find", new object[] { "stuck", "x" }), .. behind]);
        return stuck;
    }

    private static NwsConnectionHandler Handler(TimeProvider time)
    {
        var loop = new EngineLoop(new WorkspaceEngine(new EngineOptions()), time, NullLogger.Instance);
        return new NwsConnectionHandler(new SessionHost(new NwsServerOptions(), loop, "nws test", time));
    }

    private sealed record SocketFeature(Socket Socket) : IConnectionSocketFeature;
}
