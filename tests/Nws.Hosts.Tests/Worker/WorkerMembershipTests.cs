using Nws.Farm;
using Nws.Hosts.Tests.Cli;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Worker;

/// <summary>How a worker tells that it is there, what it does, and that it is gone.</summary>
public sealed class WorkerMembershipTests
{
    // Long enough for a worker that is well on a machine that is busy with other tests.
    private const double LeaseSeconds = 4;
    private static readonly TimeSpan KernelStart = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Introduction_TellsWhatTheWorkerIs()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker(NothingAsync);
        NwsValue joined = await fixture.JoinedAsync();
        Assert.NotEmpty(joined["os"].To<string>());
        Assert.Equal(Environment.ProcessorCount, joined["cores"].To<int>());
        Assert.Equal(["csharp", "javascript", "python"], joined["languages"].To<List<string>>().Where(name => name != "r"));
        Assert.InRange(DateTimeOffset.UtcNow - joined["since"].To<DateTimeOffset>(), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Empty(joined["tags"].Items);
    }

    [Fact]
    public async Task Will_ConnectionIsLost_ComesBack()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        await using var relay = new Relay(fixture.Server.Endpoint);
        Task worker = fixture.StartWorker(relay);
        NwsValue joined = await fixture.JoinedAsync();
        Assert.Null(await fixture.Sleigh.FindTryAsync(SleighNames.WillOf(0), TestContext.Current.CancellationToken).Soon());
        await relay.DisposeAsync();
        Assert.Equal(joined, await fixture.Sleigh.FindAsync(SleighNames.WillOf(0), cancellationToken: TestContext.Current.CancellationToken).Soon());
        await Assert.ThrowsAnyAsync<NwsServerException>(() => worker.Soon());
    }

    [Fact]
    public async Task Will_WorkerLeavesBeforeTheMasterKnowsHowManyThereAre_DoesNotComeBack()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        await fixture.Sleigh.FetchAsync(SleighNames.WorkerCount, cancellationToken: TestContext.Current.CancellationToken).Soon();
        await AssertLeavesInAnOrderlyWayAsync(fixture);
    }

    [Fact]
    public async Task Will_WorkerLeavesInAnOrderlyWay_DoesNotComeBack()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        await AssertLeavesInAnOrderlyWayAsync(fixture);
    }

    [Fact]
    public async Task Will_OfAPredecessorThatNobodyRead_IsLeftAlone()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        await fixture.Sleigh.StoreAsync(SleighNames.WillOf(0), "somebody's", TestContext.Current.CancellationToken);
        _ = fixture.StartWorker(NothingAsync);
        await fixture.JoinedAsync();
        Assert.Equal("somebody's", await fixture.Sleigh.FetchAsync<string>(SleighNames.WillOf(0), cancellationToken: TestContext.Current.CancellationToken).Soon());
        Assert.Null(await fixture.Sleigh.FindTryAsync(SleighNames.WillOf(0), TestContext.Current.CancellationToken).Soon());
    }

    [Fact]
    public async Task State_TellsWhatTheWorkerDoesAndHasDone()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = fixture.StartWorker(async (_, arguments, _) =>
        {
            await go.Task;
            return arguments[0];
        });
        await fixture.AnnounceAsync(job: 3, "wait");
        await fixture.SubmitAsync(job: 3, tag: 5, 1, 2);
        var states = fixture.Sleigh.IFind<NwsValue>(SleighNames.StateOf(0));
        NwsValue working = await StateAsync(states, state => state["state"].To<string>() == "working");
        Assert.Equal((0, 3, 5, 0), (working["rank"].To<int>(), working["job"].To<int>(), working["tag"].To<int>(), working["done"].To<int>()));
        go.SetResult();
        NwsValue done = await StateAsync(states, state => state["state"].To<string>() == "idle" && state["done"].To<int>() > 0);
        Assert.Equal((2, 0), (done["done"].To<int>(), done["failed"].To<int>()));
        Assert.Equal(NwsValue.Nil, done["job"]);
    }

    [Fact]
    public async Task Frozen_Worker_ItsTaskRunsElsewhere_AndItEndsWhenItWakesUp()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync(ranks: 2);
        await fixture.Sleigh.StoreAsync(SleighNames.Lease, LeaseSeconds, TestContext.Current.CancellationToken);
        using var commandLine = new NwsCommandLine(fixture.Server.Endpoint);
        await using var frozen = commandLine.Start("worker", "--sleigh", fixture.Sleigh.Name, "--user", "sleigh_user_0001");
        NwsValue joined = await fixture.JoinedAsync();
        await fixture.AnnounceAsync(job: 1, "SleighNws.store('begun', SleighRank)\nSleighNws.find('go')\nSleighArguments[0]");
        for (int tag = 0; tag < 5; tag++) await fixture.SubmitAsync(job: 1, tag, tag);
        Assert.Equal(joined["rank"].To<int>(), await fixture.Sleigh.FetchAsync<int>("begun", cancellationToken: TestContext.Current.CancellationToken).WaitAsync(KernelStart, TestContext.Current.CancellationToken));
        await frozen.SignalAsync("STOP");
        try
        {
            _ = fixture.StartWorker();
            await fixture.Sleigh.StoreAsync("go", 1, TestContext.Current.CancellationToken);
            var results = await fixture.ResultsAsync(job: 1, 5);
            Assert.Equal([0, 1, 2, 3, 4], results.SelectMany(record => record.Values).Select(value => value.To<int>()));
            Assert.Equal(joined, await fixture.Sleigh.FindAsync(SleighNames.WillOf(joined["rank"].To<int>()), cancellationToken: TestContext.Current.CancellationToken).Soon());
        }
        finally
        {
            await frozen.SignalAsync("CONT");
        }
        var end = await frozen.EndAsync();
        Assert.Equal(1, end.ExitCode);
        Assert.Contains("no sign of life for more than 4 s", end.Errors, StringComparison.Ordinal);
        Assert.Null(await fixture.Sleigh.FindTryAsync(SleighNames.Result(1), TestContext.Current.CancellationToken).Soon());
    }

    private static Task<NwsValue> NothingAsync(string code, IReadOnlyList<NwsValue> arguments, CancellationToken cancellation) => Task.FromResult(NwsValue.Nil);

    private static async Task AssertLeavesInAnOrderlyWayAsync(WorkerFixture fixture)
    {
        using var leave = new CancellationTokenSource();
        Task worker = fixture.StartWorkerUntil(NothingAsync, leave.Token);
        NwsValue joined = await fixture.JoinedAsync();
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker.Soon());
        Assert.Equal(joined, await fixture.Sleigh.FetchAsync(SleighNames.Left, cancellationToken: TestContext.Current.CancellationToken).Soon());
        Assert.Null(await fixture.Sleigh.FindTryAsync(SleighNames.WillOf(0), TestContext.Current.CancellationToken).Soon());
    }

    private static async Task<NwsValue> StateAsync(NwsValueIterator<NwsValue> states, Func<NwsValue, bool> isIt)
    {
        while (true)
        {
            if (await states.NextAsync(TestContext.Current.CancellationToken).AsTask().Soon() is (true, { } state) && isIt(state)) return state;
        }
    }
}
