using System.Globalization;
using System.Text.RegularExpressions;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

public sealed class ServeTests : IDisposable
{
    private static readonly string[] FreePorts = ["--port", "0", "--web-port", "0"];

    private readonly NwsCommandLine _nws = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _nws.Dispose();

    [Fact]
    public async Task Serve_OnFreePorts_SaysWhereInOneLineAndServes()
    {
        await using var serve = _nws.Start(["serve", .. FreePorts]);
        string line = await serve.FirstLineAsync();
        var address = Regex.Match(line, @"^nws: listening on (127\.0\.0\.1:\d+), web console (http://localhost:\d+)$");
        _nws.Variables[NwsEndpoint.ServerVariable] = address.Groups[1].Value;

        var store = await _nws.RunAsync("store", "shop", "colour", "red");
        var find = await _nws.RunAsync("find", "shop", "colour");
        using var browser = new HttpClient();
        string console = await browser.GetStringAsync(new Uri(address.Groups[2].Value), Cancellation).Soon();
        string workspaces = await browser.GetStringAsync(new Uri($"{address.Groups[2].Value}/api/v1/workspaces"), Cancellation).Soon();
        await serve.SignalAsync("TERM");
        var end = await serve.EndAsync();

        Assert.Equal((0, "", ""), store.All);
        Assert.Equal((0, "red\n", ""), find.All);
        Assert.Contains("<title>", console, StringComparison.Ordinal);
        Assert.Contains("\"shop\"", workspaces, StringComparison.Ordinal);
        Assert.Equal((0, $"{line}\n", ""), end.All);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Serve_ToldToStop_EndsConnectionsAndExitsWith0(string signal)
    {
        await using var serve = _nws.StartInTerminal(["serve", .. FreePorts]);
        var connection = new NwsConnectionOptions { Endpoint = await EndpointAsync(serve) };
        await using var client = await NwsServer.ConnectAsync(connection, Cancellation).Soon();
        var workspace = await client.UseWsAsync("shop", cancellationToken: Cancellation);
        var waiting = workspace.FetchAsync("never", cancellationToken: Cancellation);

        await serve.SignalAsync(signal);
        var end = await serve.EndAsync();

        Assert.Equal((0, ""), (end.ExitCode, end.Errors));
        await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => waiting.Soon());
    }

    [Fact]
    public async Task Serve_PortTaken_NamesThePortAndExitsWith5()
    {
        await using var taken = await TestServer.StartAsync();
        string port = taken.Endpoint.Port.ToString(CultureInfo.InvariantCulture);

        var result = await _nws.RunAsync("serve", "--port", port, "--web-port", "0");

        Assert.Equal((5, ""), (result.ExitCode, result.Output));
        Assert.Matches($@"^nws: The server cannot listen on localhost, port {port} .*in use\. Port {port} is held by .+, process {Environment.ProcessId}\.\n$", result.Errors);
        Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Serve_OffLoopbackWithoutToken_RefusesAndExitsWith2()
    {
        var result = await _nws.RunAsync(["serve", "--host", "0.0.0.0", .. FreePorts]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("give a token (--token or NWS_TOKEN), or say --insecure", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--insecure")]
    [InlineData("--token=sesame")]
    public async Task Serve_OffLoopbackWithTokenOrInsecure_Serves(string permission)
    {
        await using var serve = _nws.Start(["serve", "--host", "0.0.0.0", permission, .. FreePorts]);

        Assert.Matches(@"^nws: listening on 0\.0\.0\.0:\d+, web console http://0\.0\.0\.0:\d+$", await serve.FirstLineAsync());
    }

    [Fact]
    public async Task Serve_WithTokenOfItsEnvironment_LetsInOnlyWhoKnowsIt()
    {
        _nws.Variables[NwsEndpoint.TokenVariable] = "sesame";
        await using var serve = _nws.Start(["serve", .. FreePorts]);
        string server = (await EndpointAsync(serve)).ToString();

        var knowing = await _nws.RunAsync("list", "--server", server);
        var wrong = await _nws.RunAsync("list", "--server", server, "--token", "barley");
        _nws.Variables[NwsEndpoint.TokenVariable] = null;
        var none = await _nws.RunAsync("list", "--server", server);
        var told = await _nws.RunAsync("list", "--server", server, "--token", "sesame");

        Assert.Equal([0, 3, 3, 0], [knowing.ExitCode, wrong.ExitCode, none.ExitCode, told.ExitCode]);
        Assert.All([wrong, none], refused => Assert.Matches("^nws: .*token", refused.Errors));
        Assert.All([wrong, none], refused => Assert.Equal("", refused.Output));
    }

    private static async Task<NwsEndpoint> EndpointAsync(TestProcess serve) =>
        NwsEndpoint.Parse(Regex.Match(await serve.FirstLineAsync(), @"[\d.]+:\d+").Value);
}
