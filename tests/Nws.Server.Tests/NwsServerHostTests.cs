using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Nws.TestKit;

namespace Nws.Server.Tests;

public class NwsServerHostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StartAsync_OnPort0_TellsThePortItGot()
    {
        await using var server = await NwsServerHost.StartAsync(new NwsServerOptions { Port = 0, WebPort = 0 }, Token).Soon();
        Assert.NotEqual(0, server.Port);
        Assert.NotNull(server.WebPort);
        Assert.NotEqual(server.Port, server.WebPort);
        Assert.Equal(new NwsEndpoint("localhost", server.Port), server.Endpoint);
        await using var client = await ConnectAsync(server);
        Assert.Equal(server.WebPort, client.WebPort);
        Assert.Equal(NwsServerHost.ServerName, client.ServerVersion);
        Assert.Matches(@"^nws \d+\.\d+\.\d+$", client.ServerVersion);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("*", "localhost")]
    [InlineData("0.0.0.0", "localhost")]
    [InlineData("::", "localhost")]
    public async Task Endpoint_OfAnyAddress_IsWhereAClientHereConnects(string host, string reached)
    {
        var options = new NwsServerOptions { Host = host, Port = 0, Insecure = true };
        await using var server = await NwsServerHost.StartAsync(options, Token).Soon();
        Assert.Equal(new NwsEndpoint(reached, server.Port), server.Endpoint);
        await using var client = await ConnectAsync(server);
        Assert.NotEmpty(await client.ListWssAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task StartAsync_OnAPortThatIsTaken_NamesIt()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var options = new NwsServerOptions { Port = port };
        var fault = await Assert.ThrowsAsync<IOException>(() => NwsServerHost.StartAsync(options, Token).Soon());
        Assert.Contains($"localhost, port {port}:", fault.Message, StringComparison.Ordinal);
        options = new NwsServerOptions { Port = 0, WebPort = port };
        fault = await Assert.ThrowsAsync<IOException>(() => NwsServerHost.StartAsync(options, Token).Soon());
        Assert.Contains($"{port}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_OnAnAddressThatIsNotHere_NamesIt()
    {
        var options = new NwsServerOptions { Host = "192.0.2.1", Port = 0, Insecure = true };
        var fault = await Assert.ThrowsAsync<IOException>(() => NwsServerHost.StartAsync(options, Token).Soon());
        Assert.Contains("192.0.2.1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_Cancelled_LeavesThePortFree()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        var options = new NwsServerOptions { Port = port };
        var cancelled = new CancellationToken(true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => NwsServerHost.StartAsync(options, cancelled).Soon());
        await using var server = await NwsServerHost.StartAsync(options, Token).Soon();
        Assert.Equal(port, server.Port);
    }

    [Fact]
    public async Task Build_ForAnyProcess_LeavesSignalsAndStandardOutputToIt()
    {
        await using var application = NwsServerHost.Build(new NwsServerOptions(), TimeProvider.System);
        Assert.IsNotType<ConsoleLifetime>(application.Services.GetRequiredService<IHostLifetime>());
        var console = application.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value;
        Assert.Equal(LogLevel.Trace, console.LogToStandardErrorThreshold);
        var logger = application.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.Hosting.Lifetime");
        Assert.False(logger.IsEnabled(LogLevel.Information));
        Assert.True(logger.IsEnabled(LogLevel.Warning));
        Assert.False(application.Services.GetRequiredService<ILogger<IHost>>().IsEnabled(LogLevel.Critical));
    }

    [Fact]
    public async Task DisposeAsync_Twice_DoesNothingMore()
    {
        var server = await NwsServerHost.StartAsync(new NwsServerOptions { Port = 0 }, Token).Soon();
        await server.DisposeAsync().AsTask().Soon();
        await server.DisposeAsync().AsTask().Soon();
    }

    [Fact]
    public async Task DisposeAsync_LeavesThePortFree()
    {
        var server = await NwsServerHost.StartAsync(new NwsServerOptions { Port = 0 }, Token).Soon();
        await using (await ConnectAsync(server))
        {
            await server.DisposeAsync().AsTask().Soon();
        }
        await using var next = await NwsServerHost.StartAsync(new NwsServerOptions { Port = server.Port }, Token).Soon();
        Assert.Equal(server.Port, next.Port);
    }

    [Fact]
    public async Task TwoServers_InOneProcess_KnowNothingOfEachOther()
    {
        await using var first = await TestServer.StartAsync();
        await using var second = await TestServer.StartAsync();
        await using var client = await first.ConnectAsync();
        await using var other = await second.ConnectAsync();
        await client.OpenWsAsync("here", cancellationToken: Token);
        Assert.DoesNotContain(await other.ListWssAsync(cancellationToken: Token), workspace => workspace.Name == "here");
    }

    private static Task<NwsServer> ConnectAsync(NwsServerHost server) =>
        NwsServer.ConnectAsync(new NwsConnectionOptions { Endpoint = server.Endpoint, Token = null }, Token).Soon();
}
