using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

public sealed class FetchFindTests : IAsyncLifetime
{
    private ServerFixture _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ServerFixture.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("text", "{ name: \"bolt\", sizes: [1, 2.5], none: null }\n")]
    [InlineData("json", "{\"name\": \"bolt\", \"sizes\": [1, 2.5], \"none\": null}\n")]
    [InlineData("py", "{'name': 'bolt', 'sizes': [1, 2.5], 'none': None}\n")]
    [InlineData("python", "{'name': 'bolt', 'sizes': [1, 2.5], 'none': None}\n")]
    [InlineData("cs", "{ name: \"bolt\", sizes: [1, 2.5], none: null }\n")]
    [InlineData("javascript", "{ name: 'bolt', sizes: [ 1, 2.5 ], none: null }\n")]
    public async Task Find_AsAForm_PrintsTheValueInIt(string form, string expected)
    {
        await StoreAsync(new Dictionary<string, object?> { ["name"] = "bolt", ["sizes"] = new object[] { 1, 2.5 }, ["none"] = null });

        var result = await _server.RunAsync("find", "shop", "v", "--as", form);

        Assert.Equal((0, expected, ""), result.All);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Find_LargeValue_IsPrintedWhole()
    {
        string text = new('x', 1_000_000);
        await StoreAsync(text);
        await StoreAsync(Enumerable.Range(0, 5000).ToList());

        var first = await _server.RunAsync("fetch", "shop", "v");
        var second = await _server.RunAsync("fetch", "shop", "v");

        Assert.Equal(text + "\n", first.Output);
        Assert.Equal($"[{string.Join(", ", Enumerable.Range(0, 5000))}]\n", second.Output);
    }

    [Fact]
    public async Task Fetch_Text_IsPrintedPlainAndRemoved()
    {
        await StoreAsync("one");
        await StoreAsync("two");

        var first = await _server.RunAsync("fetch", "shop", "v");
        var second = await _server.RunAsync("fetch", "shop", "v", "--as", "csharp");

        Assert.Equal((0, "one\n", ""), first.All);
        Assert.Equal((0, "\"two\"\n", ""), second.All);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Fetch_Raw_WritesTheBytesAndNothingElse()
    {
        byte[] bytes = [0, 10, 13, 255, 10];
        await StoreAsync(bytes);
        await StoreAsync("naïve");

        var first = await _server.RunAsync("fetch", "shop", "v", "--as", "raw");
        var second = await _server.RunAsync("fetch", "shop", "v", "--as", "raw");

        Assert.Equal((0, ""), (first.ExitCode, first.Errors));
        Assert.Equal(bytes, first.OutputBytes);
        Assert.Equal((0, "naïve", ""), second.All);
    }

    [Fact]
    public async Task Fetch_RawOfWhatIsNeitherBytesNorText_FailsAndLeavesItThere()
    {
        await StoreAsync(17);

        var result = await _server.RunAsync("fetch", "shop", "v", "--as", "raw");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("it stays where it was", result.Errors, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [InlineData("fetch", "shop", "--try")]
    [InlineData("find", "shop", "--try")]
    [InlineData("fetch", "shop", "--timeout=0.05")]
    [InlineData("find", "shop", "--timeout=0.05")]
    [InlineData("fetch", "nowhere", "--try")]
    [InlineData("find", "nowhere", "--timeout=0.05")]
    public async Task Take_NothingThere_PrintsNothingAndExitsWith4(string verb, string workspace, string patience)
    {
        var result = await _server.RunAsync(verb, workspace, "v", patience);

        Assert.Equal((4, ""), (result.ExitCode, result.Output));
        Assert.Matches("^nws: .+\n$", result.Errors);
    }

    [Fact]
    public async Task Fetch_NothingThereYet_WaitsEvenForTheWorkspace()
    {
        await using var fetch = _server.CommandLine.Start("fetch", "later", "v");
        await Eventually.TrueAsync(async () => (await _server.WorkspaceNamesAsync()).Contains("later"));

        var workspace = await _server.Client.UseWsAsync("later", create: false, Cancellation);
        await workspace.StoreAsync("v", "at last", Cancellation);
        var result = await fetch.EndAsync();

        Assert.Equal((0, "at last\n", ""), result.All);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task Fetch_Interrupted_ExitsAsShellsExpectAndTakesNothing(string signal, int exitCode)
    {
        await using var fetch = _server.CommandLine.StartInTerminal("fetch", "shop", "v");
        await Eventually.TrueAsync(async () => (await VariableAsync())?.FetcherCount == 1);

        await fetch.SignalAsync(signal);
        var result = await fetch.EndAsync();
        await StoreAsync("kept");

        Assert.Equal((exitCode, "", ""), result.All);
        Assert.Equal(1, await CountAsync());
    }

    private Task StoreAsync(object value) => _server.Workspace.StoreAsync("v", value, Cancellation).Soon();

    private async Task<int?> CountAsync() => (await VariableAsync())?.ValueCount;

    private async Task<VariableListing?> VariableAsync() =>
        (await _server.Workspace.ListVarsAsync(Cancellation).Soon()).SingleOrDefault(variable => variable.Name == "v");
}
