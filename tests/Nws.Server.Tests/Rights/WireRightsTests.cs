using System.Reflection;
using Nws.TestKit;
using Nws.Wire;

namespace Nws.Server.Tests.Rights;

/// <summary>Every method of the protocol with a token of every right, through a real socket.</summary>
public sealed class WireRightsTests
{
    private static readonly (string Method, NwsRight Needed, Func<string, object?[]> Arguments)[] Matrix =
    [
        (Methods.Open, NwsRight.Read, name => [name]),
        (Methods.Use, NwsRight.Read, name => [name]),
        (Methods.ListVariables, NwsRight.Read, name => [name]),
        (Methods.ListWaits, NwsRight.Read, name => [Map("workspace", name)]),
        (Methods.Find, NwsRight.Read, name => [name, "v", Map("timeout", 0)]),
        (Methods.ListBuried, NwsRight.Read, name => [name, "v"]),
        (Methods.Watch, NwsRight.Read, name => [name]),
        (Methods.Reopen, NwsRight.Read, name => [new[] { name }]),
        (Methods.Store, NwsRight.Write, name => [name, "new", 1]),
        (Methods.StoreAll, NwsRight.Write, name => [name, "new", new object[] { 1, 2 }]),
        (Methods.Fetch, NwsRight.Write, name => [name, "v", Map("timeout", 0)]),
        (Methods.Declare, NwsRight.Write, name => [name, "new", "lifo"]),
        (Methods.DeleteVariable, NwsRight.Write, name => [name, "v"]),
        (Methods.Complete, NwsRight.Write, name => [Array.Empty<object>(), new object[] { new object[] { name, "new", 1 } }]),
        (Methods.Replay, NwsRight.Write, name => [name, "v"]),
        (Methods.MakeTemporary, NwsRight.Write, name => [name + "%d"]),
        (Methods.DeleteWorkspace, NwsRight.Write, name => [name]),
        (Methods.Backup, NwsRight.Admin, _ => []),
        (Methods.BackupRead, NwsRight.Admin, _ => [1, 0, 1]),
        (Methods.BackupEnd, NwsRight.Admin, _ => [1]),
        (Methods.Verify, NwsRight.Admin, _ => []),
    ];

    // About what a client has got before, or narrowed to what it may see.
    private static readonly string[] Free =
    [
        Methods.Hello, Methods.Bye, Methods.Acknowledge, Methods.Confirm, Methods.Cancel, Methods.Release, Methods.Renew, Methods.Bury, Methods.Changes, Methods.Unwatch, Methods.ListWorkspaces,
    ];

    public static TheoryData<string, NwsRight> Cases => [.. from row in Matrix from right in Enum.GetValues<NwsRight>() select (row.Method, right)];

    private static IReadOnlyDictionary<string, object> Map(string key, object value) => new Dictionary<string, object> { [key] = value };

