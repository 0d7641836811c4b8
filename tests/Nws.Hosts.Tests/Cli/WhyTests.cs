using System.Text.Json.Nodes;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

public sealed class WhyTests : IAsyncLifetime
{
    private ServerFixture _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ServerFixture.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Why_NobodyWaits_PrintsNothing() => Assert.Equal((0, "", "nws: nobody waits.\n"), (await _server.RunAsync("why")).All);

    [Fact]
    public async Task Why_TwoWaitForEachOther_TellsTheCycle()
    {
        await using var other = await NwsServer.ConnectAsync(_server.Client.Endpoint.Host, _server.Client.Endpoint.Port, Cancellation);
        var theirs = await other.UseWsAsync("shop", cancellationToken: Cancellation);
        await _server.Workspace.StoreAsync("mine", 1, Cancellation);
        await theirs.StoreAsync("theirs", 1, Cancellation);
        await theirs.FetchAsync("mine", cancellationToken: Cancellation);
        await _server.Workspace.FetchAsync("theirs", cancellationToken: Cancellation);
        Task<NwsValue>[] waits = [_server.Workspace.FetchAsync("theirs", cancellationToken: Cancellation), theirs.FetchAsync("mine", cancellationToken: Cancellation)];
        await Eventually.TrueAsync(async () => (await other.ListWaitsAsync(cancellationToken: Cancellation)).Count == 2, "both wait");

        var text = await _server.RunAsync("why", "shop");
        var json = JsonNode.Parse((await _server.RunAsync("why", "--json")).Output)!.AsArray();

        Assert.Contains("likely a cycle: client ", text.Output, StringComparison.Ordinal);
        Assert.Matches("'theirs' was last stored [0-9]+ s ago by client ", text.Output);
        Assert.Equal(["shop", "shop"], json.Select(entry => (string)entry!["workspace"]!));
        Assert.All(json, entry => Assert.Equal(2, entry!["cycle"]!.AsArray().Count));
        await theirs.StoreAsync("theirs", 2, Cancellation);
        await theirs.StoreAsync("mine", 2, Cancellation);
        await Task.WhenAll(waits).Soon();
    }

    [Fact]
    public async Task Why_OfNoWorkspace_ExitsWith4() => Assert.Equal(4, (await _server.RunAsync("why", "none")).ExitCode);
}
