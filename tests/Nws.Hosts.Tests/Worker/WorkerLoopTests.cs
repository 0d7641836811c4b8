using Nws.Farm;
using Nws.Hosts.Languages;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Worker;

/// <summary>How a worker joins, runs tasks and ends; its code is run by functions of the tests.</summary>
public sealed class WorkerLoopTests
{
    private static readonly NwsError ZeroError = new("ZeroError", "no zeros", "line 1", "python", new NwsError("Cause", "", "", "python"));

    [Fact]
    public async Task Join_TwoWorkers_EachGetsARankAndTellsWhoItIs()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync(ranks: 2);
        _ = fixture.StartWorker(DoubleAsync);
        _ = fixture.StartWorker(DoubleAsync);
        NwsValue first = await fixture.JoinedAsync(), second = await fixture.JoinedAsync();
        Assert.Equal([0, 1], new[] { first["rank"].To<int>(), second["rank"].To<int>() }.Order());
        Assert.NotEmpty(first["name"].To<string>());
        Assert.Equal(Environment.ProcessId, first["pid"].To<int>());
        Assert.Equal(Environment.MachineName, first["host"].To<string>());
        Assert.NotEmpty(first["version"].To<string>());
    }

    [Fact]
    public async Task Task_OfSeveralElements_GivesAValueForEach()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker(DoubleAsync);
        await fixture.AnnounceAsync(job: 7, "double");
        await fixture.SubmitAsync(job: 7, tag: 10, 1, 2, 3);
        ResultRecord result = await fixture.ResultAsync(job: 7);
        Assert.Equal((10, 0), (result.Tag, result.Rank));
        Assert.Equal([2, 4, 6], result.Values.Select(value => value.To<int>()));
        Assert.Empty(result.Errors);
        Assert.Equal(3, result.Seconds.Count);
        Assert.All(result.Seconds, seconds => Assert.InRange(seconds, 0, 20));
    }

    [Fact]
    public async Task Task_WithFixedArgumentsAndPermutation_GetsThemInThatOrder()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker((_, arguments, _) => Task.FromResult(NwsValue.From(arguments)));
        await fixture.AnnounceAsync(job: 1, "list", fixedArguments: ["a", "b"], permute: [2, 0, 1]);
        await fixture.SubmitAsync(job: 1, tag: 0, 5);
        Assert.Equal(NwsValue.From(new object[] { "b", 5, "a" }), (await fixture.ResultAsync(job: 1)).Values[0]);
    }

    [Fact]
    public async Task Task_PermutationOutOfRange_IsAnErrorOfTheElement()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker(DoubleAsync);
        await fixture.AnnounceAsync(job: 1, "double", permute: [1]);
        await fixture.SubmitAsync(job: 1, tag: 0, 5);
        Assert.Contains("argument 1", (await fixture.ResultAsync(job: 1)).Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Task_OneElementFails_TheOthersHaveValues()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker(FailOnZeroAsync);
        await fixture.AnnounceAsync(job: 1, "fragile");
        await fixture.SubmitAsync(job: 1, tag: 0, 1, 0, 3);
        ResultRecord result = await fixture.ResultAsync(job: 1);
        Assert.Equal([NwsValue.From(1), NwsValue.Nil, NwsValue.From(3)], result.Values);
        (int position, NwsError error) = Assert.Single(result.Errors);
        Assert.Equal((1, ZeroError), (position, error));
    }

    [Fact]
    public async Task Task_ForThisWorker_IsTakenByItAlone()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync(ranks: 2);
        _ = fixture.StartWorker(DoubleAsync);
        _ = fixture.StartWorker(DoubleAsync);
        await fixture.AnnounceAsync(job: 1, "double");
        for (int i = 0; i < 10; i++)
            await fixture.SubmitToAsync(SleighNames.TaskOf(1), job: 1, tag: i, i);
        Assert.All(await fixture.ResultsAsync(job: 1, elements: 10), record => Assert.Equal(1, record.Rank));
    }

    [Fact]
    public async Task Job_IsWatchedByOneRequestHoweverManyTasksItHas()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker(DoubleAsync);
        await fixture.AnnounceAsync(job: 1, "double");
        for (int tag = 0; tag < 5; tag++) await fixture.SubmitAsync(job: 1, tag, 1);
        await fixture.ResultsAsync(job: 1, elements: 5);
        IReadOnlyList<VariableListing> variables = await fixture.Sleigh.ListVarsAsync(TestContext.Current.CancellationToken).Soon();
        Assert.Equal(1, variables.Single(variable => variable.Name == SleighNames.Job(1)).FinderCount);
    }

    [Theory]
    [InlineData("cobol", "eval", "cobol")]
    [InlineData("python", "levitate", "levitate")]
    public async Task Job_ThatCannotBeRun_IsAnErrorOfItsElements(string language, string type, string named)
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker(DoubleAsync);
        await fixture.AnnounceAsync(job: 1, "double", type, language);
        await fixture.SubmitAsync(job: 1, tag: 0, 1, 2);
        ResultRecord result = await fixture.ResultAsync(job: 1);
        Assert.Equal([0, 1], result.Errors.Keys.Order());
        Assert.Contains(named, result.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Task_WhoseJobIsGone_IsDroppedAndTheNextRuns()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker(DoubleAsync);
        await fixture.AnnounceAsync(job: 1, "double");
        await fixture.SubmitAsync(job: 99, tag: 0, 1);
        await fixture.SubmitAsync(job: 1, tag: 0, 1);
        await fixture.ResultAsync(job: 1);
        IReadOnlyList<VariableListing> variables = await fixture.Sleigh.ListVarsAsync(TestContext.Current.CancellationToken).Soon();
        Assert.DoesNotContain(variables, variable => variable.Name == SleighNames.Result(99));
    }

    [Fact]
    public async Task Task_WhoseJobIsTakenAway_IsEndedAndTheNextRuns()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = fixture.StartWorker((code, arguments, cancellation) => code == "block" ? BlockAsync(begun, cancellation) : DoubleAsync(code, arguments, cancellation));
        await fixture.AnnounceAsync(job: 1, "block");
        await fixture.AnnounceAsync(job: 2, "double");
        await fixture.SubmitAsync(job: 1, tag: 0, 1);
        await fixture.SubmitAsync(job: 2, tag: 0, 4);
        await begun.Task.Soon();
        await fixture.Sleigh.DeleteVarAsync(SleighNames.Job(1), TestContext.Current.CancellationToken).Soon();
        Assert.Equal(NwsValue.From(8), (await fixture.ResultAsync(job: 2)).Values[0]);
    }

    [Fact]
    public async Task Task_ThatIsNone_IsDroppedAndTheNextRuns()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker(DoubleAsync);
        await fixture.AnnounceAsync(job: 1, "double");
        await fixture.Sleigh.StoreAsync(SleighNames.Task, "what?", TestContext.Current.CancellationToken);
        await fixture.SubmitAsync(job: 1, tag: 0, 1);
        await fixture.ResultAsync(job: 1);
        Assert.Contains("no task", fixture.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Task_ThatTookFiveWorkersWithIt_IsAnErrorInsteadOfRunningAgain()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        await fixture.AnnounceAsync(job: 1, "double");
        await fixture.SubmitAsync(job: 1, tag: 0, 1, 2);
        for (int i = 0; i < 5; i++)
        {
            NwsLease lease = await fixture.Sleigh.FetchLeaseAsync(SleighNames.Task, timeout: null, cancellation).Soon();
            await lease.ReleaseAsync(cancellation).Soon();
        }
        _ = fixture.StartWorker((_, _, _) => throw new InvalidOperationException("It was run."));
        ResultRecord result = await fixture.ResultAsync(job: 1);
        Assert.Equal(["WorkerLost", "WorkerLost"], result.Errors.Values.Select(error => error.Type));
    }

    [Fact]
    public async Task Task_WorkerLeavesInTheMiddle_AnotherOneTakesItAndTheRank()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        using var leave = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task first = fixture.StartWorkerUntil((_, _, cancellation) => BlockAsync(begun, cancellation), leave.Token);
        await fixture.JoinedAsync();
        await fixture.AnnounceAsync(job: 1, "double");
        await fixture.SubmitAsync(job: 1, tag: 0, 4);
        await begun.Task.Soon();
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Soon());
        _ = fixture.StartWorker(DoubleAsync);
        Assert.Equal(0, (await fixture.JoinedAsync())["rank"].To<int>());
        Assert.Equal(NwsValue.From(8), (await fixture.ResultAsync(job: 1)).Values[0]);
    }

    [Fact]
    public async Task Task_ThrownAwayByTheMaster_WorkerGoesOn()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = fixture.StartWorker(async (_, arguments, _) =>
        {
            begun.TrySetResult();
            await go.Task;
            return arguments[0];
        });
        await fixture.AnnounceAsync(job: 1, "wait");
        await fixture.SubmitAsync(job: 1, tag: 0, 1);
        await begun.Task.Soon();
        await fixture.Sleigh.DeleteVarAsync(SleighNames.Task, TestContext.Current.CancellationToken);
        go.SetResult();
        await fixture.SubmitAsync(job: 1, tag: 1, 2);
        Assert.Equal(1, (await fixture.ResultAsync(job: 1)).Tag);
    }

    [Fact]
    public async Task Result_TooLargeForTheServer_IsAnError()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync(options: new() { MaxValueBytes = 100_000 });
        _ = fixture.StartWorker((_, _, _) => Task.FromResult(NwsValue.From(new byte[200_000])));
        await fixture.AnnounceAsync(job: 1, "large");
        await fixture.SubmitAsync(job: 1, tag: 0, 1);
        NwsError error = (await fixture.ResultAsync(job: 1)).Errors[0];
        Assert.Equal("ResultTooLarge", error.Type);
        Assert.Contains("200", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sleigh_DeletedWhileIdle_WorkerEnds()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        Task worker = fixture.StartWorker(DoubleAsync);
        await fixture.JoinedAsync();
        await fixture.Master.DisposeAsync();
        await worker.Soon();
        Assert.Empty(fixture.Log.ToString());
    }

    [Fact]
    public async Task Sleigh_DeletedWhileATaskRuns_TaskIsCancelledAndWorkerEnds()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var host = new FakeLanguageHost(NwsLanguage.Python, (_, _, cancellation) => BlockAsync(begun, cancellation));
        Task worker = fixture.StartWorker(host);
        await fixture.AnnounceAsync(job: 1, "wait");
        await fixture.SubmitAsync(job: 1, tag: 0, 1);
        await begun.Task.Soon();
        await fixture.Master.DisposeAsync();
        await worker.Soon();
        Assert.True(host.IsDisposed);
    }

    [Fact]
    public async Task RideOver_StoredWhileATaskRuns_WorkerEnds()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task worker = fixture.StartWorker((_, _, cancellation) => BlockAsync(begun, cancellation));
        await fixture.AnnounceAsync(job: 1, "wait");
        await fixture.SubmitAsync(job: 1, tag: 0, 1);
        await begun.Task.Soon();
        await fixture.Sleigh.StoreAsync(SleighNames.RideOver, 1, TestContext.Current.CancellationToken);
        await worker.Soon();
    }

    [Fact]
    public async Task Sleigh_ThatDoesNotExist_IsRefusedAndNamed()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        await fixture.Master.DeleteWsAsync(fixture.Sleigh.Name, TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<NwsNoWorkSpaceException>(() => fixture.StartWorker(DoubleAsync).Soon());
        Assert.Contains(fixture.Sleigh.Name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_LostWhileIdle_IsAnError()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        await using var relay = new Relay(fixture.Server.Endpoint);
        Task worker = fixture.StartWorker(relay);
        await fixture.JoinedAsync();
        await relay.DisposeAsync();
        await Assert.ThrowsAnyAsync<NwsServerException>(() => worker.Soon());
    }

    private static Task<NwsValue> DoubleAsync(string code, IReadOnlyList<NwsValue> arguments, CancellationToken cancellation) =>
        Task.FromResult(NwsValue.From(2 * arguments[0].To<int>()));

    private static Task<NwsValue> FailOnZeroAsync(string code, IReadOnlyList<NwsValue> arguments, CancellationToken cancellation) =>
        arguments[0].To<int>() != 0
            ? Task.FromResult(arguments[0])
            : throw new LanguageTaskException(ZeroError);

    private static async Task<NwsValue> BlockAsync(TaskCompletionSource begun, CancellationToken cancellation)
    {
        begun.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellation);
        return NwsValue.Nil;
    }
}
