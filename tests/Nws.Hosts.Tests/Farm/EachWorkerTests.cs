namespace Nws.Hosts.Tests.Farm;

public sealed class EachWorkerTests(SleighFixture fixture) : IClassFixture<SleighFixture>
{
    private readonly Sleigh _sleigh = fixture.Sleigh;

    [Fact]
    public async Task EachWorker_RunsOnceOnEveryWorker_AndReturnsResultsByRank()
    {
        var rows = await _sleigh.EachWorkerAsync(
            Code.Python("(SleighRank, SleighWorkerCount, __import__('os').getpid())"), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([0, 1, 2], rows.Select(row => row[0].To<int>()));
        Assert.All(rows, row => Assert.Equal(3, row[1].To<int>()));
        Assert.Equal(3, rows.Select(row => row[2].To<int>()).Distinct().Count());
    }

    [Fact]
    public async Task Define_StaysInEveryWorker_AlsoAfterItsKernelWasLost()
    {
        await _sleigh.EachWorkerAsync(Code.Python("def triple(x):\n    return 3 * x", SleighTaskType.Define), cancellationToken: TestContext.Current.CancellationToken);
        await _sleigh.EachWorkerAsync(
            Code.Python("__import__('os')._exit(1)"), options: new EachOptions { CollectErrors = true }, cancellationToken: TestContext.Current.CancellationToken);

        var results = await _sleigh.EachElemAsync<int>(
            Code.Python("triple", SleighTaskType.Invoke), Enumerable.Range(0, 9), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 9).Select(x => 3 * x), results);
    }

    [Fact]
    public async Task EachWorker_PassesTheSameArgumentsToAll()
    {
        var results = await _sleigh.EachWorkerAsync(
            Code.JavaScript("(a, b) => [a, b, SleighRank]"), ["x", 2.5], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["[\"x\", 2.5, 0]", "[\"x\", 2.5, 1]", "[\"x\", 2.5, 2]"], results.Select(result => result.Render(NwsNotation.Json).Replace(",", ", ", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal)));
    }
}
