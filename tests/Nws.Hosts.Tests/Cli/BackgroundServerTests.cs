using System.Text.RegularExpressions;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

public sealed class BackgroundServerTests : IAsyncDisposable
{
    private readonly NwsCommandLine _nws = new();
    private readonly BackgroundServers _servers;

    public BackgroundServerTests() => _servers = new(_nws);

    public ValueTask DisposeAsync() => _servers.DisposeAsync();

    [Fact]
    public async Task Start_ThenStatusThenStop_GoRound()
    {
        var (port, started) = await _servers.StartAsync();
        var running = await _nws.RunAsync("status", "--port", port);
        var again = await _nws.RunAsync("start", "--port", port);
        var stopped = await _nws.RunAsync("stop", "--port", port);
        var gone = await _nws.RunAsync("status", "--port", port);
        var stoppedAgain = await _nws.RunAsync("stop", "--port", port);

        string process = Regex.Match(started.Output, @"process (\d+), log (.*)\n").Groups[1].Value;
        string log = Path.Combine(_nws.Folder, "nws", $"server-{port}.log");
        string where = $"process {process}, log {Regex.Escape(log)}";
        const string Web = @"web console http://localhost:\d+";
        Assert.Matches($@"^nws: listening on 127\.0\.0\.1:{port}, {Web}\nnws: {where}\n$", started.Output);
        Assert.Matches($@"^nws 0\.1\.0 at localhost:{port}, {Web}, {where}\n$", running.Output);
        Assert.Equal((0, $"nws: already running: {running.Output}", ""), again.All);
        Assert.Equal((0, $"nws: stopped, process {process}\n", ""), stopped.All);
        Assert.Equal((3, ""), (gone.ExitCode, gone.Output));
        Assert.Equal((3, "", $"nws: No server that nws start started runs on port {port}.\n"), stoppedAgain.All);
        Assert.Matches(@"^\S+Z information: nws 0\.1\.0 listens at .*\n.* being stopped: .*\n.* has stopped; .*\n$", await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Start_WithToken_KeepsItOffTheCommandLine()
    {
        var (port, started) = await _servers.StartAsync("--token", "sesame");
        string process = Regex.Match(started.Output, @"process (\d+)").Groups[1].Value;

        string commandLine = await File.ReadAllTextAsync($"/proc/{process}/cmdline", TestContext.Current.CancellationToken);
        var knowing = await _nws.RunAsync("status", "--port", port, "--token", "sesame");
        var other = await _nws.RunAsync("status", "--port", port);

        Assert.DoesNotContain("sesame", commandLine, StringComparison.Ordinal);
        Assert.Equal([0, 3], [knowing.ExitCode, other.ExitCode]);
    }

    [Fact]
    public async Task Start_ServerThatFails_PassesOnItsComplaintAndExitCode()
    {
        await using var taken = await TestServer.StartAsync();

        var result = await _nws.RunAsync("start", "--host", "localhost", "--port", "0", "--web-port", $"{taken.Endpoint.Port}");

        Assert.Equal((5, ""), (result.ExitCode, result.Output));
        Assert.Contains($"127.0.0.1:{taken.Endpoint.Port}", result.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(_nws.Folder, "nws")));
    }

    [Fact]
    public async Task Start_TerminalInterrupted_ServerGoesOn()
    {
        await using var start = _nws.StartInTerminal("start", "--port", "0", "--web-port", "0");
        string port = _servers.Note(await start.FirstLineAsync());

        await start.SignalAsync("INT", toGroup: true);
        await start.EndAsync();
        var status = await _nws.RunAsync("status", "--port", port);

        Assert.Equal(0, status.ExitCode);
    }

    [Fact]
    public async Task Stop_ProcessNumberTakenByAnother_LeavesThatAlone()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_nws.Folder, "nws")).FullName;
        string state = $$"""{"processId":{{Environment.ProcessId}},"startTime":"2001-01-01T00:00:00Z"}""";
        await File.WriteAllTextAsync(Path.Combine(folder, "server-8765.json"), state, TestContext.Current.CancellationToken);

        var result = await _nws.RunAsync("stop", "--port", "8765");

        Assert.Equal(3, result.ExitCode); // and this process is still here to see it
    }
}
