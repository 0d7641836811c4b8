using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli.Service;

/// <summary>The server in the background, started again, and its log.</summary>
public sealed class RestartTests : IAsyncDisposable
{
    private readonly NwsCommandLine _nws = new();
    private readonly BackgroundServers _servers;

    public RestartTests() => _servers = new(_nws);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _servers.DisposeAsync();

    [Fact]
    public async Task Restart_KeepsPortsOptionsFolderAndData()
    {
        _nws.Variables["NWS_MAX_VALUES"] = "7";
        var (port, started) = await _servers.StartAsync("--data", "kept.db", "--max-waiters", "5");
        _nws.Variables["NWS_MAX_VALUES"] = null;
        _nws.Variables[NwsEndpoint.ServerVariable] = $"127.0.0.1:{port}";
        await using (var client = await NwsServer.ConnectAsync(new NwsConnectionOptions { Endpoint = NwsEndpoint.Parse($"127.0.0.1:{port}") }, Cancellation).Soon())
        {
            var workspace = await client.OpenWsAsync("shop", persistent: true, cancellationToken: Cancellation).Soon();
            await workspace.StoreAsync("colour", "red", Cancellation).Soon();
        }

        var restarted = await _nws.RunAsync("restart", "--port", port);
        var found = await _nws.RunAsync("find", "shop", "colour", "--try");
        string process = ProcessOf(restarted.Output);
        string commandLine = await File.ReadAllTextAsync($"/proc/{process}/cmdline", Cancellation);

        Assert.Equal((0, ""), (restarted.ExitCode, restarted.Errors));
        Assert.NotEqual(ProcessOf(started.Output), process);
        Assert.Equal(started.Output.Split('\n')[0], restarted.Output.Split('\n')[0]);
        Assert.Equal("red\n", found.Output);
        Assert.All(["--max-values=7", "--max-waiters=5"], option => Assert.Contains(option, commandLine, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restart_OfAServerWithAToken_WantsIt_AndLeavesTheServerAloneUntilThen()
    {
        var (port, started) = await _servers.StartAsync("--token", "sesame");

        var without = await _nws.RunAsync("restart", "--port", port);
        var status = await _nws.RunAsync("status", "--port", port, "--token", "sesame");
        var with = await _nws.RunAsync("restart", "--port", port, "--token", "sesame");

        Assert.Equal((2, ""), (without.ExitCode, without.Output));
        Assert.Contains("--token or NWS_TOKEN", without.Errors, StringComparison.Ordinal);
        Assert.Contains($"process {ProcessOf(started.Output)},", status.Output, StringComparison.Ordinal);
        Assert.Equal(0, with.ExitCode);
        Assert.DoesNotContain("sesame", await File.ReadAllTextAsync(Path.Combine(_nws.Folder, "nws", $"server-{port}.json"), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAndRestart_OfAServerWithAnEncryptedKey_PassItsPasswordOn()
    {
        using var certificate = TestCertificate.Make();
        await File.WriteAllBytesAsync(Path.Combine(_nws.Folder, "both.pfx"), certificate.Export(X509ContentType.Pfx, "sesame"), Cancellation);
        var (port, started) = await _servers.StartAsync("--tls-cert", "both.pfx", "--tls-password", "sesame");

        var without = await _nws.RunAsync("restart", "--port", port);
        var with = await _nws.RunAsync("restart", "--port", port, "--tls-password", "sesame");

        Assert.Contains("nwss://", started.Output, StringComparison.Ordinal);
        Assert.Contains("started with a password", without.Errors, StringComparison.Ordinal);
        Assert.Equal((0, ""), (with.ExitCode, with.Errors));
    }

    [Fact]
    public async Task Restart_NothingRuns_SaysSo()
    {
        var result = await _nws.RunAsync("restart", "--port", "1");

        Assert.Equal((3, "", "nws: No server that nws start started runs on port 1; nws start starts one.\n"), result.All);
    }

    [Fact]
    public async Task Logs_TellTheLastLines_AndFollowToTheEnd()
    {
        var (port, _) = await _servers.StartAsync();
        await using var following = _nws.Start("logs", "--port", port, "--follow");
        Assert.Matches($@"^\S+Z information: nws \S+ listens at localhost:{port};", await following.FirstLineAsync());
        await _nws.RunAsync("stop", "--port", port);

        await Eventually.TrueAsync(() => following.OutputSoFar.Contains("The server has stopped", StringComparison.Ordinal));
        var last = await _nws.RunAsync("logs", "--port", port, "-n", "2");

        Assert.Equal(["The server is being stopped", "The server has stopped"], Regex.Matches(last.Output, "information: ([^;:]+)[;:]").Select(line => line.Groups[1].Value));
    }

    [Fact]
    public async Task Logs_OfAServerThatNeverRan_SayWhere()
    {
        var result = await _nws.RunAsync("logs", "--port", "1");

        Assert.Equal((4, ""), (result.ExitCode, result.Output));
        Assert.Contains(Path.Combine(_nws.Folder, "nws", "server-1.log"), result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogFile_Named_TakesTheLogAsJson_AndLogsFindsIt()
    {
        var (port, started) = await _servers.StartAsync("--log-file", "own.log", "--log-format", "json");
        await _nws.RunAsync("list", "--server", $"127.0.0.1:{port}");

        var logs = await _nws.RunAsync("logs", "--port", port);

        Assert.EndsWith($"log {Path.Combine(_nws.Folder, "own.log")}\n", started.Output, StringComparison.Ordinal);
        using var line = System.Text.Json.JsonDocument.Parse(logs.Output.Split('\n')[0]);
        Assert.Equal(("information", "Started"), (line.RootElement.GetProperty("level").GetString(), line.RootElement.GetProperty("event").GetString()));
    }

    private static string ProcessOf(string output) => Regex.Match(output, @"process (\d+)").Groups[1].Value;
}
