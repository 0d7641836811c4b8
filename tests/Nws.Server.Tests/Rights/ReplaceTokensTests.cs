using System.Net;
using Nws.Server.Tests.Sessions;
using Nws.Server.Tests.WebConsole;
using Nws.TestKit;

namespace Nws.Server.Tests.Rights;

/// <summary>Tokens that change while the server runs.</summary>
public sealed class ReplaceTokensTests
{
    private static readonly NwsToken Boss = new("boss", "b", NwsRight.Admin);
    private static readonly NwsToken Writer = new("writer", "w", NwsRight.Write) { Workspaces = ["shop", "store"] };
    private static readonly NwsToken Narrower = Writer with { Workspaces = ["shop"] };

    public static TheoryData<NwsToken> Narrowed => [Narrower, Writer with { Right = NwsRight.Read }, Writer with { Workspaces = ["shop", "st*"] }];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TokenThatIsGone_EndsItsConnectionsAtOnce_AndNoOthers()
    {
        await using var server = Start();
        var (client, _) = await ResumingClient.BeginAsync(server, "w");
        var (other, _) = await ResumingClient.BeginAsync(server, "b");
        await client.RequestAsync("fetch", "shop", "x");
        await Eventually.TrueAsync(async () => await server.WaitersAsync() == 1);

        server.ReplaceTokens(Boss, Writer with { Secret = "new" });

        var bye = await client.ReceiveByeAsync();
        Assert.Equal(("unauthorized", "The token 'writer' is not one of the server's any more."), (bye.Code, bye.Message));
        await server.EndOfAsync(client);
        Assert.Null((await other.CallAsync("store", "shop", "x", 1)).Code);
        Assert.Equal(1, (await other.CallAsync("fetch", "shop", "x", new Dictionary<string, object> { ["timeout"] = 0 })).Result[0].To<int>());
        Assert.Equal("unauthorized", (await ResumingClient.HelloAsync(server.Connect(), "w", key: null)).Code);
        Assert.Null((await ResumingClient.HelloAsync(server.Connect(), "new", key: null)).Code);
    }

    [Theory]
    [MemberData(nameof(Narrowed))]
    public async Task TokenThatAllowsLess_EndsItsConnections_WhichMayBeginAgain(NwsToken narrowed)
    {
        await using var server = Start();
        var (client, key) = await ResumingClient.BeginAsync(server, "w");

        server.ReplaceTokens(Boss, narrowed);

        Assert.Equal("denied", (await client.ReceiveByeAsync()).Code);
        await server.EndOfAsync(client);
        Assert.Equal("no_session", (await ResumingClient.HelloAsync(server.Connect(), "w", key)).Code);
        Assert.Null((await ResumingClient.HelloAsync(server.Connect(), "w", key: null)).Code);
    }

    [Fact]
    public async Task TokenThatAllowsMore_KeepsItsConnections_WhichMayDoMore()
    {
        await using var server = Start(Boss, Writer with { Right = NwsRight.Read });
        var reader = server.Connect();
        Assert.Null((await ResumingClient.HelloAsync(reader, "w", key: null)).Code);
        Assert.Equal("denied", (await reader.CallAsync("use", "vault")).Code);

        server.ReplaceTokens(Boss, new NwsToken("writer of all", "w", NwsRight.Write));

        Assert.Null((await reader.CallAsync("use", "vault")).Code);
        Assert.Null((await reader.CallAsync("store", "vault", "x", 1)).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SessionWithoutAConnection_EndsWithWhatItsTokenAllowed(bool isNarrowed)
    {
        await using var server = Start();
        var (client, key) = await ResumingClient.BeginAsync(server, "w");
        await client.CallAsync("open", "store");
        await ResumingClient.LoseAsync(server, client);
        var (boss, _) = await ResumingClient.BeginAsync(server, "b");
        Assert.Null((await boss.CallAsync("listVars", "store")).Code);

        if (isNarrowed) server.ReplaceTokens(Boss, Narrower);
        else server.ReplaceTokens(Boss);

        Assert.Equal("no_workspace", (await boss.CallAsync("listVars", "store")).Code);
        Assert.Equal(isNarrowed ? "no_session" : "unauthorized", (await ResumingClient.HelloAsync(server.Connect(), "w", key)).Code);
    }

    [Fact]
    public async Task WebSession_AndWhoeverListens_EndWithTheToken()
    {
        await using var server = await TestServer.StartAsync(new NwsServerOptions { Tokens = [Boss, new("seer", "s", NwsRight.Read)], WebPort = 0 });
        using var http = new HttpClient { BaseAddress = server.WebAddress };
        using var client = new ConsoleClient(server);
        using var signedIn = await client.PostJsonAsync("session", """{"token": "s"}""");
        var cookie = ("Cookie", signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/events") { Headers = { { "Authorization", "Bearer s" } } };
        using var events = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var stream = await events.Content.ReadAsStreamAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, cookie));

        server.Host.ReplaceTokens(null, [Boss, new("seer", "s", NwsRight.Read) { Workspaces = ["shop"] }]);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, cookie));
        await Assert.ThrowsAnyAsync<IOException>(() => stream.CopyToAsync(Stream.Null, Cancellation).Soon("the end of the stream"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, ("Authorization", "Bearer s")));
    }

    [Fact]
    public async Task WrongTokens_ChangeNothing()
    {
        await using var server = await TestServer.StartAsync(new NwsServerOptions { Tokens = [Boss, Writer] });
        await using var client = await NwsServer.ConnectAsync(server.ClientOptions with { Token = "w" }, Cancellation).Soon();

        var twice = Assert.Throws<ArgumentException>(() => server.Host.ReplaceTokens("b", [Boss]));
        var none = Assert.Throws<ArgumentException>(() => server.Host.ReplaceTokens(null, []));

        Assert.Contains("Two tokens have the same secret", twice.Message, StringComparison.Ordinal);
        Assert.Contains("takes a restart", none.Message, StringComparison.Ordinal);
        await (await client.UseWsAsync("shop", cancellationToken: Cancellation).Soon()).StoreAsync("x", 1, Cancellation).Soon();
    }

    [Fact]
    public async Task FirstToken_TakesARestart()
    {
        await using var server = await TestServer.StartAsync();

        var fault = Assert.Throws<ArgumentException>(() => server.Host.ReplaceTokens(null, [Boss]));

        Assert.Contains("takes a restart", fault.Message, StringComparison.Ordinal);
        await using var client = await server.ConnectAsync();
    }

    private static PipeServer Start(params NwsToken[] tokens) => new(new NwsServerOptions { Tokens = tokens is [] ? [Boss, Writer] : tokens });

    private static async Task<HttpStatusCode> StatusAsync(ConsoleClient client, (string Name, string Value) header)
    {
        using var response = await client.SendAsync("GET", "api/v1/workspaces", headers: header);
        return response.StatusCode;
    }
}
