using System.Net;
using System.Net.Sockets;
using Nws.TestKit;

namespace Nws.Runtime.Tests.Client;

public class ConnectTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ConnectAsync_ToAServer_TellsWhatItIs()
    {
        await using var server = await TestServer.StartAsync(new() { MaxValueBytes = 12_345 });
        await using var client = await server.ConnectAsync();
        Assert.Equal(server.Endpoint, client.Endpoint);
        Assert.StartsWith("nws ", client.ServerVersion, StringComparison.Ordinal);
        Assert.Equal(12_345, client.MaxValueBytes);
        Assert.Null(client.WebPort);
        Assert.False(client.Closed.IsCompleted);
        Assert.Equal($"NwsServer {server.Endpoint}", client.ToString());
    }

    [Fact]
    public async Task ConnectAsync_WhereNobodyListens_SaysWhereAndWhatToDo()
    {
        using var listener = Listen(out var endpoint);
        listener.Stop();
        var fault = await Assert.ThrowsAsync<NwsConnectException>(() => ConnectAsync(endpoint));
        Assert.Contains($"{endpoint}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("refused", fault.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("`nws start`", fault.Message, StringComparison.Ordinal);
        Assert.Contains("NWS_SERVER", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_ToAHostThatDoesNotExist_NamesIt()
    {
        var fault = await Assert.ThrowsAsync<NwsConnectException>(() => ConnectAsync(new NwsEndpoint("no-such-host.invalid", 8765)));
        Assert.Contains("no-such-host.invalid:8765", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "none was given")]
    [InlineData("guess", "wrong")]
    public async Task ConnectAsync_WithoutTheToken_SaysSo(string? token, string reason)
    {
        await using var server = await TestServer.StartAsync(new() { Token = "secret" });
        var options = server.ClientOptions with { Token = token };
        var fault = await Assert.ThrowsAsync<NwsConnectException>(() => NwsServer.ConnectAsync(options, Token).Soon());
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Contains("NWS_TOKEN", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"{server.Endpoint}", fault.Message, StringComparison.Ordinal);
        await using var client = await server.ConnectAsync();
    }

    [Fact]
    public async Task ConnectAsync_ToWhatNeverAnswers_GivesUpInTime()
    {
        using var listener = Listen(out var endpoint);
        var fault = await Assert.ThrowsAsync<NwsConnectException>(() => ConnectAsync(endpoint));
        Assert.Contains("no answer within 0.3 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_Cancelled_EndsAtOnce()
    {
        using var listener = Listen(out var endpoint);
        using var cancel = new CancellationTokenSource();
        var connecting = NwsServer.ConnectAsync(endpoint.Host, endpoint.Port, cancel.Token);
        using var accepted = await listener.AcceptSocketAsync(Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.Soon());
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "not the Nws protocol")]
    [InlineData("\u0000", "not the Nws protocol")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "not the Nws protocol")]
    [InlineData("", "closed the connection")]
    public async Task ConnectAsync_ToAServerOfAnotherKind_SaysThatItIsNone(string greeting, string reason)
    {
        using var listener = Listen(out var endpoint);
        var connecting = NwsServer.ConnectAsync(new NwsConnectionOptions { Endpoint = endpoint, Token = null }, Token);
        using (var accepted = await listener.AcceptTcpClientAsync(Token))
        {
            await accepted.GetStream().WriteAsync(System.Text.Encoding.Latin1.GetBytes(greeting), Token);
            accepted.Client.Shutdown(SocketShutdown.Send);
            var fault = await Assert.ThrowsAsync<NwsConnectException>(() => connecting.Soon());
            Assert.Contains($"{endpoint}", fault.Message, StringComparison.Ordinal);
            Assert.Contains("no Nws server", fault.Message, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("unsupported", "The server speaks protocol 2.")]
    [InlineData("internal", "The disk is full.")]
    public async Task ConnectAsync_ToAServerThatRefuses_TellsItsReason(string code, string reason)
    {
        await using var server = new FakeServer();
        var connecting = ConnectAsync(server.Endpoint, TestDeadline.Limit);
        var hello = await server.ReceiveAsync();
        await server.SendAsync(1, hello[1], new { code, message = reason }, null);
        var fault = await Assert.ThrowsAsync<NwsConnectException>(() => connecting);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("`nws start`", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_ToAServerThatSaysBye_TellsItsReason()
    {
        await using var server = new FakeServer();
        var connecting = ConnectAsync(server.Endpoint, TestDeadline.Limit);
        await server.ReceiveAsync();
        await server.SendAsync(2, "bye", new object[] { "too_many", "All places are taken." });
        var fault = await Assert.ThrowsAsync<NwsConnectException>(() => connecting);
        Assert.Contains("All places are taken.", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("`nws start`", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hello_OfTheClient_TellsWhoItIsAndThatItConfirms()
    {
        await using var server = new FakeServer();
        var options = new NwsConnectionOptions { Endpoint = server.Endpoint, Token = "secret", ClientName = "loader" };
        var connecting = NwsServer.ConnectAsync(options, Token);
        var hello = await server.ReceiveAsync();
        Assert.Equal(NwsValue.From(new Dictionary<string, object>
        {
            ["protocol"] = 1, ["client"] = "loader", ["language"] = "csharp", ["confirm"] = true, ["token"] = "secret", ["resume"] = new Dictionary<string, object>(),
        }), hello[3][0]);
        var limits = new { value = 7, colour = 2 };
        await server.SendAsync(1, hello[1], null, new { protocol = 1, server = "nws 9", session = 1, web = 80, news = new object[] { 1 }, limits });
        await using var client = await connecting.Soon();
        Assert.Equal(("nws 9", 80, 7L), (client.ServerVersion, client.WebPort, client.MaxValueBytes));
    }

    private static Task<NwsServer> ConnectAsync(NwsEndpoint endpoint, TimeSpan? limit = null)
    {
        var options = new NwsConnectionOptions { Endpoint = endpoint, Token = null, ConnectTimeout = limit ?? Short };
        return NwsServer.ConnectAsync(options, Token).Soon($"connecting to {endpoint}");
    }

    private static TcpListener Listen(out NwsEndpoint endpoint)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        endpoint = new NwsEndpoint("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        return listener;
    }
}
