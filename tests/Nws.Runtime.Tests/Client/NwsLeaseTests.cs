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
    public async Task Lease_WithATime_GoesToTheNextWhenItIsOver()
    {
        await Workspace.StoreAsync("task", "a", Token);
        var lease = await Workspace.FetchLeaseAsync("task", null, TimeSpan.FromMilliseconds(50), Token);
        var other = await OtherAsync();
        Assert.Equal(2, (await other.FetchLeaseAsync("task", cancellationToken: Token).Soon()).Attempt);

        Assert.False(await lease.RenewAsync(Token));
        await AssertEndedAsync(lease);
    }

    [Fact]
    public async Task Lease_OfAnImpossibleTime_IsRefusedBeforeItIsAskedFor()
    {
        foreach (var time in new[] { TimeSpan.Zero, TimeSpan.FromDays(1.1), -TimeSpan.FromSeconds(1) })
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Workspace.FetchLeaseAsync("task", null, time, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Workspace.FetchManyAsync<int>("task", 0, cancellationToken: Token));
    }

    [Fact]
    public async Task SeveralLeases_AreRenewedReleasedAndCompletedTogether()
    {
        await Workspace.StoreAllAsync("task", ["a", "b", "c"], cancellationToken: Token);
        var leases = await Workspace.FetchManyLeasesAsync(["urgent", "task"], 10, leaseTime: TimeSpan.FromHours(1), cancellationToken: Token);
        Assert.Equal(["a", "b", "c"], leases.Select(lease => lease.Value.To<string>()));
        await leases[0].CompleteAsync(Token);

        Assert.Equal([leases[0]], await NwsLease.RenewAllAsync(leases, Token));
        Assert.True(await leases[1].RenewAsync(Token));
        await Assert.ThrowsAsync<NwsOperationException>(() => NwsLease.CompleteAllAsync(leases, Token, (Workspace, "out", 1)));
        Assert.Null(await ListedAsync("out"));
        await NwsLease.ReleaseAllAsync([leases[2]], cancellationToken: Token);
        await NwsLease.CompleteAllAsync([leases[1]], Token, (Workspace, "out", 1), (Workspace, "out", 2));
        Assert.Equal([1, 2], await Workspace.FetchManyAsync<int>("out", 5, cancellationToken: Token));
        Assert.Equal(["c"], await Workspace.FetchManyAsync<string>("task", 5, cancellationToken: Token));
        Assert.Empty(await Workspace.FetchManyLeasesAsync(["task"], 5, TimeSpan.Zero, cancellationToken: Token));
    }

    [Fact]
    public async Task SeveralLeases_OfDifferentConnections_AreRefused()
    {
        var other = await OtherAsync();
        await Workspace.StoreAllAsync("task", [1, 2], cancellationToken: Token);
        NwsLease[] leases = [await Workspace.FetchLeaseAsync("task", cancellationToken: Token), await other.FetchLeaseAsync("task", cancellationToken: Token)];
        await Assert.ThrowsAsync<ArgumentException>(() => NwsLease.ReleaseAllAsync(leases, cancellationToken: Token));
    }

    [Fact]
    public async Task FetchMany_AValueOfAnotherType_PutsAllBack()
    {
        await Workspace.StoreAsync("x", 1, Token);
        await Workspace.StoreAsync("x", "two", Token);
        await Assert.ThrowsAsync<NwsValueException>(() => Workspace.FetchManyAsync<int>("x", 5, cancellationToken: Token));
        Assert.Equal(2, (await ListedAsync("x"))!.ValueCount);
        Assert.Equal(2, (await Workspace.FetchLeaseAsync("x", cancellationToken: Token)).Attempt);
    }

    [Fact]
    public async Task FetchMany_IsConfirmed()
    {
        var other = await OtherAsync();
        await Workspace.StoreAllAsync("x", Enumerable.Range(0, 100), cancellationToken: Token);
        Assert.Equal(Enumerable.Range(0, 100), await other.FetchManyAsync<int>("x", 1000, cancellationToken: Token));
        await other.Server.DisposeAsync().AsTask().Soon();
        Assert.Null(await Workspace.FetchTryAsync("x", Token));
    }

    [Fact]
    public async Task Store_WithPriority_IsTakenFirst()
    {
        await Workspace.StoreAsync("x", "plain", Token);
        await Workspace.StoreAsync("x", "urgent", new StoreOptions { Priority = 6 }, Token);
        await Workspace.StoreAllAsync("x", ["idle"], new StoreOptions { Priority = -6 }, Token);
        await Workspace.StoreAsync("x", "late", Token);
        Assert.Equal(["urgent", "plain", "late", "idle"], await Workspace.FetchManyAsync<string>("x", 9, cancellationToken: Token));
        await Workspace.DeclareAsync("stack", VariableMode.Lifo, Token);
        await Assert.ThrowsAsync<NwsOperationException>(() => Workspace.StoreAsync("stack", 1, new StoreOptions { Priority = 1 }, Token));
    }

    [Fact]
    public async Task Release_WithDelay_HidesTheValueUntilThen()
    {
        await Workspace.StoreAsync("task", "a", Token);
        var lease = await Workspace.FetchLeaseAsync("task", cancellationToken: Token);
        await lease.ReleaseAsync(TimeSpan.FromHours(1), Token);
        await AssertEndedAsync(lease);
        Assert.Null(await Workspace.FetchTryAsync("task", Token));
        await Workspace.StoreAsync("task", "b", Token);
        lease = await Workspace.FetchLeaseAsync("task", cancellationToken: Token);
        await lease.ReleaseAsync(TimeSpan.FromMilliseconds(20), Token);
        Assert.Equal(2, (await Workspace.FetchLeaseAsync("task", cancellationToken: Token).Soon()).Attempt);
    }

    [Fact]
    public async Task Store_WithAKnownKey_IsNotDoneAgain()
    {
        var options = new StoreOptions { Key = "order 1", KeyFor = TimeSpan.FromHours(1) };
        await Workspace.StoreAsync("x", 1, options, Token);
        await Workspace.StoreAsync("x", 2, options, Token);
        Assert.Equal([1], await Workspace.FetchManyAsync<int>("x", 9, cancellationToken: Token));
        await Workspace.StoreAllAsync("x", [3, 4], options, Token);
        Assert.Null(await Workspace.FetchTryAsync("x", Token));
    }

    [Fact]
    public async Task Store_WithDelayAndExpiry_IsThereInBetween()
    {
        await Workspace.StoreAsync("x", 1, new StoreOptions { Delay = TimeSpan.FromMilliseconds(20) }, Token);
        Assert.Equal(1, await Workspace.FetchAsync<int>("x", cancellationToken: Token).Soon());
        await Workspace.StoreAsync("x", 2, new StoreOptions { Expires = TimeSpan.FromMilliseconds(20) }, Token);
        await Eventually.TrueAsync(async () => (await ListedAsync("x"))!.ValueCount == 0);
        await Workspace.StoreAsync("x", 3, new StoreOptions { Expires = TimeSpan.FromHours(1) }, Token);
        Assert.Equal(3, await Workspace.FetchAsync<int>("x", cancellationToken: Token));
    }

    [Fact]
    public async Task Store_OnCondition_IsDoneOnlyIfNobodyCameBetween()
    {
        await Workspace.DeclareAsync("x", VariableMode.Single, Token);
        var onlyIfEmpty = new StoreOptions { If = NwsVersion.Empty };
        await Workspace.StoreAsync("x", 1, onlyIfEmpty, Token);
        Assert.Equal("conflict", (await Assert.ThrowsAsync<NwsOperationException>(() => Workspace.StoreAsync("x", 2, onlyIfEmpty, Token))).Code);
        var read = await Workspace.FindAnyAsync(["x"], cancellationToken: Token);
        var onlyIfRead = new StoreOptions { If = read.Version };
        await Workspace.StoreAsync("x", 2, onlyIfRead, Token);
        await Assert.ThrowsAsync<NwsOperationException>(() => Workspace.StoreAsync("x", 3, onlyIfRead, Token));
        Assert.Equal(2, await Workspace.FindAsync<int>("x", cancellationToken: Token));
    }

    [Fact]
    public async Task Bury_PutsAValueAside_UntilItIsReplayed()
    {
        await Workspace.StoreAllAsync("task", ["a", "b"], cancellationToken: Token);
        foreach (var lease in await Workspace.FetchManyLeasesAsync(["task"], 2, cancellationToken: Token)) await lease.BuryAsync("no such file", Token);
        var buried = await Workspace.ListBuriedAsync("task", cancellationToken: Token);
        Assert.Equal([("a", 0L, "no such file", 1), ("b", 1L, "no such file", 1)], buried.Select(value => (value.Value.To<string>(), value.Index, value.Cause, value.Attempt)));
        Assert.InRange(DateTimeOffset.UtcNow - buried[0].Time, -TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5));
        Assert.Single(await Workspace.ListBuriedAsync("task", after: 0, Token));
        Assert.Null(await Workspace.FetchTryAsync("task", Token));
        Assert.Equal(1, await Workspace.ReplayAsync("task", [1, 99], Token));
        Assert.Equal(1, await Workspace.ReplayAsync("task", cancellationToken: Token));
        Assert.Equal(["a", "b"], await Workspace.FetchManyAsync<string>("task", 9, cancellationToken: Token));
    }

    [Fact]
    public async Task Watch_TellsChangesInTheirOrder()
    {
        await using var watch = await Workspace.WatchAsync("x*", Token);
        var other = await OtherAsync();
        await other.StoreAsync("y", 1, Token);
        await other.StoreAsync("x1", 1, Token);
        await other.FetchAsync<int>("x1", cancellationToken: Token);
        var kinds = new List<string>();
        await foreach (var change in watch.WithCancellation(Token))
        {
            Assert.Equal("x1", change.Variable);
            kinds.Add($"{change.Kind} {change.Version.Index}");
            if (change.Kind == "fetched") break;
        }
        Assert.Equal(["made -1", "stored 0", "fetched 0"], kinds);
        Assert.Empty(await watch.NextAsync(TimeSpan.Zero, Token));
        await watch.DisposeAsync();
        Assert.Equal("no_watch", (await Assert.ThrowsAsync<NwsOperationException>(() => watch.NextAsync(cancellationToken: Token))).Code);
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
