using Nws.TestKit;

namespace Nws.Runtime.Tests.Client;

public class NwsLeaseTests : ClientTests
{
    [Fact]
    public async Task Complete_WithStores_MakesThemInOneStep()
    {
        var results = await Client.OpenWsAsync("results", cancellationToken: Token);
        await Workspace.StoreAsync("task", "a", Token);
        var lease = await Workspace.FetchLeaseAsync(["urgent", "task"], cancellationToken: Token);
        Assert.Equal(("task", "a", 1), (lease.Variable, lease.Value.To<string>(), lease.Attempt));
        Assert.Equal(0, (await ListedAsync("task"))!.ValueCount);
        await lease.CompleteAsync((results, "out", "A"), (Workspace, "log", "done"));
        Assert.Equal("A", await results.FetchAsync<string>("out", cancellationToken: Token));
        Assert.Equal("done", await Workspace.FetchAsync<string>("log", cancellationToken: Token));
        await AssertEndedAsync(lease);
    }

    [Fact]
    public async Task Complete_WithAStoreThatFails_StoresNothingAndKeepsTheLease()
    {
        var gone = await Client.OpenWsAsync("gone", cancellationToken: Token);
        await Client.DeleteWsAsync("gone", Token);
        await Workspace.StoreAsync("task", "a", Token);
        var lease = await Workspace.FetchLeaseAsync("task", cancellationToken: Token);
        await Assert.ThrowsAsync<NwsNoWorkSpaceException>(() => lease.CompleteAsync(Token, (Workspace, "out", 1), (gone, "out", 2)));
        var noValue = (Workspace, "out", (object?)Stream.Null);
        await Assert.ThrowsAsync<NwsValueException>(() => lease.CompleteAsync(Token, (Workspace, "out", 1), noValue));
        Assert.Null(await ListedAsync("out"));
        await lease.CompleteAsync(Token);
        await AssertEndedAsync(lease);
    }

    [Fact]
    public async Task Release_PutsTheValueBackInItsPlace()
    {
        await Workspace.StoreAsync("task", "a", Token);
        await Workspace.StoreAsync("task", "b", Token);
        var lease = await Workspace.FetchLeaseAsync("task", cancellationToken: Token);
        await lease.ReleaseAsync(Token);
        var again = await Workspace.FetchLeaseAsync("task", cancellationToken: Token);
        Assert.Equal(("a", 2), (again.Value.To<string>(), again.Attempt));
        await AssertEndedAsync(lease);
    }

    [Fact]
    public async Task Connection_ThatEnds_ReleasesItsLeases()
    {
        var other = await OtherAsync();
        await Workspace.StoreAsync("task", "a", Token);
        await other.FetchLeaseAsync("task", cancellationToken: Token);
        var waiting = Workspace.FetchLeaseAsync("task", cancellationToken: Token);
        await FetchersAsync("task", 1);
        await other.Server.DisposeAsync().AsTask().Soon();
        Assert.Equal(2, (await waiting.Soon()).Attempt);
    }

    [Fact]
    public async Task Variable_ThatIsDeleted_EndsItsLeases()
    {
        await Workspace.StoreAsync("task", "a", Token);
        var lease = await Workspace.FetchLeaseAsync("task", cancellationToken: Token);
        await Workspace.DeleteVarAsync("task", Token);
        await AssertEndedAsync(lease);
    }

    [Fact]
    public async Task Lease_OfAValueNobodyCanDecode_IsReleased()
    {
        await using var raw = await Server.ConnectGreetedAsync();
        await raw.CallAsync("use", "ws");
        await raw.SendBytesAsync(Convert.FromHexString("940032A573746F726593A27773A178D47F00"));
        await raw.ReceiveResponseAsync();
        var fault = await Assert.ThrowsAsync<NwsValueException>(() => Workspace.FetchLeaseAsync("x", cancellationToken: Token));
        Assert.Contains("127", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await ListedAsync("x"))!.ValueCount);
    }

    private static async Task AssertEndedAsync(NwsLease lease)
    {
        Assert.Equal("no_lease", (await Assert.ThrowsAsync<NwsOperationException>(() => lease.CompleteAsync(Token))).Code);
        Assert.Equal("no_lease", (await Assert.ThrowsAsync<NwsOperationException>(() => lease.ReleaseAsync(Token))).Code);
    }
}
