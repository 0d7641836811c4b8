using System.Net;
using System.Text;
using Nws.TestKit;

namespace Nws.Server.Tests.WebConsole;

public sealed class ApiTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ConsoleClient _http = null!;
    private NwsServer _client = null!;
    private NetWorkSpace _workspace = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(new NwsServerOptions { WebPort = 0, MaxValueBytes = 50_000_000, Expressions = new NwsExpressions(["upper"], Upper) });
        _http = new ConsoleClient(_server);
        _client = await _server.ConnectAsync();
        _workspace = await _client.OpenWsAsync("ws", cancellationToken: Token);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Workspaces_ArePagedAndSearched()
    {
        foreach (string name in (string[])["b1", "a2", "B3", "c"]) await _client.OpenWsAsync(name, cancellationToken: Token);
        var first = await _http.JsonAsync("workspaces?count=2");
        Assert.Equal(["B3", "__default"], Names(first, "workspaces"));
        Assert.Equal((6, "__default"), (first.GetProperty("total").GetInt32(), first.GetProperty("next").GetString()));
        Assert.Equal(["a2", "b1", "c", "ws"], Names(await _http.JsonAsync("workspaces?count=9&after=__default"), "workspaces"));
        var found = await _http.JsonAsync("workspaces?search=b");
        Assert.Equal(["B3", "b1"], Names(found, "workspaces"));
        Assert.False(found.TryGetProperty("next", out _));
    }

    [Fact]
    public async Task Workspace_IsMadeAndDeleted()
    {
        using var made = await _http.PostJsonAsync("workspaces", """{"name": "kept", "persistent": true}""");
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var listing = (await _client.ListWssAsync(cancellationToken: Token)).Single(workspace => workspace.Name == "kept");
        Assert.True(listing.Persistent);
        using var deleted = await _http.SendAsync("DELETE", "api/v1/workspaces?workspace=kept");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var again = await _http.SendAsync("DELETE", "api/v1/workspaces?workspace=kept");
        Assert.Equal((HttpStatusCode.NotFound, "no_workspace"), (again.StatusCode, await ConsoleClient.CodeAsync(again)));
        using var system = await _http.SendAsync("DELETE", "api/v1/workspaces?workspace=__default");
        Assert.Equal((HttpStatusCode.Forbidden, "protected"), (system.StatusCode, await ConsoleClient.CodeAsync(system)));
    }

    [Fact]
    public async Task Variable_IsDeclaredShownAndDeleted()
    {
        using var declared = await _http.SendAsync("PUT", "api/v1/variables?workspace=ws&variable=x", """{"mode": "lifo"}"""u8.ToArray(), "application/json");
        Assert.Equal(HttpStatusCode.NoContent, declared.StatusCode);
        Assert.Equal("lifo", (await _http.JsonAsync("variable?workspace=ws&variable=x")).GetProperty("mode").GetString());
        using var conflict = await _http.SendAsync("PUT", "api/v1/variables?workspace=ws&variable=x", """{"mode": "fifo"}"""u8.ToArray(), "application/json");
        Assert.Equal((HttpStatusCode.Conflict, "mode_conflict"), (conflict.StatusCode, await ConsoleClient.CodeAsync(conflict)));
        using var bad = await _http.SendAsync("PUT", "api/v1/variables?workspace=ws&variable=x", """{"mode": "pile"}"""u8.ToArray(), "application/json");
        Assert.Equal("bad_mode", await ConsoleClient.CodeAsync(bad));
        using var deleted = await _http.SendAsync("DELETE", "api/v1/variables?workspace=ws&variable=x");
        Assert.Empty(await _workspace.ListVarsAsync(Token));
    }

    [Theory]
    [InlineData("text/plain", "Grüße")]
    [InlineData("application/json", """["Grüße", 1]""")]
    [InlineData("application/octet-stream", "\u0001")]
    public async Task Store_TakesTheBodyAsItsContentTypeSays(string type, string body)
    {
        using var stored = await _http.SendAsync("POST", "api/v1/values?workspace=ws&variable=x", Encoding.UTF8.GetBytes(body), type);
        Assert.Equal(HttpStatusCode.NoContent, stored.StatusCode);
        NwsValue value = await _workspace.FetchAsync("x", cancellationToken: Token);
        var expected = type switch
        {
            "text/plain" => NwsValue.From("Grüße"),
            "application/json" => NwsValue.From(new List<object> { "Grüße", 1 }),
            _ => NwsValue.From(new byte[] { 1 }),
        };
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("application/json", "{\"a\":", "bad_request", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "{\"$decimal\": \"x\"}", "bad_request", HttpStatusCode.BadRequest)]
    [InlineData("text/html", "<b>", "bad_request", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/vnd.msgpack", "\u00c1", "bad_request", HttpStatusCode.BadRequest)]
    public async Task Store_OfWhatIsNoValue_StoresNothing(string type, string body, string code, HttpStatusCode status)
    {
        using var response = await _http.SendAsync("POST", "api/v1/values?workspace=ws&variable=x", Encoding.UTF8.GetBytes(body), type);
        Assert.Equal((status, code), (response.StatusCode, await ConsoleClient.CodeAsync(response)));
        Assert.Empty(await _workspace.ListVarsAsync(Token));
    }

    [Fact]
    public async Task Expression_IsEvaluatedByTheHost()
    {
        using var stored = await _http.PostJsonAsync("expressions?workspace=ws&variable=x", """{"language": "upper", "code": "abc"}""");
        Assert.Equal(HttpStatusCode.NoContent, stored.StatusCode);
        Assert.Equal("ABC", (await _workspace.FetchAsync("x", cancellationToken: Token)).To<string>());
        using var failed = await _http.PostJsonAsync("expressions?workspace=ws&variable=x", """{"language": "upper", "code": ""}""");
        Assert.Equal("expression_failed", await ConsoleClient.CodeAsync(failed));
        using var unknown = await _http.PostJsonAsync("expressions?workspace=ws&variable=x", """{"language": "lower", "code": "A"}""");
        Assert.Equal("bad_request", await ConsoleClient.CodeAsync(unknown));
    }

    [Fact]
    public async Task Fetch_WithTimeout_GetsWhatComesMeanwhile()
    {
        var fetching = _http.SendAsync("POST", "api/v1/fetch?workspace=ws&variable=x&timeout=60");
        await Eventually.TrueAsync(async () => (await _workspace.ListVarsAsync(Token)).Any(variable => variable.FetcherCount == 1), "the fetch waits");
        Assert.Equal("fetch", (await _http.JsonAsync("waits")).GetProperty("waits")[0].GetProperty("kind").GetString());
        await _workspace.StoreAsync("x", 1.0, Token);
        using var response = await fetching;
        Assert.Equal("1.0", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("0", response.Headers.GetValues("Nws-Index").Single());
        using var nothing = await _http.SendAsync("POST", "api/v1/fetch?workspace=ws&variable=x");
        Assert.Equal(HttpStatusCode.NoContent, nothing.StatusCode);
    }

    [Fact]
    public async Task Fetch_GivenUp_TakesNothing()
    {
        using (var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Token))
        {
            using var http = new HttpClient();
            var fetching = http.PostAsync(new Uri(_server.WebAddress, "api/v1/fetch?workspace=ws&variable=x&timeout=60"), null, giveUp.Token);
            await Eventually.TrueAsync(async () => (await _workspace.ListVarsAsync(Token)).Any(variable => variable.FetcherCount == 1), "the fetch waits");
            await giveUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
        }
        await Eventually.TrueAsync(async () => (await _workspace.ListVarsAsync(Token)).Count == 0, "nobody waits any more");
        await _workspace.StoreAsync("x", 1, Token);
        Assert.Equal(1, (await _workspace.FetchTryAsync("x", Token))!.To<int>());
    }

    [Fact]
    public async Task Metrics_CountWhatWasDone()
    {
        await _workspace.StoreAsync("x", 1, Token);
        using var response = await _http.GetAsync("metrics");
        string text = await response.Content.ReadAsStringAsync(Token);
        Assert.Contains("nws_operations_total{kind=\"Store\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("nws_values 1\n", text, StringComparison.Ordinal);
        Assert.Contains("nws_batch_seconds_bucket{le=\"+Inf\"}", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(@"^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]*\})? \S+)$", line));
    }

    [Fact]
    public async Task Clients_AreListedWithWhatTheyHold()
    {
        await _workspace.StoreAsync("x", 1, Token);
        var lease = await _workspace.FetchLeaseAsync("x", cancellationToken: Token);
        var client = (await _http.JsonAsync("clients")).GetProperty("clients")[0];
        Assert.Equal(1, client.GetProperty("inFlight").GetInt32());
        Assert.Equal("Fetch", client.GetProperty("lastOperation").GetString());
        Assert.Equal("ws", client.GetProperty("owns")[0].GetString());
    }

    private static Task<NwsValue> Upper(string language, string code, CancellationToken cancellation) =>
        code.Length > 0 ? Task.FromResult(NwsValue.From(code.ToUpperInvariant())) : throw new NwsException("There is no code.");

    private static IEnumerable<string> Names(System.Text.Json.JsonElement page, string list) => page.GetProperty(list).EnumerateArray().Select(item => item.GetProperty("name").GetString()!);
}
