using System.Diagnostics;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

/// <summary>The verbs for values in pipelines of a shell.</summary>
public sealed class PipelineTests : IAsyncLifetime
{
    private ServerFixture _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ServerFixture.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Store_Lines_StoresEachAsAValue()
    {
        var result = await _server.CommandLine.RunWithInputAsync("one\n\nthree"u8.ToArray(), "store", "shop", "v", "--lines");

        Assert.Equal((0, "", ""), result.All);
        Assert.Equal(["one", "", "three"], await TakenAsync<string>());
    }

    [Fact]
    public async Task Store_LinesOfJson_StoresWhatEachSaysUpToTheOneThatIsWrong()
    {
        var result = await _server.CommandLine.RunWithInputAsync("1\n[2]\nthree\n4\n"u8.ToArray(), "store", "shop", "v", "--lines", "--json");

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("nws: line 3: The value is not JSON", result.Errors, StringComparison.Ordinal);
        Assert.Equal(["1", "[2]"], (await TakenAsync<NwsValue>()).Select(value => value.Render(NwsNotation.Json, RenderLimits.None)));
    }

    [Fact]
    public async Task Store_LinesThatComeSlowly_AreStoredAsTheyCome()
    {
        await using var process = _server.CommandLine.Start("store", "shop", "v", "--lines");
        await process.Input.WriteAsync("first\n");
        await process.Input.FlushAsync(Cancellation);

        Assert.Equal("first", await _server.Workspace.FetchAsync<string>("v", cancellationToken: Cancellation).Soon());
        await process.Input.WriteAsync("second\n");
        Assert.Equal(0, (await process.EndAsync()).ExitCode);
        Assert.Equal(["second"], await TakenAsync<string>());
    }

    [Fact]
    public async Task Fetch_All_PrintsEveryValueAndLeavesNone()
    {
        await _server.Workspace.StoreAllAsync("v", Enumerable.Range(0, 250), cancellationToken: Cancellation);

        var all = await _server.RunAsync("fetch", "shop", "v", "--all");
        var none = await _server.RunAsync("fetch", "shop", "v", "--all");

        Assert.Equal((0, string.Concat(Enumerable.Range(0, 250).Select(number => $"{number}\n")), ""), all.All);
        Assert.Equal((4, "", ""), none.All);
    }

    [Fact]
    public async Task Find_All_PrintsEveryValueAndLeavesThem()
    {
        await _server.Workspace.StoreAllAsync("v", new[] { "a", "b" }, cancellationToken: Cancellation);

        Assert.Equal((0, "a\nb\n", ""), (await _server.RunAsync("find", "shop", "v", "--all")).All);
        Assert.Equal(["a", "b"], await TakenAsync<string>());
    }

    [Theory]
    [InlineData("fetch")]
    [InlineData("find")]
    public async Task Follow_PrintsValuesAsTheyComeUntilInterrupted(string verb)
    {
        await using var process = _server.CommandLine.StartInTerminal(verb, "shop", "v", "--follow");
        await _server.Workspace.StoreAsync("v", "a", Cancellation);
        await Eventually.TrueAsync(() => process.OutputSoFar == "a\n", "the first is printed");
        await _server.Workspace.StoreAsync("v", "b", Cancellation);
        await Eventually.TrueAsync(() => process.OutputSoFar == "a\nb\n", "the second is printed");

        await process.SignalAsync("INT", toGroup: true);

        Assert.Equal((130, "a\nb\n", ""), (await process.EndAsync()).All);
    }

    [Fact]
    public async Task Follow_WithATimeLimit_EndsWhenNoneCameInTime()
    {
        await _server.Workspace.StoreAsync("v", "a", Cancellation);

        Assert.Equal((0, "a\n", ""), (await _server.RunAsync("fetch", "shop", "v", "--follow", "--timeout", "0.1")).All);
    }

