using System.Text.Json.Nodes;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

public sealed class ListDeleteTests : IAsyncLifetime
{
    private ServerFixture _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ServerFixture.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task List_Workspaces_IsATable()
    {
        await _server.Workspace.StoreAsync("v", 1, Cancellation);

        var result = await _server.RunAsync("list");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        string[][] rows = Rows(result.Output);
        Assert.Equal(["NAME", "OWNER", "PERSISTENT", "VARIABLES"], rows[0]);
        Assert.Equal(["__default", "[system]", "yes", "0"], rows[1]);
        Assert.Equal(["shop", "no", "1"], rows[2]);
    }

    [Fact]
    public async Task List_Variables_IsATableOrJson()
    {
        await _server.Workspace.StoreAsync("colour", "red", Cancellation);
        await _server.Workspace.DeclareAsync("stack", VariableMode.Lifo, Cancellation);

        var table = await _server.RunAsync("list", "shop");
        var json = await _server.RunAsync("list", "shop", "--json");

        string[][] rows = Rows(table.Output);
        Assert.Equal(["NAME", "MODE", "VALUES", "FETCHERS", "FINDERS"], rows[0]);
        Assert.Equal(["colour", "fifo", "1", "0", "0"], rows[1]);
        Assert.Equal(["stack", "lifo", "0", "0", "0"], rows[2]);
        var expected = JsonNode.Parse("""
            [
              {"name": "colour", "mode": "fifo", "values": 1, "fetchers": 0, "finders": 0},
              {"name": "stack", "mode": "lifo", "values": 0, "fetchers": 0, "finders": 0}
            ]
            """);
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(json.Output)), json.Output);
    }

    [Fact]
    public async Task List_LongNames_AreNeitherCutNorFolded()
    {
        string name = string.Join(' ', Enumerable.Repeat("a long name", 30));
        await _server.Workspace.StoreAsync(name, 1, Cancellation);

        var result = await _server.RunAsync("list", "shop");

        Assert.Contains(result.Output.Split('\n'), line => line.StartsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_NameWithControlCharacters_DoesNotReachTheTerminalAsSuch()
    {
        await _server.Workspace.StoreAsync("a\u001b[2Jb\nc[red]", 1, Cancellation);

        var result = await _server.RunAsync("list", "shop");

        Assert.Contains("a\ufffd[2Jb\ufffdc[red]", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WorkspaceThatIsNotThere_ExitsWith4()
    {
        var result = await _server.RunAsync("list", "nowhere");

        Assert.Equal((4, "", "nws: Workspace 'nowhere' does not exist.\n"), result.All);
    }

    [Fact]
    public async Task Delete_VariableThenWorkspace_DeletesThem()
    {
        await _server.Workspace.StoreAsync("v", 1, Cancellation);

        var variable = await _server.RunAsync("delete", "shop", "v");
        var left = await _server.Workspace.ListVarsAsync(Cancellation);
        var workspace = await _server.RunAsync("delete", "shop");
        var workspaces = await _server.WorkspaceNamesAsync();

        Assert.Equal((0, "", ""), variable.All);
        Assert.Empty(left);
        Assert.Equal((0, "", ""), workspace.All);
        Assert.Equal(["__default"], workspaces);
    }

    [Theory]
    [InlineData("shop v", 4, "Variable 'v' does not exist in workspace 'shop'")]
    [InlineData("nowhere v", 4, "Workspace 'nowhere' does not exist")]
    [InlineData("nowhere", 4, "Workspace 'nowhere' does not exist")]
    [InlineData("__default", 1, "Workspace '__default' belongs to the system")]
    public async Task Delete_WhatCannotBeDeleted_SaysWhy(string names, int exitCode, string reason)
    {
        var result = await _server.RunAsync(["delete", .. names.Split(' ')]);

        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"nws: {reason}", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("nowhere", await _server.WorkspaceNamesAsync());
    }

    private static string[][] Rows(string table) => [.. Parts(table, '\n').Select(line => Parts(line, ' '))];

    private static string[] Parts(string text, char separator) => text.Split(separator, StringSplitOptions.RemoveEmptyEntries);
}
