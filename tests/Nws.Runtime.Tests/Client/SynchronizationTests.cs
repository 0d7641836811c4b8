using Nws.TestKit;

namespace Nws.Runtime.Tests.Client;

public class SynchronizationTests : ClientTests
{
    [Fact]
    public async Task Semaphore_HasAsManyPermitsAsSaidFirst()
    {
        var semaphore = new NwsSemaphore(Workspace, "s", 2);
        var other = new NwsSemaphore(await OtherAsync(), "s", 7);
        var first = await semaphore.AcquireAsync(cancellationToken: Token);
        await using (await other.AcquireAsync(cancellationToken: Token))
        {
            await Assert.ThrowsAsync<NwsTimeoutException>(() => other.AcquireAsync(TimeSpan.Zero, Token));
            await first.DisposeAsync();
            await first.DisposeAsync();
            await using var third = await other.AcquireAsync(cancellationToken: Token);
            await Assert.ThrowsAsync<NwsTimeoutException>(() => semaphore.AcquireAsync(TimeSpan.Zero, Token));
        }
        Assert.Equal(2, (await ListedAsync("s"))!.ValueCount);
    }

    [Fact]
    public async Task Permit_OfAHolderThatIsGoneOrDoesNotRenew_ComesBack()
    {
        var gone = await OtherAsync();
        await new NwsSemaphore(gone, "s").AcquireAsync(cancellationToken: Token);
        var waiting = new NwsSemaphore(Workspace, "s", leaseTime: TimeSpan.FromMilliseconds(50)).AcquireAsync(cancellationToken: Token);
        await FetchersAsync("s", 1);
        await gone.Server.DisposeAsync().AsTask().Soon();
        var lost = await waiting.Soon();
        await using var permit = await new NwsSemaphore(await OtherAsync(), "s", leaseTime: TimeSpan.FromHours(1)).AcquireAsync(cancellationToken: Token).Soon();
        Assert.False(await lost.RenewAsync(Token));
        Assert.True(await permit.RenewAsync(Token));
        await lost.DisposeAsync();
    }

    [Fact]
    public async Task Barrier_OpensForAllAgainAndAgain()
    {
        async Task<List<int>> WorkAsync()
        {
            var (barrier, rounds) = (new NwsBarrier(await OtherAsync(), "b", 3), new List<int>());
            while (rounds.Count < 20) rounds.Add(await barrier.WaitAsync(cancellationToken: Token));
            return rounds;
        }
        var all = await Task.WhenAll(WorkAsync(), WorkAsync(), WorkAsync()).Soon();
        Assert.All(all, rounds => Assert.Equal(Enumerable.Range(0, 20), rounds));
    }

    [Fact]
    public async Task Barrier_DoesNotCountWhoIsGoneOrGivesUp()
    {
        var barrier = new NwsBarrier(Workspace, "b", 2, TimeSpan.FromSeconds(3));
        await Assert.ThrowsAsync<NwsTimeoutException>(() => barrier.WaitAsync(TimeSpan.FromMilliseconds(10), Token));
        var gone = await OtherAsync();
        var lost = new NwsBarrier(gone, "b", 2).WaitAsync(cancellationToken: Token);
        await Eventually.TrueAsync(async () => (await ListedAsync("b seats 0"))!.ValueCount == 1);
        await gone.Server.DisposeAsync().AsTask().Soon();
        await Assert.ThrowsAnyAsync<NwsException>(() => lost.Soon());
        var first = barrier.WaitAsync(cancellationToken: Token);
        await Eventually.TrueAsync(async () => (await ListedAsync("b seats 0"))!.ValueCount == 1);
        Assert.Equal(0, await new NwsBarrier(await OtherAsync(), "b", 2).WaitAsync(cancellationToken: Token).Soon());
        Assert.Equal(0, await first.Soon());
    }
}
