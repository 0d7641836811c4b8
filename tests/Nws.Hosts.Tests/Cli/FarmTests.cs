using System.Text.RegularExpressions;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

/// <summary><c>nws farm</c>, from the start to the stop.</summary>
public sealed class FarmTests : IAsyncDisposable
{
    private readonly NwsCommandLine _nws = new();
    private TestServer? _server;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        await _nws.AllGoneAsync();
        _nws.Dispose();
    }

    [Fact]
    public async Task Farm_FromStartToStop_GoesRound()
    {
        await StartServerAsync();
        var started = await _nws.RunAsync("farm", "start", "lab", "-n", "2", "--tag", "gpu");
        var list = await _nws.RunAsync("farm", "list");
        var status = await _nws.RunAsync("farm", "status", "lab");
        var why = await _nws.RunAsync("why");
        var again = await _nws.RunAsync("farm", "start", "lab");
        int[] results = await UseAsync();
        var stopped = await _nws.RunAsync("farm", "stop", "lab");
        var gone = await _nws.RunAsync("farm", "list");
        var stoppedAgain = await _nws.RunAsync("farm", "stop", "lab");

        Assert.Equal((0, ""), (started.ExitCode, started.Errors));
        Assert.Matches($@"^nws: farm 'lab' stands at {_server!.Endpoint} with 2 workers, process \d+, log .*farm-lab-\d+\.log\n", started.Output);
        Assert.Contains($"nws worker --farm lab --server {_server.Endpoint}   on this machine; the server listens to no other (nws start --host)\n", started.Output, StringComparison.Ordinal);
        Assert.Equal((0, "NAME WORKERS JOBS TASKS\nlab        2    0     0\n", ""), list.All);
        Assert.Matches(@"^nws: farm 'lab', kept for \d+ s by process \d+ on .*, log .*\n", status.Output);
        Assert.Matches(@"RANK NAME +TAGS STATE +TASK SINCE DONE FAILED\n +0 \S+@0 +gpu +(idle|new) ", Regex.Replace(status.Output, " +\n", "\n"));
        Assert.Matches("^the keeper and the workers of 'farm lab' wait for tasks, by [0-9]+ requests; nws why 'farm lab' lists them\n$", why.Output);
        Assert.Equal((1, ""), (again.ExitCode, again.Output));
        Assert.Contains("There is a farm 'lab'", again.Errors, StringComparison.Ordinal);
        Assert.Equal([2, 4, 6], results);
        Assert.Equal((0, "nws: farm 'lab' is stopped\n", ""), stopped.All);
        Assert.Equal((0, "NAME WORKERS JOBS TASKS\n", ""), gone.All);
        Assert.Equal((4, "", $"nws: There is no farm 'lab' at {_server.Endpoint}; start one with: nws farm start lab\n"), stoppedAgain.All);
        await _nws.AllGoneAsync();
    }

    [Fact]
    public async Task Each_OnAFarm_RunsOnItsWorkersAndLeavesThem()
    {
        await StartServerAsync();
        await _nws.RunAsync("farm", "start", "lab", "-n", "1");

        var squares = await _nws.RunAsync("each", "-l", "py", "x ** 2", "--over", "1..5", "--farm", "lab");
        var failing = await _nws.RunAsync("each", "-l", "js", "x === 2 ? (() => { throw new Error('no two'); })() : x", "--over", "1..3", "--farm", "lab");
        var list = await _nws.RunAsync("farm", "list");

        await _nws.RunAsync("farm", "stop", "lab");
        Assert.Equal((0, "1\n4\n9\n16\n25\n", ""), squares.All);
        Assert.Equal(7, failing.ExitCode);
        Assert.Contains("no two", failing.Errors, StringComparison.Ordinal);
        Assert.Matches(@"^lab +1 +0 +0$", list.Output.Split('\n')[1]);
    }

    [Fact]
    public async Task Stop_WhileTasksRun_LetsThemFinish()
    {
        await StartServerAsync();
        await _nws.RunAsync("farm", "start", "lab", "-n", "1");
        await using var sleigh = await Sleigh.AttachAsync("lab", _server!.ClientOptions, TestContext.Current.CancellationToken).Soon();
        await using var client = await _server.ConnectAsync();
        var shared = await client.OpenWsAsync("shared", persistent: true, cancellationToken: TestContext.Current.CancellationToken);
        var farm = await client.UseWsAsync("farm lab", create: false, TestContext.Current.CancellationToken);
        _ = sleigh.EachElemAsync(
            Code.Python("ws = SleighNws.server.useWs('shared')\nws.store('begun', 1)\nws.find('go')\nws.store('finished', SleighArguments[0])"),
            new[] { 1, 2, 3 }, options: new EachOptions { ChunkSize = 1 }, cancellationToken: TestContext.Current.CancellationToken).ContinueWith(static call => call.Exception, TaskScheduler.Default);
        await shared.FetchAsync("begun", cancellationToken: TestContext.Current.CancellationToken).Soon();

        var stopping = _nws.RunAsync("farm", "stop", "lab", "--timeout", "60");
        await Eventually.TrueAsync(async () => (await farm.ListVarsAsync()).All(variable => variable.Name != "task" || variable.ValueCount == 0));
        await shared.StoreAsync("go", 1, TestContext.Current.CancellationToken);
        var stopped = await stopping;

        Assert.Equal(0, stopped.ExitCode);
        Assert.Equal(1, await shared.FetchTryAsync("finished", 0, TestContext.Current.CancellationToken));
        Assert.Null(await shared.FetchTryAsync("finished", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Stop_TaskThatDoesNotEnd_IsEndedWhenItsTimeIsUp()
    {
        await StartServerAsync();
        await _nws.RunAsync("farm", "start", "lab", "-n", "1");
        await using var sleigh = await Sleigh.AttachAsync("lab", _server!.ClientOptions, TestContext.Current.CancellationToken).Soon();
        var endless = sleigh.EachElemAsync(Code.Python("SleighUserNws.store('begun', 1)\nwhile True: pass"), new[] { 1 }, cancellationToken: TestContext.Current.CancellationToken);
        await sleigh.UserNws.FetchAsync("begun", cancellationToken: TestContext.Current.CancellationToken).Soon();

        var stopped = await _nws.RunAsync("farm", "stop", "lab", "--timeout", "0.5");

        Assert.Equal(0, stopped.ExitCode);
        await Assert.ThrowsAnyAsync<Exception>(() => endless.Soon());
        await _nws.AllGoneAsync();
    }

    [Fact]
    public async Task Start_WithoutAServer_SaysSoAndLeavesNothing()
    {
        _nws.Variables[NwsEndpoint.ServerVariable] = "127.0.0.1:1";

        var result = await _nws.RunAsync("farm", "start", "lab");

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Contains("nws start", result.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(_nws.Folder, "nws")));
    }

    private async Task StartServerAsync()
    {
        _server = await TestServer.StartAsync();
        _nws.Variables[NwsEndpoint.ServerVariable] = _server.Endpoint.ToString();
    }

    private async Task<int[]> UseAsync()
    {
        await using var sleigh = await Sleigh.AttachAsync("lab", _server!.ClientOptions, TestContext.Current.CancellationToken).Soon();
        return [.. await sleigh.EachElemAsync<int>(
            Code.Python("2 * SleighArguments[0]"), new[] { 1, 2, 3 }, options: new EachOptions { Tags = ["gpu"] }, cancellationToken: TestContext.Current.CancellationToken).Soon()];
    }
}
