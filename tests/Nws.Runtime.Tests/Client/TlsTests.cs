using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Nws.Server;
using Nws.TestKit;

namespace Nws.Runtime.Tests.Client;

/// <summary>Clients and servers that speak TLS, and those of which only one does: real handshakes on real sockets.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly X509Certificate2 _certificate = TestCertificate.Make();
    private TestServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(new NwsServerOptions { Certificate = _certificate, WebPort = 0 });

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
    }

    [Fact]
    public async Task Connect_RightPin_ValuesOfEverySizePass()
    {
        await using var client = await ConnectAsync(_server.Endpoint);
        var workspace = await client.OpenWsAsync("shop", cancellationToken: Cancellation);
        var fetching = workspace.FetchAsync<byte[]>("large", cancellationToken: Cancellation);
        byte[] large = new byte[5_000_000];
        Random.Shared.NextBytes(large);

        await workspace.StoreAsync("large", large, Cancellation);
        var small = Enumerable.Range(0, 200).Select(async number =>
        {
            await workspace.StoreAsync($"n{number}", number, Cancellation);
            return await workspace.FetchAsync<int>($"n{number}", cancellationToken: Cancellation);
        });

        Assert.Equal(Enumerable.Range(0, 200), await Task.WhenAll(small).Soon());
        Assert.Equal(large, await fetching.Soon());
        Assert.Equal(TestCertificate.PinOf(_certificate), client.Endpoint.Pin);
    }

    [Fact]
    public async Task Connect_WrongPin_IsRefusedAndTellsWhatTheServerShows()
    {
        var fault = await Assert.ThrowsAsync<NwsConnectException>(() => ConnectAsync(_server.Endpoint with { Pin = new string('a', 64) }));

        Assert.Contains($"another certificate than the pinned one: its fingerprint is {TestCertificate.PinOf(_certificate)}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WithoutPin_NobodyTrustsTheCertificate()
    {
        var fault = await Assert.ThrowsAsync<NwsConnectException>(() => ConnectAsync(_server.Endpoint with { Pin = null }));

        Assert.Contains("does not trust the certificate", fault.Message, StringComparison.Ordinal);
        Assert.Contains(_server.Endpoint.ToString(), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WithoutTls_IsToldThatTheServerSpeaksIt()
    {
        var fault = await Assert.ThrowsAsync<NwsConnectException>(() => ConnectAsync(_server.Endpoint with { Tls = false }));

        Assert.Contains("This server speaks TLS: its address begins with nwss://", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_TlsToAServerWithout_IsToldSo()
    {
        await using var plain = await TestServer.StartAsync();

        var fault = await Assert.ThrowsAsync<NwsConnectException>(() => ConnectAsync(plain.Endpoint with { Tls = true }));

        Assert.Contains("does not answer in TLS", fault.Message, StringComparison.Ordinal);
        Assert.Contains("leave out nwss://", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_Lost_IsResumedThroughTls()
    {
        await using var proxy = new CutProxy(_server.Endpoint);
        await using var client = await ConnectAsync(_server.Endpoint with { Port = proxy.Endpoint.Port });
        var workspace = await client.OpenWsAsync("shop", cancellationToken: Cancellation);
        var fetching = workspace.FetchAsync<int>("x", cancellationToken: Cancellation);

        proxy.Cut();
        await workspace.StoreAsync("x", 17, Cancellation);

        Assert.Equal(17, await fetching.Soon());
        Assert.Equal(2, proxy.Connections);
    }

    [Fact]
    public async Task Console_ThroughTls_AnswersAndTellsWhoComesWithout()
    {
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Equals(_certificate) == true };
        using var browser = new HttpClient(handler);
        using var plain = new HttpClient();

        string workspaces = await browser.GetStringAsync(new Uri($"https://localhost:{_server.WebAddress.Port}/api/v1/workspaces"), Cancellation).Soon();
        using var refused = await plain.GetAsync(_server.WebAddress, Cancellation).Soon();

        Assert.Contains("__default", workspaces, StringComparison.Ordinal);
        Assert.Equal((400, "This server speaks TLS: use https:// instead of http://.\n"), ((int)refused.StatusCode, await refused.Content.ReadAsStringAsync(Cancellation)));
    }

    [Fact]
    public async Task Server_HandshakeThatBreaksOff_ServesTheNext()
    {
        using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync(_server.Endpoint.Host, _server.Endpoint.Port, Cancellation);
            await socket.SendAsync(new byte[] { 0x16, 3, 1, 2, 0, 1 }, Cancellation);
        }

        await using var client = await ConnectAsync(_server.Endpoint);

        Assert.NotEmpty(await client.ListWssAsync(cancellationToken: Cancellation).Soon());
    }

    [Theory]
    [InlineData("nwss://hill", true, null, "nwss://hill:8765")]
    [InlineData("NWSS://hill:1#0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF", true, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "nwss://hill:1#0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("nws://hill:1", false, null, "hill:1")]
    [InlineData("nwss://[::1]:1", true, null, "nwss://[::1]:1")]
    public void Address_OfTls_ReadsAndWrites(string text, bool tls, string? pin, string written)
    {
        var endpoint = NwsEndpoint.Parse(text);

        Assert.Equal((tls, pin, written), (endpoint.Tls, endpoint.Pin, endpoint.ToString()));
    }

    [Theory]
    [InlineData("hill:1#0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("nwss://hill:1#0123")]
    [InlineData("nwss://hill:1#")]
    [InlineData("https://hill:1")]
    public void Address_Malformed_IsRefused(string text) => Assert.False(NwsEndpoint.TryParse(text, out _));

    private Task<NwsServer> ConnectAsync(NwsEndpoint endpoint) => NwsServer.ConnectAsync(_server.ClientOptions with { Endpoint = endpoint }, Cancellation).Soon();
}
