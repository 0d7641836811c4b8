using Nws.Server.Tests.Sessions;
using Nws.TestKit;

namespace Nws.Server.Tests.Rights;

/// <summary>A session is that of the token it was begun with, whoever has its key.</summary>
public sealed class ResumeRightsTests
{
    private static readonly NwsServerOptions Options = new()
    {
        Token = "secret admin",
        Tokens = [new("writer", "secret write", NwsRight.Write) { Workspaces = ["shop"] }, new("reader", "secret read", NwsRight.Read) { Workspaces = ["shop"] }, new("twin", "secret twin", NwsRight.Write) { Workspaces = ["shop"] }],
    };

    [Theory]
    [InlineData("secret admin")]
    [InlineData("secret read")]
    [InlineData("secret twin")]
    public async Task OtherToken_GetsNeitherTheSessionNorItsValues(string other)
    {
        await using var server = new PipeServer(Options);
        var (client, key) = await BeginAsync(server, "secret write");
        await client.RequestAsync("fetch", "shop", "x");
        await Eventually.TrueAsync(async () => await server.WaitersAsync() == 1);
        await LoseAsync(server, client);
        var thief = server.Connect();
        var refused = await HelloAsync(thief, other, key);
        var unknown = await HelloAsync(server.Connect(), other, Unknown(key));

        Assert.Equal(("no_session", unknown.Message), (refused.Code, refused.Message));
        Assert.Contains("another token", refused.Message, StringComparison.Ordinal);
        Assert.Equal("no_session", (await thief.ReceiveByeAsync()).Code);
        var owner = server.Connect();
        Assert.Null((await HelloAsync(owner, "secret write", key)).Code);
        await owner.SendAsync(0, 4, "store", new object[] { "shop", "x", 1 });
        uint[] answered = [(await owner.ReceiveResponseAsync()).Id, (await owner.ReceiveResponseAsync()).Id];
        Assert.Equal([3u, 4u], answered.Order());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("secret wrong")]
    public async Task NoTokenOfTheServer_IsUnauthorized(string? other)
    {
        await using var server = new PipeServer(Options);
        var (client, key) = await BeginAsync(server, "secret write");
        await LoseAsync(server, client);

        Assert.Equal("unauthorized", (await HelloAsync(server.Connect(), other, key)).Code);
        Assert.Null((await HelloAsync(server.Connect(), "secret write", key)).Code);
    }

    [Fact]
    public async Task OtherToken_DoesNotEndTheConnectionThatHasTheSession()
    {
        await using var server = new PipeServer(Options);
        var (client, key) = await BeginAsync(server, "secret write");

        Assert.Equal("no_session", (await HelloAsync(server.Connect(), "secret admin", key)).Code);
        Assert.Null((await client.CallAsync("store", "shop", "x", 1)).Code);
    }

    [Fact]
    public async Task ServerWithoutTokens_LooksAtNone()
    {
        await using var server = new PipeServer();
        var (client, key) = await BeginAsync(server, "anything");
        await LoseAsync(server, client);

        Assert.Null((await HelloAsync(server.Connect(), "something else", key)).Code);
    }

    private static async Task<(RawClient Client, string Key)> BeginAsync(PipeServer server, string token)
    {
        var client = server.Connect();
        var hello = await HelloAsync(client, token, key: null);
        Assert.Null(hello.Code);
        Assert.Null((await client.CallAsync("use", "shop")).Code);
        return (client, hello.Result["resume"]["key"].To<string>());
    }

    // One response has arrived, that to use.
    private static Task<RawResponse> HelloAsync(RawClient client, string? token, string? key)
    {
        object resume = key is null ? new Dictionary<string, object?>() : new { key, received = 1 };
        var hello = new Dictionary<string, object?> { ["protocol"] = 1, ["confirm"] = true, ["resume"] = resume };
        if (token is not null) hello["token"] = token;
        return client.CallAsync("hello", hello);
    }

    // Of this run of the server, and of a form that is right.
    private static string Unknown(string key) => key[..^2] + (key.EndsWith("00", StringComparison.Ordinal) ? "11" : "00");

    private static async Task LoseAsync(PipeServer server, RawClient client)
    {
        await client.AbortAsync();
        await server.EndOfAsync(client);
    }
}
