using Nws.Farm;
using Nws.TestKit;

namespace Nws.Runtime.Tests.Farm.Masters;

/// <summary>A master of a farm that somebody else keeps.</summary>
public sealed class StandingFarmTests : IAsyncLifetime
{
    private static readonly Code Anything = Code.Python("1");

    private TestServer _server = null!;
    private NwsServer _keeper = null!;
    private NetWorkSpace _farm = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _keeper = await _server.ConnectAsync();
        _farm = await _keeper.OpenWsAsync("farm hill").Soon();
        await _keeper.OpenWsAsync("farm hill user").Soon();
        await _farm.DeclareAsync(SleighNames.Members, VariableMode.Single).Soon();
        await StoreMembersAsync(0, 3);
        await _farm.StoreAsync(SleighNames.NextJob, 1).Soon();
        for (int rank = 0; rank < 4; rank++) await _farm.StoreAsync(SleighNames.Rank, rank).Soon();
    }

    public async ValueTask DisposeAsync()
    {
        await _keeper.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Attach_WhereThereIsNoSuchFarm_SaysHowToStartOne()
    {
        var fault = await Assert.ThrowsAsync<SleighException>(() => Sleigh.AttachAsync("dale", _server.ClientOptions, Cancellation).Soon());

        Assert.Equal($"There is no farm 'dale' at {_server.Endpoint}; start one with: nws farm start dale", fault.Message);
    }

    [Fact]
    public async Task Jobs_OfTwoMasters_HaveNumbersOfTheirOwnAndAnOwnerThatDiesWithTheMaster()
    {
        await using var one = await AttachAsync();
        var two = await AttachAsync();
        var first = await one.BeginEachElemAsync(Anything, new[] { 1, 2 }, cancellationToken: Cancellation).Soon();
        await two.BeginEachElemAsync(Code.R("1"), Endless(), cancellationToken: Cancellation).Soon();

        var entries = new[] { await _farm.FetchAsync(SleighNames.Jobs, cancellationToken: Cancellation).Soon(), await _farm.FetchAsync(SleighNames.Jobs, cancellationToken: Cancellation).Soon() };
        string[] owners = [.. entries.Select(entry => entry["owner"].To<string>())];
        Assert.Equal([1, 2], entries.Select(entry => entry["job"].To<int>()));
        Assert.Equal(["python", "r"], entries.Select(entry => entry["language"].To<string>()));
        Assert.Equal([2, null], entries.Select(entry => entry["tasks"].To<int?>()));
        Assert.All(owners, owner => Assert.StartsWith("farm hill master ", owner, StringComparison.Ordinal));
        Assert.Equal(3, await _farm.FindAsync<int>(SleighNames.NextJob, cancellationToken: Cancellation).Soon());

        await two.StopAsync().Soon();
        await Eventually.TrueAsync(async () => (await _keeper.ListWssAsync()).All(workspace => workspace.Name != owners[1]));
        Assert.Contains(await _keeper.ListWssAsync(cancellationToken: Cancellation).Soon(), workspace => workspace.Name == owners[0]);
        Assert.Equal(2, first.Check());
        await first.CancelAsync().Soon();
    }

    [Fact]
    public async Task Job_ThatHasEnded_IsSaidToBeOver()
    {
        await using var sleigh = await AttachAsync();
        await using var worker = await ScriptedWorker.JoinAsync(_server, "farm hill");
        var running = sleigh.EachElemAsync<int>(Anything, new[] { 1, 2 }, options: new EachOptions { ChunkSize = 2 }, cancellationToken: Cancellation);

        await worker.AnswerAsync(await worker.TakeAsync(), 10, 20);

        Assert.Equal([10, 20], await running.Soon());
        var over = await _farm.FetchAsync(SleighNames.Over, cancellationToken: Cancellation).Soon();
        Assert.Equal((1, true), (over["job"].To<int>(), over["over"].To<bool>()));
        Assert.DoesNotContain(await _farm.ListVarsAsync(cancellationToken: Cancellation).Soon(), variable => variable.Name is "job@1" or "result@1");
    }

    [Fact]
    public async Task Tasks_UnderWay_AreBoundedByTheMembersOfTheMoment()
    {
        await using var sleigh = await AttachAsync();
        var pending = await sleigh.BeginEachElemAsync(Anything, Enumerable.Range(0, 1000), options: new EachOptions { ChunkSize = 1 }, cancellationToken: Cancellation).Soon();
        await Eventually.TrueAsync(async () => await WaitingTasksAsync() == 64);

        await StoreMembersAsync(0, 1, 3);
        await Eventually.TrueAsync(() => sleigh.WorkerCount == 3);
        await using var worker = await ScriptedWorker.JoinAsync(_server, "farm hill");
        await worker.AnswerAsync(await worker.TakeAsync(), 1);

        await Eventually.TrueAsync(async () => await WaitingTasksAsync() == 96);
        await pending.CancelAsync().Soon();
    }

    [Fact]
    public async Task EachWorker_IsForTheMembersPresent()
    {
        await using var sleigh = await AttachAsync();
        var running = sleigh.EachWorkerAsync(Anything, cancellationToken: Cancellation);

        var task = await _farm.FetchAsync("task@3", cancellationToken: Cancellation).Soon();
        Assert.Equal(1, task["tag"].To<int>());
        await using var worker = await ScriptedWorker.JoinAsync(_server, "farm hill");
        await worker.AnswerAsync(await worker.TakeAsync(), "zero");
        var lost = new Dictionary<string, object?>
        {
            ["job"] = 1, ["tag"] = 1, ["rank"] = 3, ["values"] = new object?[] { "three" }, ["errors"] = new Dictionary<int, object?>(), ["seconds"] = new[] { 0.0 },
        };
        await _farm.StoreAsync(SleighNames.Result(1), lost, cancellationToken: Cancellation).Soon();

        Assert.Equal(["zero", "three"], (await running.Soon()).Select(result => result.To<string>()));
    }

    [Fact]
    public async Task Detached_RefusesFurtherCallsAndLeavesTheFarm()
    {
        var sleigh = await AttachAsync();

        await sleigh.StopAsync().Soon();

        await Assert.ThrowsAsync<SleighStoppedException>(() => sleigh.EachElemAsync(Anything, new[] { 1 }, cancellationToken: Cancellation));
        Assert.Equal(["__default", "farm hill", "farm hill user"], (await _keeper.ListWssAsync(cancellationToken: Cancellation).Soon()).Select(workspace => workspace.Name).Where(name => !name.Contains("master", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Status_IsNeverClosed_AndCannotBe()
    {
        await using var sleigh = await AttachAsync();

        Assert.Equal((2, false), await sleigh.StatusAsync(cancellationToken: Cancellation).Soon());
        await Assert.ThrowsAsync<SleighIllegalValueException>(() => sleigh.StatusAsync(closeGroup: true, cancellationToken: Cancellation).Soon());
    }

    private static IEnumerable<int> Endless()
    {
        for (int x = 0; ; x++) yield return x;
    }

    private Task<Sleigh> AttachAsync() => Sleigh.AttachAsync("hill", _server.ClientOptions, Cancellation).Soon();

    private Task StoreMembersAsync(params int[] ranks) => _farm.StoreAsync(SleighNames.Members, ranks.Select(rank => ScriptedWorker.Introduction(rank)).ToList()).Soon();

    private async Task<int> WaitingTasksAsync() => (await _farm.ListVarsAsync().Soon()).FirstOrDefault(variable => variable.Name == SleighNames.Task)?.ValueCount ?? 0;
}
