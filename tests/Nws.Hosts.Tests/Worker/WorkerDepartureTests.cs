using Nws.Farm;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Worker;

/// <summary>A worker that is asked to leave.</summary>
public sealed class WorkerDepartureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Idle_LeavesAtOnce_AndSaysGoodbye()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        Task worker = fixture.StartWorker((_, _, _) => Task.FromResult(NwsValue.Nil));
        NwsValue joined = await fixture.JoinedAsync();
        await fixture.Sleigh.StoreAsync(SleighNames.LeaveOf(0), "soon", Cancellation);
        await fixture.Sleigh.StoreAsync(SleighNames.LeaveOf(0), 60, Cancellation);
        await worker.Soon();
        Assert.Equal(joined, await fixture.Sleigh.FetchAsync(SleighNames.Left, cancellationToken: Cancellation).Soon());
        Assert.Equal(0, await fixture.Sleigh.FetchAsync<int>(SleighNames.Rank, cancellationToken: Cancellation).Soon());
        Assert.Contains("this is no number", fixture.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Busy_FinishesWhatItRuns_AndLeavesTheRestToOthers()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        var (begun, go) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Task worker = fixture.StartWorker(async (_, arguments, _) =>
        {
            begun.TrySetResult();
            await go.Task;
            return arguments[0];
        });
        await fixture.AnnounceAsync(job: 1, "wait");
        await fixture.SubmitAsync(job: 1, tag: 0, "first");
        await begun.Task.Soon();
        await fixture.SubmitAsync(job: 1, tag: 1, "second");
        await fixture.Sleigh.StoreAsync(SleighNames.LeaveOf(0), 60, Cancellation);
        var states = fixture.Sleigh.IFind<NwsValue>(SleighNames.StateOf(0));
        while (!(await states.NextAsync(Cancellation).AsTask().Soon()).Value!["leaves"].To<bool>()) { }
        go.SetResult();
        await worker.Soon();
        Assert.Equal("first", (await fixture.ResultAsync(job: 1)).Values[0].To<string>());
        Assert.Equal(1, (await fixture.Sleigh.FetchAsync(SleighNames.Task, cancellationToken: Cancellation).Soon())["tag"].To<int>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3_600, 0)] // asked again, it has the new time
    public async Task Busy_TimeIsOver_TheTaskGoesBack(params int[] seconds)
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task worker = fixture.StartWorker(async (_, _, cancellation) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return NwsValue.Nil;
        });
        await fixture.AnnounceAsync(job: 1, "wait");
        await fixture.SubmitAsync(job: 1, tag: 7, 1);
        await begun.Task.Soon();
        foreach (int time in seconds) await fixture.Sleigh.StoreAsync(SleighNames.LeaveOf(0), time, Cancellation);
        await worker.Soon();
        Assert.Equal(7, (await fixture.Sleigh.FetchAsync(SleighNames.Task, cancellationToken: Cancellation).Soon())["tag"].To<int>());
    }

    [Fact]
    public async Task Left_ItsLastStateSaysSo()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        Task worker = fixture.StartWorker((_, _, _) => Task.FromResult(NwsValue.Nil));
        await fixture.JoinedAsync();
        await fixture.Sleigh.StoreAsync(SleighNames.LeaveOf(0), 60, Cancellation);
        await fixture.Sleigh.FetchAsync(SleighNames.Left, cancellationToken: Cancellation).Soon();
        Assert.Equal("left", (await fixture.Sleigh.FindAsync(SleighNames.StateOf(0), cancellationToken: Cancellation).Soon())["state"].To<string>());
        await worker.Soon();
    }

    [Fact]
    public async Task AskedBeforeItJoined_WasMeantForAnother_AndStays()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        await fixture.Sleigh.StoreAsync(SleighNames.LeaveOf(0), 0, Cancellation);
        await fixture.Sleigh.StoreAsync(SleighNames.LeaveOf(0), 0, Cancellation);
        _ = fixture.StartWorker((_, arguments, _) => Task.FromResult(arguments[0]));
        await fixture.JoinedAsync();
        await fixture.AnnounceAsync(job: 1, "same");
        await fixture.SubmitAsync(job: 1, tag: 0, "done");
        Assert.Equal("done", (await fixture.ResultAsync(job: 1)).Values[0].To<string>());
    }
}
