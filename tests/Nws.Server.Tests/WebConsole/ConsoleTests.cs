using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Nws.TestKit;

namespace Nws.Server.Tests.WebConsole;

public sealed class ConsoleTests : IAsyncLifetime
{
    private static readonly string[] HostileNames =
    [
        "plain", "<script>alert(1)</script>", "\" onmouseover=\"alert(1)", "'quoted'", "&amp;", "a/b", "..", ".", "%2F", "a b", "a+b",
        "?q=1", "#x", "", "Grüße 日本 😀", "a\0b", "</title><b>", "\u202egnp.exe",
    ];

    private static readonly Regex Link = new("<a href=\"(?<href>[^\"]*)\">(?<text>[^<]*)</a>");

    private readonly HttpClient _http = new(new HttpClientHandler { UseCookies = false });
    private TestServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(new NwsServerOptions { WebPort = 0 });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Healthz_IsOk() => Assert.Equal("ok\n", await _http.GetStringAsync(Address("healthz"), Token));

    [Fact]
    public async Task Pages_WithHostileNames_EncodeThemAndLinkToThem()
    {
        await using var client = await _server.ConnectAsync();
        foreach (string name in HostileNames)
        {
            var workspace = await client.OpenWsAsync(name, cancellationToken: Token);
            await workspace.StoreAsync(name, 1, Token);
        }

        string index = await _http.GetStringAsync(Address(""), Token);
        Assert.DoesNotContain("<script", index, StringComparison.Ordinal);
        Assert.DoesNotContain(" onmouseover=\"", index, StringComparison.Ordinal);
        var links = Link.Matches(index).ToDictionary(
            match => WebUtility.HtmlDecode(match.Groups["text"].Value), match => match.Groups["href"].Value);
        Assert.All(HostileNames, name => Assert.Contains(name, links.Keys));
        foreach (string name in HostileNames)
        {
            string page = await _http.GetStringAsync(Address(WebUtility.HtmlDecode(links[name])), Token);
            string encoded = WebUtility.HtmlEncode(name);
            Assert.Contains($"<h1>{encoded}</h1>", page, StringComparison.Ordinal);
            Assert.Contains($"<td>{encoded}<td>fifo<td class=n>1<td class=n>0<td class=n>0", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Index_ShowsOwnerAndNumberOfVariables()
    {
        await using var client = await _server.ConnectAsync();
        var workspace = await client.OpenWsAsync("bayport", cancellationToken: Token);
        await workspace.StoreAsync("joe", 17, Token);
        await workspace.StoreAsync("frank", 18, Token);
        string index = await _http.GetStringAsync(Address(""), Token);
        Assert.Matches("bayport</a><td>127\\.0\\.0\\.1:\\d+ \\(test\\)<td>no<td class=n>2", index);
        Assert.Contains("__default</a><td>[system]<td>yes", index, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workspace_WithoutVariables_SaysSo()
    {
        Assert.Contains("No variables", await _http.GetStringAsync(Address("workspaces?name=__default"), Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("workspaces?name=%3Cscript%3E")]
    [InlineData("workspaces")]
    public async Task Workspace_ThatDoesNotExist_Is404AndStaysSo(string address)
    {
        using var response = await _http.GetAsync(Address(address), Token);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        string page = await response.Content.ReadAsStringAsync(Token);
        Assert.Contains("no workspace", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Equal(["__default"], await NamesAsync());
    }

    [Fact]
    public async Task Page_ThatDoesNotExist_Is404()
    {
        using var response = await _http.GetAsync(Address("nonsense"), Token);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task OtherMethods_AreNotAllowed(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Address("workspaces?name=__default"));
        using var response = await _http.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task Get_OfEveryPage_ChangesNothing()
    {
        await using var client = await _server.ConnectAsync();
        var workspace = await client.OpenWsAsync("ws", cancellationToken: Token);
        await workspace.StoreAsync("x", 1, Token);
        for (int i = 0; i < 3; i++)
        {
            foreach (string page in (string[])["", "workspaces?name=ws", "workspaces?name=other", "healthz"])
            {
                using var response = await _http.GetAsync(Address(page), Token);
            }
        }
        Assert.Equal(["__default", "ws"], await NamesAsync());
        Assert.Equal(new VariableListing("x", 1, 0, 0, VariableMode.Fifo), Assert.Single(await workspace.ListVarsAsync(Token)));
    }

    [Fact]
    public async Task Answers_ForbidScriptsFramesAndCaches()
    {
        using var response = await _http.GetAsync(Address(""), Token);
        Assert.StartsWith("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal("utf-8", response.Content.Headers.ContentType!.CharSet);
        Assert.Empty(response.Headers.Server);
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("10.0.0.1", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("LOCALHOST:1", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]:8766", HttpStatusCode.OK)]
    public async Task Host_OfTheRequest_MustBeThisMachine(string host, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(""));
        request.Headers.Host = host;
        using var response = await _http.SendAsync(request, Token);
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Token_AsBasicPassword_LetsIn()
    {
        const string Secret = "tö:ken";
        await using var server = await TestServer.StartAsync(new NwsServerOptions { WebPort = 0, Token = Secret });
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, Basic("anybody:" + Secret)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, Basic(":" + Secret)));
        string?[] wrong =
            [null, Basic("anybody:"), Basic("anybody:token"), Basic(Secret), Basic($"{Secret}:"), "Basic %%%", "Basic", "Bearer secret"];
        foreach (string? header in wrong) Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, header));
    }

    [Fact]
    public async Task Token_Missing_IsAskedFor()
    {
        await using var server = await TestServer.StartAsync(new NwsServerOptions { WebPort = 0, Token = "secret" });
        foreach (string page in (string[])["", "workspaces?name=__default", "healthz"])
        {
            using var response = await _http.GetAsync(new Uri(server.WebAddress, page), Token);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("Basic", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
            Assert.Empty(await response.Content.ReadAsStringAsync(Token));
        }
    }

    private static string Basic(string credentials) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials));

    private Uri Address(string page) => new(_server.WebAddress, page);

    private async Task<HttpStatusCode> StatusAsync(TestServer server, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.WebAddress);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await _http.SendAsync(request, Token);
        return response.StatusCode;
    }

    private async Task<IEnumerable<string>> NamesAsync()
    {
        await using var client = await _server.ConnectAsync();
        return (await client.ListWssAsync(cancellationToken: Token)).Select(workspace => workspace.Name);
    }
}
