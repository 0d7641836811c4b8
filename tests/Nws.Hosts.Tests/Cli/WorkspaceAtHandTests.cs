using System.Globalization;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

/// <summary>Code that <c>nws</c> runs uses the workspace in <c>ws</c> and never owns it: what it, or anybody else, has stored there outlives it.</summary>
public sealed class WorkspaceAtHandTests : IAsyncLifetime
{
    private ServerFixture _fixture = null!;

    public async ValueTask InitializeAsync() => _fixture = await ServerFixture.StartAsync();

    public async ValueTask DisposeAsync() => await _fixture.DisposeAsync();

    [Theory]
    [InlineData("keep.csx", "ws.Store(\"kept\", 1);")]
    [InlineData("keep.py", "ws.store('kept', 1)")]
    [InlineData("keep.mjs", "await ws.store('kept', 1);")]
    [InlineData("keep.js", "ws.store('kept', 1);")]
    [InlineData("keep.R", "ws$store('kept', 1)")]
    [InlineData("keep.nws", "#py\nws.store('kept', 1)\n")]
    public async Task Run_Script_LeavesWhatItAndOthersStored(string file, string script)
    {
        _fixture.CommandLine.Write(file, script);
        await _fixture.Workspace.StoreAsync("other", 2, cancellationToken: TestContext.Current.CancellationToken).Soon();

        foreach (string workspace in (string[])["shop", "new"])
            Assert.Equal((0, ""), await FinishAsync("run", "--ws", workspace, file));

        await AssertKeptAsync();
    }

    [Theory]
    [InlineData("cs", "ws.Store(\"kept\", 1)")]
    [InlineData("py", "ws.store('kept', 1)")]
    [InlineData("js", "await ws.store('kept', 1)")]
    [InlineData("r", "ws$store('kept', 1)")]
    public async Task Eval_OfCode_LeavesWhatItAndOthersStored(string language, string code)
    {
        await _fixture.Workspace.StoreAsync("other", 2, cancellationToken: TestContext.Current.CancellationToken).Soon();

        foreach (string workspace in (string[])["shop", "new"])
            Assert.Equal((0, ""), await FinishAsync("eval", "-l", language, "--ws", workspace, code));

        await AssertKeptAsync();
    }

    [Theory]
    [InlineData("cs", "csx", "server.ListWss().Count == nws.ListWss().Count", "Console.WriteLine({0});")]
    [InlineData("py", "py", "len(server.listWss()) == len(nws.listWss())", "print({0})")]
    [InlineData("js", "mjs", "(await server.listWss()).length == (await nws.listWss()).length", "console.log({0});")]
    [InlineData("r", "R", "nrow(server$listWss()) == nrow(nws$listWss())", "cat({0})")]
    public async Task Connection_HasTheSameNamesInScriptsAndAtThePrompt(string language, string extension, string expression, string printing)
    {
        _fixture.CommandLine.Write($"names.{extension}", string.Format(CultureInfo.InvariantCulture, printing, expression));

        var script = await _fixture.RunAsync("run", $"names.{extension}");
        var prompt = await _fixture.RunAsync("eval", "-l", language, "--as", "json", expression);

        Assert.Equal(("", "true"), (script.Errors, script.Output.Trim().ToLowerInvariant()));
        Assert.Equal(("", "true"), (prompt.Errors, prompt.Output.Trim()));
    }

    private async Task<(int, string)> FinishAsync(params string[] arguments)
    {
        var result = await _fixture.RunAsync(arguments);
        return (result.ExitCode, result.Errors);
    }

    private async Task AssertKeptAsync()
    {
        Assert.Equal(2, await _fixture.Workspace.FetchAsync<int>("other").Soon());
        Assert.Equal(1, await _fixture.Workspace.FetchAsync<int>("kept").Soon());
        var made = await _fixture.Client.UseWsAsync("new", create: false, TestContext.Current.CancellationToken).Soon();
        Assert.Equal(1, await made.FetchAsync<int>("kept").Soon());
    }
}