    [Fact]
    public async Task Fetch_IntoAPipeThatCloses_EndsQuietlyAndLosesNothing()
    {
        // Values so large that a pipe holds not even one of them.
        await _server.Workspace.StoreAllAsync("v", Enumerable.Range(0, 5).Select(number => $"{number}\n{new string('x', 200_000)}"), cancellationToken: Cancellation);

        var result = await BashAsync("\"$NWS\" fetch shop v --all | head -n 1; echo \"${PIPESTATUS[0]}\"");

        Assert.Equal((0, "0\n141\n", ""), result.All);
        Assert.Equal(["0", "1", "2", "3", "4"], (await TakenAsync<string>()).Select(text => text[..1]));
    }

    [Fact]
    public async Task Fetch_IntoAFullDisk_ComplainsAndLosesNothing()
    {
        await _server.Workspace.StoreAsync("v", "a", Cancellation);

        var result = await BashAsync("\"$NWS\" fetch shop v > /dev/full");

        Assert.Equal((1, "nws: Standard output cannot be written: No space left on device.\n"), (result.ExitCode, result.Errors));
        Assert.Equal(["a"], await TakenAsync<string>());
    }

    [Fact]
    public async Task Names_OfADot_AreThoseOfTheEnvironment()
    {
        var result = await BashAsync("export NWS_WS=shop; \"$NWS\" declare . s single; seq 3 | \"$NWS\" store . s --lines --json; \"$NWS\" fetch . s; \"$NWS\" list .");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.StartsWith("3\nNAME", result.Output, StringComparison.Ordinal);
        Assert.Equal(VariableMode.Single, Assert.Single(await _server.Workspace.ListVarsAsync(Cancellation)).Mode);
    }

    [Fact]
    public async Task Mktemp_MakesAWorkspaceThatStays()
    {
        string first = (await _server.RunAsync("mktemp")).Output.TrimEnd();
        string second = (await _server.RunAsync("mktemp", "job_%03d")).Output.TrimEnd();

        Assert.Matches("^__shws__[0-9]+$", first);
        Assert.Matches("^job_[0-9]{3}$", second);
        Assert.Superset(new HashSet<string> { first, second }, (await _server.WorkspaceNamesAsync()).ToHashSet());
    }

    [Fact]
    public async Task Watch_TellsWhatHappensAndTakesNothing()
    {
        await using var process = _server.CommandLine.StartInTerminal("watch", "shop", "v*");
        await Eventually.TrueAsync(async () =>
        {
            await _server.Workspace.StoreAsync("other", 1, Cancellation);
            await _server.Workspace.StoreAsync("v1", 1, Cancellation);
            return process.OutputSoFar.Contains("stored v1 ", StringComparison.Ordinal);
        }, "it watches");

        await process.SignalAsync("INT", toGroup: true);
        var result = await process.EndAsync();

        Assert.Equal((130, ""), (result.ExitCode, result.Errors));
        Assert.DoesNotContain("other", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fetch shop v --all --try", "--all does not wait: give no --follow, --try or --timeout.")]
    [InlineData("find shop v --follow --try", "Either --try or --follow, not both.")]
    [InlineData("declare shop v stack", "'stack' is no mode; there are: fifo, lifo, multi, single.")]
    public async Task CommandLine_Wrong_IsExplained(string line, string complaint)
    {
        var result = await _server.RunAsync(line.Split(' '));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(complaint, result.Errors, StringComparison.Ordinal);
    }

    private async Task<ProcessResult> BashAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script]);
        start.Environment["NWS"] = Path.Combine(AppContext.BaseDirectory, "nws");
        start.Environment[NwsEndpoint.ServerVariable] = _server.Client.Endpoint.ToString();
        await using var process = TestProcess.Start(start);
        return await process.EndAsync();
    }

    private async Task<List<T>> TakenAsync<T>()
    {
        var values = new List<T>();
        while (await _server.Workspace.FetchTryAsync("v", Cancellation) is { } value) values.Add(value.To<T>());
        return values;
    }
}
