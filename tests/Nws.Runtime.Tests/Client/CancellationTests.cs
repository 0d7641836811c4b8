using Nws.TestKit;

namespace Nws.Runtime.Tests.Client;

public class CancellationTests : ClientTests
{
    [Fact]
    public async Task Cancellation_OfABlockedFetch_EndsItAndTheConnectionLives()
    {
        using var cancel = new CancellationTokenSource();
        var fetching = Workspace.FetchAsync("x", cancellationToken: cancel.Token);
        var finding = Workspace.FindAnyAsync(["x", "y"], cancellationToken: cancel.Token);
        await FetchersAsync("x", 1);
        await cancel.CancelAsync();
        var fault = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching.Soon());
        Assert.Equal(cancel.Token, fault.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => finding.Soon());
        Assert.Null(await ListedAsync("x"));
        await Workspace.StoreAsync("x", 1, Token);
        Assert.Equal(1, await Workspace.FetchAsync<int>("x", cancellationToken: Token));
    }

    [Fact]
    public async Task Cancellation_BeforeTheCall_AsksTheServerNothing()
    {
        var cancelled = new CancellationToken(true);
        await Workspace.StoreAsync("x", 1, Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Workspace.FetchAsync("x", cancellationToken: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Workspace.StoreAsync("x", 2, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.OpenWsAsync("new", cancellationToken: cancelled));
        Assert.Equal(1, (await ListedAsync("x"))!.ValueCount);
    }

    [Fact]
    public async Task Cancellation_WhenTheValueIsOnItsWay_GivesTheValue()
    {
        await using var server = new FakeServer();
        var workspace = await server.OpenAsync(Token);
        using var cancel = new CancellationTokenSource();
        var fetching = workspace.FetchAsync<int>("x", cancellationToken: cancel.Token);
        var request = await server.ReceiveAsync();
        await cancel.CancelAsync();
        var cancellation = await server.ReceiveAsync();
        Assert.Equal(NwsValue.From(new object[] { 2, "cancel", new object[] { request[1] } }), cancellation);
        await server.SendAsync(1, request[1], null, new object[] { 17, "x", 1, 0, 5, 1 });
        Assert.Equal(17, await fetching.Soon());
        Assert.Equal(NwsValue.From(new object[] { 2, "confirm", new object[] { 5 } }), await server.ReceiveAsync());
    }

    [Fact]
    public async Task Cancellation_OfAStore_StillTellsThatItWasDone()
    {
        await using var server = new FakeServer();
        var workspace = await server.OpenAsync(Token);
        using var cancel = new CancellationTokenSource();
        var storing = workspace.StoreAsync("x", 1, cancel.Token);
        var request = await server.ReceiveAsync();
        await cancel.CancelAsync();
        await server.ReceiveAsync();
        await server.SendAsync(1, request[1], null, null);
        await storing.Soon();
    }

    [Fact]
    public async Task CancelAgainstStore_ManyTimes_PushedIsPoppedPlusRemaining()
    {
        const int Rounds = 3000;
        var other = await OtherAsync();
        int popped = 0;
        for (int i = 0; i < Rounds; i++)
        {
            using var cancel = new CancellationTokenSource();
            var fetching = Workspace.FetchAsync<int>("x", cancellationToken: cancel.Token);
            var storing = other.StoreAsync("x", i, Token);
            if (i % 3 == 0) await Task.Yield();
            await cancel.CancelAsync();
            await storing;
            popped += await CountAsync(fetching);
        }
        var remaining = await Workspace.IFetchTry<int>("x").ToListAsync(Token);
        Assert.Equal(Rounds, popped + remaining.Count);
        Assert.Equal(remaining.Count, remaining.Distinct().Count());
        await other.Server.DisposeAsync();
    }

    [Fact]
    public async Task TimeoutAgainstStore_ManyTimes_PushedIsPoppedPlusRemaining()
    {
        const int Rounds = 4000, Lanes = 20;
        var other = await OtherAsync();
        var random = new Random(697);
        var jitter = Enumerable.Range(0, Rounds).Select(_ => TimeSpan.FromMilliseconds(random.Next(0, 4))).ToArray();
        var lanes = Enumerable.Range(0, Lanes).Select(lane => Task.Run(async () =>
        {
            int popped = 0;
            for (int i = lane; i < Rounds; i += Lanes)
            {
                var fetching = Workspace.FetchAsync<int>("x", jitter[i], Token);
                await Workspace.FetchTryAsync<int>($"pause{lane}", cancellationToken: Token);
                await other.StoreAsync("x", i, Token);
                popped += await CountAsync(fetching);
            }
            return popped;
        }, Token));
        int popped = (await Task.WhenAll(lanes).Soon()).Sum();
        var remaining = await Workspace.IFetchTry<int>("x").ToListAsync(Token);
        Assert.Equal(Rounds, popped + remaining.Count);
        Assert.Equal(0, (await ListedAsync("x"))!.FetcherCount);
        await other.Server.DisposeAsync();
    }

    /// <summary>1 if a value came, 0 if the wait ended without one.</summary>
    private static async Task<int> CountAsync(Task<int> fetching)
    {
        try
        {
            await fetching.Soon();
            return 1;
        }
        catch (Exception fault) when (fault is OperationCanceledException or NwsTimeoutException)
        {
            return 0;
        }
    }
}
