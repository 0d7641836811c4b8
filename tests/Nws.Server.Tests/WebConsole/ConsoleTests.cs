using System.Net;
using Nws.TestKit;

namespace Nws.Server.Tests.WebConsole;

public sealed class ConsoleTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ConsoleClient _http = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(new NwsServerOptions { WebPort = 0 });
        _http = new ConsoleClient(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Healthz_IsOk()
    {
        using var response = await _http.GetAsync("healthz");
        Assert.Equal("ok\n", await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("workspace?name=%3Cscript%3E")]
    [InlineData("variable?workspace=a&name=b")]
    [InlineData("farms")]
    [InlineData("server")]
    public async Task Page_IsADocumentInWhichNothingOfTheAddressStands(string path)
    {
        using var response = await _http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("utf-8", response.Content.Headers.ContentType!.CharSet);
        string page = await response.Content.ReadAsStringAsync(Token);
        Assert.StartsWith("<!doctype html>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("console/nonsense.mjs")]
    [InlineData("console/..%2Findex.html")]
    public async Task Page_ThatDoesNotExist_Is404(string path)
    {
        using var response = await _http.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task File_ThatIsKnown_IsNotSentAgain()
    {
        using var first = await _http.GetAsync("console/console.css");
        using var second = await _http.SendAsync("GET", "console/console.css", headers: ("If-None-Match", first.Headers.ETag!.Tag));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("op=listWss", "/")]
    [InlineData("op=listVars&wsName=a%26b", "/workspace?name=a%26b")]
    [InlineData("op=showVar&wsName=w&varName=%3Cx%3E", "/variable?workspace=w&name=%3Cx%3E")]
    [InlineData("op=deleteWs&wsName=w", "/workspace?name=w")]
    [InlineData("op=listClients", "/clients")]
    [InlineData("op=showServerInfo", "/server")]
    [InlineData("op=listVars", "/")]
    [InlineData("", "/")]
    public async Task OldAddress_ShowsThePageOnTheSame(string query, string page)
    {
        using var response = await _http.GetAsync("doit?" + query);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(page, response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Get_OfEverything_ChangesNothing()
    {
        await using var client = await _server.ConnectAsync();
        var workspace = await client.OpenWsAsync("ws", cancellationToken: Token);
        await workspace.StoreAsync("x", 1, Token);
        string place = ConsoleClient.Place("ws", "x"), other = ConsoleClient.Place("other", "x");
        string[] paths =
        [
            "", "doit?op=deleteWs&wsName=ws", "doit?op=fetchTryVar&wsName=ws&varName=x", "metrics", "api/v1/workspaces", "api/v1/variables?workspace=other", $"api/v1/values?{place}", $"api/v1/value?{place}&index=0",
            $"api/v1/value/content?{place}&index=0", $"api/v1/find?{place}", $"api/v1/find?{other}", $"api/v1/fetch?{place}", $"api/v1/find?{ConsoleClient.Place("ws", "y")}", "api/v1/clients", "api/v1/waits", "api/v1/farms", "api/v1/server",
        ];
        foreach (string path in paths)
        {
            using var response = await _http.GetAsync(path);
        }
        Assert.Equal(["__default", "ws"], (await client.ListWssAsync(cancellationToken: Token)).Select(listed => listed.Name));
        Assert.Equal(new VariableListing("x", 1, 0, 0, VariableMode.Fifo), Assert.Single(await workspace.ListVarsAsync(Token)));
    }

    [Theory]
    [InlineData("POST", "api/v1/server")]
    [InlineData("GET", "api/v1/fetch?workspace=w&variable=v")]
    [InlineData("POST", "workspace?name=__default")]
    public async Task OtherMethods_AreNotAllowed(string method, string path)
    {
        using var response = await _http.SendAsync(method, path);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }
}
