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
        var (client, key) = await ResumingClient.BeginAsync(server, "secret write");
        await client.RequestAsync("fetch", "shop", "x");
        await Eventually.TrueAsync(async () => await server.WaitersAsync() == 1);
        await ResumingClient.LoseAsync(server, client);
        var thief = server.Connect();
        var refused = await ResumingClient.HelloAsync(thief, other, key);
        var unknown = await ResumingClient.HelloAsync(server.Connect(), other, ResumingClient.Unknown(key));

        Assert.Equal(("no_session", unknown.Message), (refused.Code, refused.Message));
        Assert.Contains("another token", refused.Message, StringComparison.Ordinal);
        Assert.Equal("no_session", (await thief.ReceiveByeAsync()).Code);
        var owner = server.Connect();
        Assert.Null((await ResumingClient.HelloAsync(owner, "secret write", key)).Code);
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
        var (client, key) = await ResumingClient.BeginAsync(server, "secret write");
        await ResumingClient.LoseAsync(server, client);

        Assert.Equal("unauthorized", (await ResumingClient.HelloAsync(server.Connect(), other, key)).Code);
        Assert.Null((await ResumingClient.HelloAsync(server.Connect(), "secret write", key)).Code);
    }

    [Fact]
    public async Task OtherToken_DoesNotEndTheConnectionThatHasTheSession()
    {
        await using var server = new PipeServer(Options);
        var (client, key) = await ResumingClient.BeginAsync(server, "secret write");

        Assert.Equal("no_session", (await ResumingClient.HelloAsync(server.Connect(), "secret admin", key)).Code);
        Assert.Null((await client.CallAsync("store", "shop", "x", 1)).Code);
    }

    [Fact]
    public async Task ServerWithoutTokens_LooksAtNone()
    {
        await using var server = new PipeServer();
        var (client, key) = await ResumingClient.BeginAsync(server, "anything");
        await ResumingClient.LoseAsync(server, client);

        Assert.Null((await ResumingClient.HelloAsync(server.Connect(), "something else", key)).Code);
    }
}
