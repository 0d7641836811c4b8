using Nws.TestKit;

namespace Nws.Runtime.Tests.Farm.Masters;

/// <summary>What options of a call become on the wire.</summary>
public sealed class JobOptionsTests : IAsyncLifetime
{
    private static readonly Code Anything = Code.Python("1");

    private ScriptedSleigh _master = null!;

    public async ValueTask InitializeAsync() => _master = await ScriptedSleigh.StartAsync([[], ["gpu"], ["gpu", "big"]]);

    public ValueTask DisposeAsync() => _master.DisposeAsync();

    [Fact]
    public async Task WorkerInfo_TellsWhatWorkersSaidOfThemselves()
    {
        var worker = _master.Sleigh.WorkerInfo[2];

        Assert.Equal((2, "nowhere@2", "nowhere", 1002, "NoOS 1", 2, DateTimeOffset.UnixEpoch), (worker.Rank, worker.Name, worker.Host, worker.ProcessId, worker.Os, worker.Cores, worker.Since));
        Assert.Equal(["gpu", "big"], worker.Tags);
        Assert.Equal(["python"], worker.Languages);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Job_OfDefaults_SaysNothingOfOptions()
    {
        var job = await JobOfAsync(new EachOptions());

        Assert.Equal(["code", "fixed", "language", "permute", "type"], job.Entries.Select(entry => entry.Key.To<string>()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Job_WithLimitAndSeed_TellsThem()
    {
        var job = await JobOfAsync(new EachOptions { TimeLimit = TimeSpan.FromMilliseconds(2500), RngSeed = -7 });

        Assert.Equal(2.5, job["limit"].To<double>());
        Assert.Equal(-7, job["seed"].To<long>());
    }

    [Fact]
    public async Task Exports_HoldForTheJobsThatBeginAfterThem()
    {
        var before = await JobOfAsync(new EachOptions());
        await _master.Sleigh.ExportAsync("rate", 0.25, cancellationToken: TestContext.Current.CancellationToken).Soon();
        var between = await JobOfAsync(new EachOptions());
        await _master.Sleigh.UnexportAsync("rate", cancellationToken: TestContext.Current.CancellationToken).Soon();
        var after = await JobOfAsync(new EachOptions());

        Assert.False(before.TryGetValue(NwsValue.From("exports"), out _));
        Assert.Equal((1, 2), (between["exports"].To<int>(), after["exports"].To<int>()));
        var records = new List<NwsValue>();
        await foreach (var record in _master.Sleigh.Nws.IFindTry<NwsValue>("exports").WithCancellation(TestContext.Current.CancellationToken)) records.Add(record);
        Assert.Equal(
            [NwsValue.From(new Dictionary<string, object> { ["name"] = "rate", ["value"] = 0.25 }), NwsValue.From(new Dictionary<string, object> { ["name"] = "rate" })],
            records);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2x")]
    [InlineData("a-b")]
    [InlineData("a b")]
    public async Task Export_OfNoVariablesName_SaysSo(string name)
    {
        var fault = await Assert.ThrowsAsync<SleighIllegalValueException>(() => _master.Sleigh.ExportAsync(name, 1, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains($"'{name}'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_SendTasksWhereWorkersThatHaveThemLook()
    {
        var running = _master.Sleigh.EachElemAsync(Anything, new[] { 5 }, options: new EachOptions { Tags = ["gpu"] }, cancellationToken: TestContext.Current.CancellationToken);

        var task = await _master.Workers[1].TakeAsync();
        Assert.Equal("task#gpu", task.Variable);
        Assert.Equal(["gpu"], (await _master.JobAsync(task))["tags"].To<List<string>>());
        await _master.Workers[1].AnswerAsync(task, 25);
        Assert.Equal([NwsValue.From(25)], await running.Soon());
    }

    [Fact]
    public async Task Tags_OfSeveral_AreSortedAndEachOnce()
    {
        var pending = await _master.Sleigh.BeginEachElemAsync(
            Anything, new[] { 5 }, options: new EachOptions { Tags = ["gpu", "big", "gpu"] }, cancellationToken: TestContext.Current.CancellationToken);

        var task = await _master.Sleigh.Nws.FetchAsync("task#big,gpu", cancellationToken: TestContext.Current.CancellationToken).Soon();
        Assert.Equal([5], task["args"][0].To<List<int>>());
        await pending.CancelAsync().Soon();
    }

    [Fact]
    public async Task Tags_ThatNoWorkerHas_FailAtOnceAndTellWhichThereAre()
    {
        var fault = await Assert.ThrowsAsync<SleighIllegalValueException>(() => _master.Sleigh.EachElemAsync(
            Anything, new[] { 5 }, options: new EachOptions { Tags = ["tpu", "gpu"] }, cancellationToken: TestContext.Current.CancellationToken).Soon());

        Assert.Equal("None of the 3 workers has all of the tags 'tpu', 'gpu'. The tags there are: big, gpu (1 worker); gpu (1 worker).", fault.Message);
    }

    [Fact]
    public async Task EachWorker_WithTags_IsForThoseThatHaveThem()
    {
        var running = _master.Sleigh.EachWorkerAsync(Anything, options: new EachOptions { Tags = ["gpu"] }, cancellationToken: TestContext.Current.CancellationToken);

        foreach (int rank in new[] { 2, 1 }) await _master.Workers[rank].AnswerAsync(await _master.Workers[rank].TakeAsync(), rank);

        Assert.Equal([1, 2], (await running.Soon()).Select(result => result.To<int>()));
    }

    public static TheoryData<EachOptions, string> Nonsense => new()
    {
        { new EachOptions { TimeLimit = TimeSpan.Zero }, "TimeLimit" },
        { new EachOptions { Priority = 1001 }, "Priority" },
        { new EachOptions { Tags = ["a b"] }, "'a b'" },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Options_ThatMakeNoSense_SayWhich(EachOptions options, string named)
    {
        var fault = await Assert.ThrowsAsync<SleighIllegalValueException>(() =>
            _master.Sleigh.EachElemAsync(Anything, new[] { 1 }, options: options, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    private async Task<NwsValue> JobOfAsync(EachOptions options)
    {
        var running = _master.Sleigh.EachElemAsync(Anything, new[] { 1 }, options: options, cancellationToken: TestContext.Current.CancellationToken);
        var task = await _master.Workers[0].TakeAsync();
        var job = await _master.JobAsync(task);
        await _master.Workers[0].AnswerAsync(task, 1);
        await running.Soon();
        return job;
    }
}
