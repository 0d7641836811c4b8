using System.Net;
using Nws.TestKit;

namespace Nws.Server.Tests.WebConsole;

public sealed class PersistentValueTests : IDisposable
{
    private const int Large = 300_000;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private NwsServerOptions Options => new() { WebPort = 0, Data = Path.Combine(_folder.Path, "data") };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Value_OnTheDisk_IsShownFetchedAndDeletedLikeOthers()
    {
        await using (var server = await TestServer.StartAsync(Options))
        {
            await using var client = await server.ConnectAsync();
            using var http = new ConsoleClient(server);
            var workspace = await client.OpenWsAsync("ws", persistent: true, cancellationToken: Token);
            for (byte i = 0; i < 4; i++) await workspace.StoreAsync("x", Bytes(i), Token);
            await workspace.StoreAsync("x", "small", Token);
            var values = (await http.JsonAsync("values?workspace=ws&variable=x")).GetProperty("values").EnumerateArray().ToArray();
            Assert.Equal(["bytes", "bytes", "bytes", "bytes", "text"], values.Select(value => value.GetProperty("kind").GetString()));
            using var content = await http.GetAsync("api/v1/value/content?workspace=ws&variable=x&index=1");
            Assert.Equal(Bytes(1), await content.Content.ReadAsByteArrayAsync(Token));
            using var deleted = await http.SendAsync("DELETE", "api/v1/values?workspace=ws&variable=x&index=2");
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
            using var fetched = await http.SendAsync("POST", "api/v1/fetch?workspace=ws&variable=x", headers: ("Accept", "application/octet-stream"));
            Assert.Equal(Bytes(0), await fetched.Content.ReadAsByteArrayAsync(Token));
        }
        Assert.Empty(NwsDataFile.Verify(Options.Data!).Faults);
        await using var again = await TestServer.StartAsync(Options);
        using var later = new ConsoleClient(again);
        var left = await later.JsonAsync("values?workspace=ws&variable=x");
        Assert.Equal([1, 3, 4], left.GetProperty("values").EnumerateArray().Select(value => value.GetProperty("index").GetInt32()));
    }

    private static byte[] Bytes(byte content)
    {
        byte[] bytes = new byte[Large];
        bytes.AsSpan().Fill(content);
        return bytes;
    }
}
