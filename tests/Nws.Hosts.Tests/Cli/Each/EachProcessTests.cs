using System.Diagnostics;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli.Each;

/// <summary><c>nws each</c> among other processes: without a server, interrupted, in a pipe, on a terminal.</summary>
public sealed class EachProcessTests : IAsyncDisposable
{
    private readonly NwsCommandLine _nws = new();

    public async ValueTask DisposeAsync()
    {
        await _nws.AllGoneAsync();
        _nws.Dispose();
    }

    [Fact]
    public async Task Each_WithoutServer_StartsOne()
    {
        var result = await _nws.RunAsync("each", "-l", "js", "x + 1", "--over", "1..3");

        Assert.Equal((0, "2\n3\n4\n"), (result.ExitCode, result.Output));
        Assert.Matches(@"^nws: no server at localhost:8765; using an embedded one at 127\.0\.0\.1:\d+\n$", result.Errors);
    }

    [Fact]
    public async Task Each_WhoseServerDoesNotAnswer_SaysSo()
    {
        var result = await _nws.RunAsync("each", "-l", "js", "x", "--over", "1", "--server", "127.0.0.1:1");

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task Signal_WhileElementsRun_EndsAllAndTheExitCodeTells(string signal, int exitCode)
    {
        await using var run = _nws.StartInTerminal("each", "-l", "py", "x if x < 2 else __import__('time').sleep(1000)", "--over", "1..1000", "-n", "2");
        Assert.Equal("1", await run.FirstLineAsync());

        await run.SignalAsync(signal, toGroup: signal == "INT");
        var result = await run.EndAsync();

        Assert.Equal((exitCode, "1\n"), (result.ExitCode, result.Output));
        await _nws.AllGoneAsync();
    }

    [Fact]
    public async Task Signal_WhileInputIsAwaited_EndsItToo()
    {
        await using var run = _nws.StartInTerminal("each", "-l", "js", "x", "--over", "-", "-n", "1");
        await run.Input.WriteAsync("1\n");
        await run.Input.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal("1", await run.FirstLineAsync());

        await run.SignalAsync("INT", toGroup: true);

        await run.EndedAsync().Soon();
        Assert.Equal(130, (await run.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Reader_ThatHasEnough_EndsItQuietly()
    {
        var result = await ShellAsync($"\"$0\" each -l js x --over 1..100000000 -n 1 2>errors | head -n 2; cat errors");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^1\n2\nnws: no server [^\n]*\n$", result.Output);
        await _nws.AllGoneAsync();
    }

    [Fact]
    public async Task Terminal_ShowsHowFarItIs_AndIsCleanAtTheEnd()
    {
        var result = await ShellAsync("script -qec \"$0 each -l js 'x * 2' --over 1..3 -n 1 >results\" /dev/null; cat results");

        Assert.Contains("[                        ] 0 % 0/3", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("\r\e[K2\n4\n6\n", result.Output, StringComparison.Ordinal);
    }

    private async Task<ProcessResult> ShellAsync(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command, Path.Combine(AppContext.BaseDirectory, "nws")]) { WorkingDirectory = _nws.Folder };
        foreach (var (name, value) in _nws.Variables) start.Environment[name] = value;
        await using var process = TestProcess.Start(start);
        return await process.EndAsync();
    }
}
