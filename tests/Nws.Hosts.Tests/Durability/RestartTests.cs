using Nws.TestKit;

namespace Nws.Hosts.Tests.Durability;

/// <summary>A client outlives its server: killed and started again on the same data file, it finds the client waiting.</summary>
public class RestartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ServerKilledAndStartedAgain_ServesWhoeverWaitedBefore()
    {
        using var folder = new TemporaryFolder();
        await using var server = new MortalServer(Path.Combine(folder.Path, "data"), "--grace", "120");
        await server.StartAsync();
        await using var proxy = new CutProxy(NwsEndpoint.Parse(server.Address));
        await using var client = await NwsServer.ConnectAsync(new NwsConnectionOptions { Endpoint = proxy.Endpoint }, Token).Soon();
        var kept = await client.OpenWsAsync("kept", persistent: true, cancellationToken: Token);
        var passing = await client.OpenWsAsync("passing", cancellationToken: Token);
        await kept.StoreAsync("x", 1, Token);
        await kept.StoreAsync("leased", 2, Token);
        var lease = await kept.FetchLeaseAsync("leased", cancellationToken: Token);
        var fetching = kept.FetchAsync<int>("y", cancellationToken: Token);
        await Eventually.TrueAsync(async () => (await kept.ListVarsAsync(Token)).Any(variable => variable is { Name: "y", FetcherCount: 1 }));

        proxy.Close();
        await server.KillAsync();
        await server.StartAsync();
        proxy.Open(NwsEndpoint.Parse(server.Address));

        await using var other = await server.ConnectAsync();
        await (await other.UseWsAsync("kept", cancellationToken: Token)).StoreAsync("y", 7, Token);
        Assert.Equal(7, await fetching.Soon());
        Assert.Equal(1, await kept.FetchAsync<int>("x", cancellationToken: Token).Soon());
        await Assert.ThrowsAsync<NwsNoWorkSpaceException>(() => passing.StoreAsync("x", 1, Token).Soon());
        var ended = await Assert.ThrowsAsync<NwsOperationException>(() => lease.CompleteAsync().Soon());
        Assert.Equal("no_lease", ended.Code);
        Assert.Equal(2, (await kept.FetchLeaseAsync("leased", cancellationToken: Token).Soon()).Attempt);
    }
}
