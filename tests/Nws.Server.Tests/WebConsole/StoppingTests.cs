using System.Net;
using System.Net.Sockets;
using System.Text;
using Nws.TestKit;

namespace Nws.Server.Tests.WebConsole;

/// <summary>A server that is stopped while it is asked.</summary>
public sealed class StoppingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private NwsServerOptions Options => new() { WebPort = 0, Data = Path.Combine(_folder.Path, "data") };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ACallThatWaits_IsAnswered_AndNothingIsFetched()
    {
        var server = await TestServer.StartAsync(Options);
        using var http = new ConsoleClient(server);
        var waiting = http.SendAsync("POST", "api/v1/fetch?workspace=__default&variable=x&timeout=600");
        await Eventually.TrueAsync(async () => (await http.JsonAsync("waits")).GetProperty("waits").GetArrayLength() == 1);

        await server.DisposeAsync();

        using var response = await waiting.Soon();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("shutting_down", await ConsoleClient.CodeAsync(response));
    }

    [Fact]
    public async Task ACallThatHasBegun_IsFinished_AndWrittenDown()
    {
        var server = await TestServer.StartAsync(Options);
        await using (var client = await server.ConnectAsync()) await client.OpenWsAsync("shop", persistent: true, cancellationToken: Token);
        using var caller = new TcpClient();
        await caller.ConnectAsync(IPAddress.Loopback, server.WebAddress.Port, Token);
        await using var stream = caller.GetStream();
        string head = $"POST /api/v1/values?workspace=shop&variable=x HTTP/1.1\r\nHost: localhost:{server.WebAddress.Port}\r\nContent-Type: text/plain\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), Token);
        Assert.StartsWith("HTTP/1.1 100", await ReadAsync(stream), StringComparison.Ordinal);
        await stream.WriteAsync("hello"u8.ToArray(), Token);

        Task stopping = server.DisposeAsync().AsTask();
        await Eventually.TrueAsync(() => Refuses(server.Endpoint.Port));
        await stream.WriteAsync("world"u8.ToArray(), Token);
        string answer = await ReadAsync(stream);
        await stopping.Soon();

        Assert.StartsWith("HTTP/1.1 204", answer, StringComparison.Ordinal);
        await using var again = await TestServer.StartAsync(Options);
        await using var reader = await again.ConnectAsync();
        var shop = await reader.UseWsAsync("shop", cancellationToken: Token);
        Assert.Equal("helloworld", await shop.FetchTryAsync<string?>("x", null, Token));
    }

    [Fact]
    public async Task StoresInFlight_AreDoneIfTheyWereAnswered()
    {
        var server = await TestServer.StartAsync(Options);
        var client = await NwsServer.ConnectAsync(server.ClientOptions with { Grace = TimeSpan.Zero }, Token);
        var shop = await client.OpenWsAsync("shop", persistent: true, cancellationToken: Token);
        await shop.StoreAsync("x", -1, Token);
        var stores = Enumerable.Range(0, 5_000).Select(i => shop.StoreAsync("x", i, Token)).ToArray();

        await server.DisposeAsync();
        await Task.WhenAll(stores).ContinueWith(_ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default).Soon();
        await client.DisposeAsync();

        var answered = Enumerable.Range(0, stores.Length).Where(i => stores[i].IsCompletedSuccessfully);
        Assert.Empty(NwsDataFile.Verify(Options.Data!).Faults);
        await using var again = await TestServer.StartAsync(Options);
        await using var reader = await again.ConnectAsync();
        var kept = new HashSet<int>();
        var space = await reader.UseWsAsync("shop", cancellationToken: Token);
        while (await space.FetchTryAsync<int?>("x", null, Token) is { } value) kept.Add(value);
        Assert.Contains(-1, kept);
        Assert.Empty(answered.Except(kept));
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        byte[] buffer = new byte[4_096];
        return Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, Token).AsTask().Soon());
    }

    private static bool Refuses(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Connect(IPAddress.Loopback, port);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
