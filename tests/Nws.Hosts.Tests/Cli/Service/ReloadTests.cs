using System.Diagnostics;
using System.Text.RegularExpressions;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli.Service;

/// <summary>Tokens that are read again while the server runs: at SIGHUP, and by <c>nws reload</c>.</summary>
public sealed class ReloadTests : IAsyncDisposable
{
    private const string Boss = "[[tokens]]\nname = 'boss'\nsecret = 'b'\nright = 'admin'\n";
    private const string Writer = "[[tokens]]\nname = 'writer'\nsecret = 'w'\nright = 'write'\n";

    // Starts its arguments in a terminal of their own, hangs them up first by a signal only and then by closing the terminal; says by which signal they ended.
    private const string InATerminal = """
        import os, pty, signal, sys
        open("nws.toml", "w").close()
        child, terminal = pty.fork()
        if child == 0: os.execv(sys.argv[1], sys.argv[1:])
        said = b""
        while b"listening" not in said: said += os.read(terminal, 1024)
        open("nws.toml", "w").write("prt = 1")
        os.kill(child, signal.SIGHUP)
        while b"stay as they were" not in said: said += os.read(terminal, 1024)
        os.kill(child, 0)
        os.close(terminal)
        print(signal.Signals(os.WTERMSIG(os.waitpid(child, 0)[1])).name)
        """;

    private readonly NwsCommandLine _nws = new();
    private readonly BackgroundServers _servers;

    public ReloadTests() => _servers = new(_nws);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _servers.DisposeAsync();

    [Theory]
    [InlineData("nws.toml", "")]
    [InlineData("others.toml", "--tokens=others.toml")]
    [InlineData("named.toml", "--config=named.toml")]
    public async Task Hangup_LetsTheTokensOfTheFileHold_AndEndsTheConnectionsOfThoseThatAreGone(string file, string option)
    {
        _nws.Write(file, Boss + Writer);
        await using var serve = _nws.Start(["serve", "--port=0", "--web-port=0", .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        var endpoint = await EndpointAsync(serve);
        await using var gone = await ConnectAsync(endpoint, "w");
        await using var stays = await ConnectAsync(endpoint, "b");
        var waiting = (await gone.UseWsAsync("shop", cancellationToken: Cancellation).Soon()).FetchAsync<int>("colour", cancellationToken: Cancellation);

        _nws.Write(file, Boss + Writer.Replace("'w'", "'new'", StringComparison.Ordinal));
        await serve.SignalAsync("HUP");

        var fault = await Assert.ThrowsAnyAsync<NwsException>(() => waiting.Soon("the end of the connection"));
        Assert.Contains("The token 'writer' is not one of the server's any more.", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NwsConnectException>(() => ConnectAsync(endpoint, "w"));
        await (await ConnectAsync(endpoint, "new")).DisposeAsync();
        await stays.ListWssAsync(cancellationToken: Cancellation).Soon();
    }

    [Fact]
    public async Task Hangup_WithTheTokenOfTheFileItself_ReplacesIt()
    {
        _nws.Write("nws.toml", "token = 'old'\n");
        await using var serve = _nws.Start("serve", "--port=0", "--web-port=0");
        var endpoint = await EndpointAsync(serve);

        _nws.Write("nws.toml", "token = 'new'\n");
        await serve.SignalAsync("HUP");

        await Eventually.TrueAsync(async () => await MayEnterAsync(endpoint, "new"));
        Assert.False(await MayEnterAsync(endpoint, "old"));
    }

    [Theory]
    [InlineData("[[tokens]]\nname = 'boss'\nsecret = 'b'\nright = 'amdin'\n", ":4:1: 'amdin' is no right; there are: read, write, admin.")]
    [InlineData("prt = 1\n", ":1:1: there is no option 'prt'. Did you mean 'port'?")]
    [InlineData("", ": There is no token left; a server that everybody may use takes a restart.")]
    [InlineData(Boss + Boss, ": There are 2 tokens 'boss'.")]
    public async Task Hangup_WithAFaultyFile_ChangesNothing_AndTheLogSaysWhere(string content, string complaint)
    {
        _nws.Write("nws.toml", Boss);
        _nws.Write("log", "");
        await using var serve = _nws.Start("serve", "--port=0", "--web-port=0", "--log-file=log");
        var endpoint = await EndpointAsync(serve);

        _nws.Write("nws.toml", content);
        await serve.SignalAsync("HUP");

        string file = Path.Combine(_nws.Folder, "nws.toml");
        await Eventually.TrueAsync(() => Log().Contains($"error: The configuration was read again, and the tokens stay as they were: {file}{complaint}", StringComparison.Ordinal), "the log tells");
        Assert.True(await MayEnterAsync(endpoint, "b"));
    }

    [Fact]
    public async Task Reload_SaysWhatHoldsNow_AndWhatTakesARestart()
    {
        _nws.Write("own.toml", Boss);
        var (port, _) = await _servers.StartAsync("--config", "own.toml");

        _nws.Write("own.toml", "grace = 5\n" + Boss + Writer);
        var done = await _nws.RunAsync("reload", "--port", port);
        _nws.Write("own.toml", Boss + "right = 'read'\n");
        var refused = await _nws.RunAsync("reload", "--port", port);

        Assert.Equal((0, ""), (done.ExitCode, done.Errors));
        Assert.Matches(@"^nws: process \d+: the tokens hold as they are now; other options have changed, too, and wait for nws restart: grace\n$", done.Output);
        Assert.True(await MayEnterAsync(NwsEndpoint.Parse($"127.0.0.1:{port}"), "w"));
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith($"nws: Nothing has changed: {Path.Combine(_nws.Folder, "own.toml")}:5:", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await _nws.RunAsync("status", "--port", port, "--token", "w")).ExitCode);
    }

    [Fact]
    public async Task Reload_NothingRuns_SaysSo()
    {
        var result = await _nws.RunAsync("reload", "--port", "1");

        Assert.Equal((3, "", "nws: No server that nws start started runs on port 1; nws start starts one.\n"), result.All);
    }

    [Fact]
    public async Task Terminal_ThatIsClosed_EndsTheServer_AsItAlwaysDid()
    {
        var start = new ProcessStartInfo("python3", ["-c", InATerminal, _nws.Program, "serve", "--port=0", "--web-port=0", "--token=t", "--config=nws.toml"]) { WorkingDirectory = _nws.Folder };
        start.Environment["XDG_STATE_HOME"] = _nws.Folder;
        await using var terminal = TestProcess.Start(start);

        var end = await terminal.EndAsync();

        Assert.Equal((0, "SIGHUP\n"), (end.ExitCode, end.Output));
    }

    private string Log() => File.ReadAllText(Path.Combine(_nws.Folder, "log"));

    private static async Task<NwsEndpoint> EndpointAsync(TestProcess serve) => NwsEndpoint.Parse(Regex.Match(await serve.FirstLineAsync(), @"[\d.]+:\d+").Value);

    private static Task<NwsServer> ConnectAsync(NwsEndpoint endpoint, string token) => NwsServer.ConnectAsync(new NwsConnectionOptions { Endpoint = endpoint, Token = token }, Cancellation).Soon();

    private static async Task<bool> MayEnterAsync(NwsEndpoint endpoint, string token)
    {
        try
        {
            await (await ConnectAsync(endpoint, token)).DisposeAsync();
            return true;
        }
        catch (NwsConnectException)
        {
            return false;
        }
    }
}
