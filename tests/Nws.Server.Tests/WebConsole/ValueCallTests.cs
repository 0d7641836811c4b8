using System.Net;
using System.Text.Json;
using Nws.TestKit;

namespace Nws.Server.Tests.WebConsole;

public sealed class ValueCallTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ConsoleClient _http = null!;
    private NwsServer _client = null!;
    private NetWorkSpace _workspace = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(new NwsServerOptions { WebPort = 0 });
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

    [Theory]
    [InlineData(VariableMode.Fifo)]
    [InlineData(VariableMode.Lifo)]
    [InlineData(VariableMode.Multi)]
    public async Task Values_OfEveryMode_ArePagedInTheOrderOfStoringAndDeletedByIndex(VariableMode mode)
    {
        await _workspace.DeclareAsync("x", mode, Token);
        for (int i = 0; i < 7; i++) await _workspace.StoreAsync("x", i * 10, Token);
        Assert.Equal([0, 1, 2], Indices(await _http.JsonAsync("values?workspace=ws&variable=x&count=3")));
        Assert.Equal([3, 4, 5, 6], Indices(await _http.JsonAsync("values?workspace=ws&variable=x&count=9&after=2")));
        foreach (int index in (int[])[3, 0, 6])
        {
            using var deleted = await _http.SendAsync("DELETE", $"api/v1/values?workspace=ws&variable=x&index={index}");
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }
        using var again = await _http.SendAsync("DELETE", "api/v1/values?workspace=ws&variable=x&index=3");
        Assert.Equal((HttpStatusCode.NotFound, "no_value"), (again.StatusCode, await ConsoleClient.CodeAsync(again)));
        Assert.Equal([1, 2, 4, 5], Indices(await _http.JsonAsync("values?workspace=ws&variable=x")));
        var left = new List<int>();
        while (await _workspace.FetchTryAsync("x", Token) is { } value) left.Add(value.To<int>());
        Assert.Equal([10, 20, 40, 50], left.Order());
    }

    [Fact]
    public async Task Values_WithPriorities_ArePagedAndDeletedLikeOthers()
    {
        for (int i = 0; i < 4; i++) await _workspace.StoreAsync("x", i, new StoreOptions { Priority = i % 2 }, Token);
        Assert.Equal([0, 1, 2, 3], Indices(await _http.JsonAsync("values?workspace=ws&variable=x")));
        using var deleted = await _http.SendAsync("DELETE", "api/v1/values?workspace=ws&variable=x&index=1");
        Assert.Equal([0, 2, 3], Indices(await _http.JsonAsync("values?workspace=ws&variable=x")));
    }

    [Fact]
    public async Task Value_OfEveryKind_SurvivesTheWayThroughTaggedJson()
    {
        foreach (var value in SampleValues.All)
        {
            await _workspace.StoreAsync("x", value, Token);
            using var shown = await _http.SendAsync("POST", "api/v1/fetch?workspace=ws&variable=x");
            byte[] json = await shown.Content.ReadAsByteArrayAsync(Token);
            Assert.True(shown.IsSuccessStatusCode, $"{value.Kind}: {System.Text.Encoding.UTF8.GetString(json)}");
            using var stored = await _http.SendAsync("POST", "api/v1/values?workspace=ws&variable=y", json, "application/json");
            Assert.True(stored.IsSuccessStatusCode, $"{value.Kind}: {await stored.Content.ReadAsStringAsync(Token)}");
            Assert.Equal(value, await _workspace.FetchAsync("y", null, Token));
        }
    }

    [Fact]
    public async Task Value_OfEveryKind_IsShown()
    {
        foreach (var value in SampleValues.All) await _workspace.StoreAsync("x", value, Token);
        foreach (string notation in (string[])["plain", "json", "python", "javascript", "csharp"])
        {
            var page = await _http.JsonAsync($"values?workspace=ws&variable=x&count=1000&notation={notation}");
            Assert.DoesNotContain(page.GetProperty("values").EnumerateArray(), value => value.GetProperty("kind").GetString() == "undecodable");
        }
    }

    [Fact]
    public async Task Value_ThatIsLarge_IsShownByItsBeginning()
    {
        object[] large = [new byte[20_000_000], new string('x', 20_000_000), Enumerable.Range(0, 1_000_000).ToList(), new double[1000, 1000], Enumerable.Range(0, 100_000).ToDictionary(i => $"key {i}", i => new List<int> { i })];
        foreach (object value in large) await _workspace.StoreAsync("x", value, Token);
        var values = (await _http.JsonAsync("values?workspace=ws&variable=x")).GetProperty("values").EnumerateArray().ToArray();
        Assert.All(values, value => Assert.True(value.GetProperty("clipped").GetBoolean() && value.GetProperty("text").GetString()!.Length < 5_000));
        Assert.Equal(1_000_000, values[2].GetProperty("count").GetInt32());
        Assert.Equal([1000, 1000], values[3].GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()));
        var grid = (await _http.JsonAsync("value?workspace=ws&variable=x&index=3")).GetProperty("grid");
        Assert.InRange(grid.GetProperty("rows").GetArrayLength() * grid.GetProperty("columns").GetArrayLength(), 1, 30_000);
    }

    [Fact]
    public async Task Content_IsBytesAsTheyAreAndNeverShownInThePage()
    {
        await _workspace.StoreAsync("x", new byte[] { 1, 2, 3 }, Token);
        await _workspace.StoreAsync("x", "<script>alert(1)</script>", Token);
        await _workspace.StoreAsync("x", new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0 }, Token);
        (string Type, string Disposition)[] expected = [("application/octet-stream", "attachment"), ("text/plain", "attachment"), ("image/png", "inline")];
        for (int i = 0; i < expected.Length; i++)
        {
            using var response = await _http.GetAsync($"api/v1/value/content?workspace=ws&variable=x&index={i}");
            Assert.Equal(expected[i], (response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentDisposition!.DispositionType));
            Assert.Contains("sandbox", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
        using var encoded = await _http.GetAsync("api/v1/value/content?workspace=ws&variable=x&index=0&form=encoded");
        Assert.Equal(NwsValue.From(new byte[] { 1, 2, 3 }), NwsValue.Decode(await encoded.Content.ReadAsByteArrayAsync(Token)));
    }

    private static IEnumerable<int> Indices(JsonElement page) => page.GetProperty("values").EnumerateArray().Select(value => value.GetProperty("index").GetInt32());
}
