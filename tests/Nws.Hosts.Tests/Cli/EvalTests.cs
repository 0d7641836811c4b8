using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

/// <summary><c>nws eval</c>, with real interpreters.</summary>
public sealed class EvalTests : IAsyncLifetime
{
    private ServerFixture _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ServerFixture.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("cs", "1 + 1", "2\n")]
    [InlineData("cs", "var n = 20; n * 2 + 2", "42\n")]
    [InlineData("cs", "new[] { 1.5, 2 }.Sum()", "3.5\n")]
    [InlineData("cs", "System.Text.Json.JsonSerializer.Serialize(new { A = 1 })", "{\"A\":1}\n")]
    [InlineData("cs", "var x = 1;", "")]
    [InlineData("cs", "Console.WriteLine(\"printed\");", "printed\n")]
    [InlineData("py", "{'big': 7 ** 40, 'none': None}", "{'big': 6366805760909027985741435139224001, 'none': None}\n")]
    [InlineData("py", "import math\nmath.sqrt(9)", "3.0\n")]
    [InlineData("py", "None", "")]
    [InlineData("py", "print('printed')\n'text'", "printed\ntext\n")]
    [InlineData("js", "[1, 2n ** 64n]", "[ 1, 18446744073709551616n ]\n")]
    [InlineData("js", "await Promise.resolve(3)", "3\n")]
    [InlineData("r", "1:3 * 2", "double[3] { 2.0, 4.0, 6.0 }\n")]
    [InlineData("r", "ws$currentWs()", "__default\n")]
    [InlineData("r", "as.Date('2026-11-26')", "[1] \"2026-11-26\"\n")]
    public async Task Eval_OfCode_PrintsItsValue(string language, string code, string expected)
    {
        var result = await _server.RunAsync("eval", "-l", language, code);

        Assert.Equal((0, expected, ""), result.All);
    }

    [Theory]
    [InlineData("json", "{\"n\": [1, 2.5]}\n")]
    [InlineData("python", "{'n': [1, 2.5]}\n")]
    [InlineData("js", "{ n: [ 1, 2.5 ] }\n")]
    public async Task Eval_AsAForm_PrintsTheValueInIt(string form, string expected) =>
        Assert.Equal((0, expected, ""), (await _server.RunAsync("eval", "-l", "py", "{'n': [1, 2.5]}", "--as", form)).All);

    [Fact]
    public async Task Eval_OfNothingAsJson_PrintsNull() => Assert.Equal((0, "null\n", ""), (await _server.RunAsync("eval", "-l", "py", "None", "--as", "json")).All);

    [Theory]
    [InlineData("cs", "Console.WriteLine(Environment.ProcessId); Console.Out.Flush(); System.Diagnostics.Process.Start(\"kill\", [\"-s\", \"STOP\", $\"{Environment.ProcessId}\"]).WaitForExit()")]
    [InlineData("py", "import os, signal; print(os.getpid(), flush=True); os.kill(os.getpid(), signal.SIGSTOP)")]
    [InlineData("js", "console.log(process.pid); process.kill(process.pid, 'SIGSTOP')")]
    [InlineData("r", "cat(Sys.getpid(), '\\n'); flush(stdout()); tools::pskill(Sys.getpid(), 19)")]
    public async Task Eval_KilledWithAKernelThatIsStopped_LeavesNoProcess(string language, string code)
    {
        await using TestProcess nws = _server.CommandLine.Start("eval", "-l", language, code);
        string kernel = (await nws.FirstLineAsync()).Trim();
        await Eventually.TrueAsync(async () => (await File.ReadAllTextAsync($"/proc/{kernel}/stat", Cancellation)).Contains(") T ", StringComparison.Ordinal));

        await nws.SignalAsync("KILL");

        await _server.CommandLine.AllGoneAsync();
    }

    [Fact]
    public async Task Eval_OfStandardInput_RunsIt() =>
        Assert.Equal((0, "10\n", ""), (await _server.CommandLine.RunWithInputAsync("x = 4\nx + 6\n"u8.ToArray(), "eval", "-l", "py", "-")).All);

    [Theory]
    [InlineData("py", "x = 1\n1 / 0", "line 2", "ZeroDivisionError: division by zero")]
    [InlineData("cs", "var x = 1;\nx.Nothing()", "(2,3): error CS1061", "Nothing")]
    [InlineData("cs", "var x = 1;\nthrow new InvalidOperationException(\"no row\");", "line 2", "InvalidOperationException: no row")]
    [InlineData("js", "const x = 1;\nnoSuchThing", ":2", "ReferenceError: noSuchThing is not defined")]
    public async Task Eval_OfCodeThatFails_TellsWhereAndExitsWith1(string language, string code, string place, string error)
    {
        var result = await _server.RunAsync("eval", "-l", language, code);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(place, result.Errors, StringComparison.Ordinal);
        Assert.Contains(error, result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cs", "ws.Fetch<string>(\"colour\")")]
    [InlineData("py", "ws.fetch('colour')")]
    [InlineData("js", "await ws.fetch('colour')")]
    public async Task Eval_OfCodeThatUsesWs_SeesTheWorkspace(string language, string code)
    {
        await _server.Workspace.StoreAsync("colour", "red", Cancellation);

        Assert.Equal((0, "red\n", ""), (await _server.RunAsync("eval", "-l", language, "--ws", "shop", code)).All);
    }

    [Fact]
    public async Task Eval_OfWhatCannotTravel_PrintsItAsItsLanguageWritesIt()
    {
        var result = await _server.RunAsync("eval", "-l", "py", "len");

        Assert.Equal((0, "<built-in function len>\n", ""), result.All);
        Assert.Equal(1, (await _server.RunAsync("eval", "-l", "py", "len", "--as", "json")).ExitCode);
    }

    [Fact]
    public async Task Eval_OfALanguageThatIsNotInstalled_ExitsWith127()
    {
        _server.CommandLine.Variables["NWS_PYTHON"] = "/no/such/python";

        Assert.Equal(127, (await _server.RunAsync("eval", "-l", "py", "1")).ExitCode);
    }

    [Fact]
    public async Task Eval_Interrupted_ExitsWith130()
    {
        await using var process = _server.CommandLine.StartInTerminal("eval", "-l", "py", "print('on', flush=True)\nws.fetch('nothing')");
        Assert.Equal("on", await process.FirstLineAsync());

        await process.SignalAsync("INT", toGroup: true);

        Assert.Equal(130, (await process.EndAsync()).ExitCode);
    }
}
