using Nws.TestKit;

namespace Nws.Runtime.Tests.Client;

public class ConcurrencyTests : ClientTests
{
    [Fact]
    public async Task BlockedFetches_HoldUpNothing()
    {
        var fetches = Enumerable.Range(0, 100).Select(i => Workspace.FetchAsync<int>($"x{i}", cancellationToken: Token)).ToList();
        await Workspace.StoreAsync("y", 1, Token).Soon();
        Assert.Equal(1, await Workspace.FetchAsync<int>("y", cancellationToken: Token).Soon());
        Assert.DoesNotContain(fetches, fetch => fetch.IsCompleted);
        for (int i = 99; i >= 0; i--) await Workspace.StoreAsync($"x{i}", i, Token);
        Assert.Equal(Enumerable.Range(0, 100), await Task.WhenAll(fetches).Soon());
    }

    [Fact]
    public async Task StoresWithoutAwait_AreAppliedInTheirOrder()
    {
        await Task.WhenAll(Enumerable.Range(0, 5000).Select(i => Workspace.StoreAsync("x", i, Token))).Soon();
        Assert.Equal(Enumerable.Range(0, 5000), await Workspace.IFetchTry<int>("x").ToListAsync(Token));
    }

    [Fact]
    public async Task LargeStoresWithoutAwait_AreAppliedInTheirOrder()
    {
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Workspace.StoreAsync("x", (i, new byte[300_000]), Token))).Soon();
        var fetched = await Workspace.IFetchTry<(int Number, byte[])>("x").ToListAsync(Token);
        Assert.Equal(Enumerable.Range(0, 60), fetched.Select(value => value.Number));
    }

    [Fact]
    public async Task Clients_OnManyTasks_LoseAndDoubleNothing()
    {
        const int Workers = 8, Each = 500;
        var other = await OtherAsync();
        var stores = Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            for (int i = 0; i < Each; i++) await Workspace.StoreAsync("x", worker * Each + i, Token);
        }, Token));
        var fetches = Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            var workspace = worker % 2 == 0 ? Workspace : other;
            List<int> fetched = [];
            for (int i = 0; i < Each; i++) fetched.Add(await workspace.FetchAsync<int>("x", cancellationToken: Token));
            return fetched;
        }, Token)).ToList();
        await Task.WhenAll(stores).Soon();
        var all = (await Task.WhenAll(fetches).Soon()).SelectMany(fetched => fetched);
        Assert.Equal(Enumerable.Range(0, Workers * Each), all.Order());
        await other.Server.DisposeAsync();
    }

    [Fact]
    public async Task BlockingForms_FromManyThreads_DoNotStarveEachOther()
    {
        var threads = Enumerable.Range(0, 40).Select(i => Task.Factory.StartNew(
            () => Workspace.Fetch<int>($"x{i}"), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        for (int i = 0; i < 40; i++) await Workspace.StoreAsync($"x{i}", i, Token);
        Assert.Equal(Enumerable.Range(0, 40), await Task.WhenAll(threads).Soon());
    }
}