    [Fact]
    public void Matrix_HasEveryMethodOfTheProtocol()
    {
        var methods = typeof(Methods).GetFields(BindingFlags.Static | BindingFlags.Public).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(methods.Order(), Matrix.Select(row => row.Method).Concat(Free).Order());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Method_WithARight_IsDoneExactlyIfTheRightAllowsIt(string method, NwsRight right)
    {
        await using var server = await RightsServer.StartAsync();
        await using var client = await server.ConnectAsync(right);
        Assert.Null((await client.CallAsync(Methods.Use, "shop")).Code);
        var (_, needed, arguments) = Matrix.First(row => row.Method == method);
        string before = await server.ContentsAsync();

        var response = await client.CallAsync(method, arguments("shop"));

        if (right >= needed)
        {
            Assert.NotEqual("denied", response.Code);
            return;
        }
        Assert.Equal("denied", response.Code);
        Assert.Contains($"The token '{(right == NwsRight.Read ? "reader" : "writer")}' may not", response.Message, StringComparison.Ordinal);
        Assert.Equal(before, await server.ContentsAsync());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Method_InAWorkspaceOfOthers_IsDeniedToAllButTheAdministrator(string method, NwsRight right)
    {
        await using var server = await RightsServer.StartAsync();
        await using var client = await server.ConnectAsync(right);
        var (_, needed, arguments) = Matrix.First(row => row.Method == method);
        if (right == NwsRight.Admin) await client.CallAsync(Methods.Use, "vault");
        string before = await server.ContentsAsync();

        var response = await client.CallAsync(method, arguments("vault"));

        Assert.Equal(right != NwsRight.Admin, response.Code == "denied");
        if (right == NwsRight.Admin) return;
        Assert.Equal(before, await server.ContentsAsync());
        if (needed != NwsRight.Admin) Assert.Contains("is not for the workspace 'vault", response.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NwsRight.Read, "shop")]
    [InlineData(NwsRight.Write, "shop")]
    [InlineData(NwsRight.Admin, "__default shop vault")]
    public async Task Lists_ShowOnlyWhatTheTokenIsFor(NwsRight right, string expected)
    {
        await using var server = await RightsServer.StartAsync();
        await using var waiting = await server.ConnectAsync(NwsRight.Admin);
        foreach (string name in (string[])["shop", "vault"])
        {
            await waiting.CallAsync(Methods.Use, name);
            await waiting.RequestAsync(Methods.Find, name, "never");
        }
        await using var client = await server.ConnectAsync(right);

        var workspaces = (await client.CallAsync(Methods.ListWorkspaces)).Result;
        var hidden = (await client.CallAsync(Methods.ListWorkspaces, Map("name", "vault"))).Result;
        var waits = (await client.CallAsync(Methods.ListWaits)).Result;

        Assert.Equal(expected, string.Join(' ', workspaces.Items.Select(item => item["name"].To<string>())));
        Assert.Equal(right == NwsRight.Admin ? 1 : 0, hidden.Count);
        Assert.Equal(right == NwsRight.Admin ? ["shop", "vault"] : (string[])["shop"], waits.Items.Select(item => item["workspace"].To<string>()).Order());
    }

    [Fact]
    public async Task Reader_NeitherMakesNorOwnsAWorkspace()
    {
        await using var server = await RightsServer.StartAsync();
        await using (var reader = await server.ConnectAsync(NwsRight.Read))
        {
            Assert.Equal("no_workspace", (await reader.CallAsync(Methods.Use, "shop 2")).Code);
            Assert.Equal("no_workspace", (await reader.CallAsync(Methods.Open, "shop 2")).Code);
            Assert.False((await reader.CallAsync(Methods.Open, "shop")).Result["mine"].To<bool>());
        }

        Assert.DoesNotContain("shop 2", await server.ContentsAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret reads")]
    [InlineData("secret rea")]
    [InlineData("reader")]
    [InlineData(null)]
    public async Task Hello_WithAnotherSecret_IsUnauthorized(string? secret)
    {
        await using var server = await RightsServer.StartAsync();
        await using var client = await server.Server.ConnectRawAsync();

        Assert.Equal("unauthorized", (await client.HelloAsync(token: secret)).Code);
    }

    [Fact]
    public void Validate_OfFaultyTokens_TellsThemAllAtOnce()
    {
        var options = new NwsServerOptions
        {
            Token = "same", Tokens = [new("a", "same", NwsRight.Read), new("a", "", NwsRight.Write), new("c", "3", NwsRight.Admin) { Workspaces = ["shop"] }, new(" ", "4", NwsRight.Read) { Workspaces = [] }],
        };

        string message = Assert.Throws<ArgumentException>(options.Validate).Message;

        string[] named = ["The token 'a' has no secret.", "'c' has the right admin", "A token has no name.", "is for no workspace", "There are 2 tokens 'a'.", "Two tokens have the same secret."];
        Assert.All(named, fault => Assert.Contains(fault, message, StringComparison.Ordinal));
        Assert.DoesNotContain("same", options.Tokens[0].ToString(), StringComparison.Ordinal);
    }
}
