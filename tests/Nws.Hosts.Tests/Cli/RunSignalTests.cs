using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

/// <summary>Signals while a script runs: it gets each once, and never outlives <c>nws</c>.</summary>
public sealed class RunSignalTests : IAsyncDisposable
{
    private const string HandlingInPython = """
        import signal, sys
        signal.signal(signal.SIGINT, lambda *_: print("interrupted", flush=True))
        print("ready", flush=True)
        sys.stdin.readline()
        sys.exit(9)
        """;

    private const string HandlingInJavaScript = """
        process.on('SIGINT', () => console.log('interrupted'));
        process.stdin.once('data', () => process.exit(9));
        console.log('ready');
        """;

    private static readonly Dictionary<string, string> Waiting = new()
    {
        [".csx"] = "Console.WriteLine(\"ready\"); Thread.Sleep(-1);",
        [".py"] = "import time; print('ready', flush=True); time.sleep(1000)",
        [".js"] = "console.log('ready'); setInterval(() => {}, 1000);",
    };

    private static readonly Dictionary<string, string> Masters = new()
    {
        [".csx"] = """
            sleigh.EachWorker(Code.Python("SleighRank"));
            Console.WriteLine("ready");
            sleigh.EachWorker(Code.Python("while True: pass"));
            """,
        [".py"] = """
            sleigh.eachWorker("SleighRank")
            print("ready", flush=True)
            sleigh.eachWorker("while True: pass")
            """,
        [".mjs"] = """
            await sleigh.eachWorker('SleighRank');
            console.log('ready');
            await sleigh.eachWorker('while (true);');
            """,
    };

    private readonly NwsCommandLine _nws = new();

    public async ValueTask DisposeAsync()
    {
        await _nws.AllGoneAsync();
        _nws.Dispose();
    }

    [Theory]
    [InlineData("handle.py", HandlingInPython)]
    [InlineData("handle.js", HandlingInJavaScript)]
    public async Task Interrupt_OfScriptThatHandlesIt_ReachesItOnceAndEndsNothing(string file, string script)
    {
        _nws.Write(file, script);
        await using var run = _nws.StartInTerminal("run", file);
        Assert.Equal("ready", await run.FirstLineAsync());

        await run.SignalAsync("INT", toGroup: true);
        await Eventually.TrueAsync(() => run.OutputSoFar.Contains("interrupted", StringComparison.Ordinal));
        await run.Input.WriteLineAsync();
        var result = await run.EndAsync();

        Assert.Equal((9, "ready\ninterrupted\n"), (result.ExitCode, result.Output));
    }

    [Theory]
    [InlineData(".csx", "INT", 130)]
    [InlineData(".py", "INT", 130)]
    [InlineData(".js", "INT", 130)]
    [InlineData(".csx", "TERM", 143)]
    [InlineData(".py", "TERM", 143)]
    [InlineData(".js", "TERM", 143)]
    public async Task Signal_OfScriptThatDoesNotHandleIt_EndsItAndTheExitCodeTells(string extension, string signal, int exitCode)
    {
        await using var run = await StartWaitingAsync(extension);

        await run.SignalAsync(signal, toGroup: signal == "INT");
        var result = await run.EndAsync();

        Assert.Equal((exitCode, "ready\n"), (result.ExitCode, result.Output));
        await _nws.AllGoneAsync();
    }

    [Theory]
    [InlineData(".py")]
    [InlineData(".js")]
    public async Task Kill_OfNws_TakesTheScriptWithIt(string extension)
    {
        await using var run = await StartWaitingAsync(extension);

        await run.SignalAsync("KILL");
        await run.EndAsync();

        await _nws.AllGoneAsync();
    }

    [Theory]
    [InlineData(".csx")]
    [InlineData(".py")]
    [InlineData(".mjs")]
    public async Task Kill_OfAMasterWhoseTasksRun_LeavesNoProcess(string extension)
    {
        _nws.Write($"master{extension}", Masters[extension]);
        await using var run = _nws.Start("run", $"master{extension}");
        Assert.Equal("ready", await run.FirstLineAsync());

        await run.SignalAsync("KILL");

        await _nws.AllGoneAsync();
    }

    private async Task<TestProcess> StartWaitingAsync(string extension)
    {
        _nws.Write($"wait{extension}", Waiting[extension]);
        var run = _nws.StartInTerminal("run", $"wait{extension}");
        Assert.Equal("ready", await run.FirstLineAsync());
        return run;
    }
}
