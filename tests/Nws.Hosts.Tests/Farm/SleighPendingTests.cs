using Nws.TestKit;

namespace Nws.Hosts.Tests.Farm;

public sealed class SleighPendingTests(SleighFixture fixture) : IClassFixture<SleighFixture>
{
    private readonly Sleigh _sleigh = fixture.Sleigh;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_CountsWhatIsOutstanding_AndWaitReturnsTheResultsOnce()
    {
        var held = Code.Python("SleighUserNws.find('go on'), SleighArguments[0]");
        var pending = await _sleigh.BeginEachElemAsync(held, new[] { 5, 6, 7 }, cancellationToken: Cancellation);
        Assert.Equal(3, pending.Check());

        await _sleigh.UserNws.StoreAsync("go on", true, Cancellation);

        var results = await pending.WaitAsync(Cancellation).Soon();
        Assert.Equal([5, 6, 7], results.Select(result => result[1].To<int>()));
        Assert.Equal(0, pending.Check());
        await Assert.ThrowsAsync<SleighGatheredException>(() => pending.WaitAsync(Cancellation).Soon());
    }

    [Fact]
    public async Task Several_AreUnderWayAtOnce_AndGatheredInAnyOrder()
    {
        var code = Code.JavaScript("(x, n) => x * n", SleighTaskType.Invoke);
        var pending = new List<SleighPending>();
        for (int n = 0; n < 4; n++) pending.Add(await _sleigh.BeginEachElemAsync(code, Enumerable.Range(0, 10), [n], cancellationToken: Cancellation));

        for (int n = 3; n >= 0; n--)
            Assert.Equal(Enumerable.Range(0, 10).Select(x => x * n), (await pending[n].WaitAsync(Cancellation).Soon()).Select(result => result.To<int>()));
    }

    [Fact]
    public async Task BeginEachWorker_LetsTheMasterTalkWithItsWorkers()
    {
        var echo = Code.Python("SleighUserNws.store('heard', SleighUserNws.fetch('said'))\nSleighRank");
        var pending = await _sleigh.BeginEachWorkerAsync(echo, cancellationToken: Cancellation);

        for (int i = 0; i < _sleigh.WorkerCount; i++)
        {
            await _sleigh.UserNws.StoreAsync("said", i, Cancellation);
            Assert.Equal(i, await _sleigh.UserNws.FetchAsync<int>("heard", cancellationToken: Cancellation).Soon());
        }

        Assert.Equal([0, 1, 2], (await pending.WaitAsync(Cancellation).Soon()).Select(result => result.To<int>()));
    }

    [Fact]
    public async Task Cancel_EndsQueuedAndRunningTasks_AndTheWorkersGoOn()
    {
        var endless = Code.Python("SleighUserNws.store('running', 1)\nwhile True: pass");
        var pending = await _sleigh.BeginEachElemAsync(endless, Enumerable.Range(0, 20), cancellationToken: Cancellation);
        for (int i = 0; i < _sleigh.WorkerCount; i++) await _sleigh.UserNws.FetchAsync("running", cancellationToken: Cancellation).Soon();

        await pending.CancelAsync().Soon();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending.WaitAsync(Cancellation).Soon());
        var ranks = await _sleigh.EachWorkerAsync(Code.Python("SleighRank"), cancellationToken: Cancellation).Soon();
        Assert.Equal([0, 1, 2], ranks.Select(rank => rank.To<int>()));
        Assert.Null(await _sleigh.UserNws.FetchTryAsync("running", Cancellation));
    }

    [Fact]
    public async Task FailFast_EndsTheCallWithTheFirstFailure()
    {
        var code = Code.Python("def run(x):\n    if x == 2: raise ValueError('bad luck')\n    SleighUserNws.find('never comes')\nrun(SleighArguments[0])");

        var fault = await Assert.ThrowsAsync<SleighTaskException>(() => _sleigh.EachElemAsync(
            code, new[] { 1, 2, 3 }, options: new EachOptions { FailFast = true, ChunkSize = 1 }, cancellationToken: Cancellation).Soon());

        Assert.Equal(1, fault.Tag);
        Assert.Equal("bad luck", fault.Error.Message);
    }

    [Fact]
    public async Task Progress_TellsHowManyAreDoneOfAll()
    {
        var seen = new List<SleighProgress>();
        var options = new EachOptions { Progress = new Reports(seen), CollectErrors = true };

        await _sleigh.EachElemAsync(Code.Python("1 // SleighArguments[0]"), new[] { 1, 0, 2, 3 }, options: options, cancellationToken: Cancellation).Soon();

        Assert.Equal([1, 2, 3, 4], seen.Select(report => report.Done));
        Assert.All(seen, report => Assert.Equal(4, report.Total));
        Assert.Equal(1, seen[^1].Failed);
        Assert.Equal(TimeSpan.Zero, seen[^1].Remaining);
    }

    private sealed class Reports(List<SleighProgress> seen) : IProgress<SleighProgress>
    {
        public void Report(SleighProgress value) => seen.Add(value);
    }
}
