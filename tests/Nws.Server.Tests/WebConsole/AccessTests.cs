using System.Net;
using System.Text;
using Nws.TestKit;

namespace Nws.Server.Tests.WebConsole;

public sealed class AccessTests : IAsyncLifetime
{
    private const string Secret = "tö:ken";

    private TestServer _server = null!;
    private TestServer _guarded = null!;
    private ConsoleClient _http = null!;
    private ConsoleClient _guest = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(new NwsServerOptions { WebPort = 0 });
        _guarded = await TestServer.StartAsync(new NwsServerOptions { WebPort = 0, Token = Secret });
        (_http, _guest) = (new ConsoleClient(_server), new ConsoleClient(_guarded));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _guest.Dispose();
        await _server.DisposeAsync();
        await _guarded.DisposeAsync();
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
        using var response = await _http.SendAsync("GET", "", headers: ("Host", host));
        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Change_FromElsewhere_IsRefused(string header, string value)
    {
        await using var client = await _server.ConnectAsync();
        await client.OpenWsAsync("ws", cancellationToken: Token);
        using var response = await _http.SendAsync("DELETE", "api/v1/workspaces?workspace=ws", headers: (header, value));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("foreign_origin", await ConsoleClient.CodeAsync(response));
        Assert.Contains(await client.ListWssAsync(cancellationToken: Token), workspace => workspace.Name == "ws");
    }

    [Fact]
    public async Task Change_FromHere_IsDone()
    {
        await using var client = await _server.ConnectAsync();
        await client.OpenWsAsync("ws", cancellationToken: Token);
        string origin = _server.WebAddress.GetLeftPart(UriPartial.Authority);
        using var response = await _http.SendAsync("DELETE", "api/v1/workspaces?workspace=ws", headers: [("Origin", origin), ("Sec-Fetch-Site", "same-origin")]);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task Answers_ForbidForeignScriptsFramesAndCaches()
    {
        using var page = await _http.GetAsync("");
        string policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Empty(page.Headers.Server);
        using var data = await _http.GetAsync("api/v1/workspaces");
        Assert.True(data.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Token_AsPasswordOrBearer_LetsIn()
    {
        string?[] right = [Basic("anybody:" + Secret), Basic(":" + Secret)];
        foreach (string? header in right) Assert.Equal(HttpStatusCode.OK, await StatusAsync(header));
        string?[] wrong = [null, Basic("anybody:"), Basic("anybody:token"), Basic(Secret), Basic($"{Secret}:"), "Basic %%%", "Basic", "Bearer secret", "Bearer"];
        foreach (string? header in wrong) Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(header));
        await using var server = await TestServer.StartAsync(new NwsServerOptions { WebPort = 0, Token = "plain" });
        using var client = new ConsoleClient(server);
        using var response = await client.SendAsync("GET", "api/v1/workspaces", headers: ("Authorization", "Bearer plain"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Token_Missing_LeadsPeopleToSignInAndTellsPrograms()
    {
        using var page = await _guest.GetAsync("workspace?name=a%26b");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Equal("/sign-in?next=%2Fworkspace%3Fname%3Da%2526b", page.Headers.Location!.OriginalString);
        foreach (string path in (string[])["api/v1/workspaces", "metrics", "api/v1/value/content?workspace=a&variable=b&index=0", "api/v1/openapi.json"])
        {
            using var response = await _guest.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("unauthorized", await ConsoleClient.CodeAsync(response));
        }
    }

    [Theory]
    [InlineData("healthz")]
    [InlineData("sign-in")]
    [InlineData("console/main.mjs")]
    public async Task Token_Missing_StillGivesWhatHoldsNoData(string path)
    {
        using var response = await _guest.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task SignIn_GivesACookieThatEndsWithSignOut()
    {
        using var signedIn = await _guest.PostJsonAsync("session", $$"""{"token": "{{Secret}}"}""");
        string set = signedIn.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", set, StringComparison.OrdinalIgnoreCase);
        string cookie = set.Split(';')[0];
        using var inside = await _guest.SendAsync("GET", "api/v1/workspaces", headers: ("Cookie", cookie));
        Assert.Equal(HttpStatusCode.OK, inside.StatusCode);
        using var signedOut = await _guest.SendAsync("DELETE", "api/v1/session", headers: ("Cookie", cookie));
        using var outside = await _guest.SendAsync("GET", "api/v1/workspaces", headers: ("Cookie", cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, outside.StatusCode);
    }

    [Fact]
    public async Task SignIn_GuessedAt_TakesNoMoreForAWhile()
    {
        for (int i = 0; i < 10; i++)
        {
            using var wrong = await _guest.PostJsonAsync("session", $$"""{"token": "guess {{i}}"}""");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }
        using var response = await _guest.PostJsonAsync("session", $$"""{"token": "{{Secret}}"}""");
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
    }

    private static string Basic(string credentials) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials));

    private async Task<HttpStatusCode> StatusAsync(string? authorization)
    {
        using var response = authorization is null ? await _guest.GetAsync("api/v1/workspaces") : await _guest.SendAsync("GET", "api/v1/workspaces", headers: ("Authorization", authorization));
        return response.StatusCode;
    }
}
