using Nws.TestKit;

namespace Nws.Hosts.Tests.Farm;

public sealed class ImapTests(SleighFixture fixture) : IClassFixture<SleighFixture>
{
    private static readonly Code Square = Code.Python("lambda x: x * x", SleighTaskType.Invoke);
    private readonly Sleigh _sleigh = fixture.Sleigh;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Imap_OfAnEndlessSource_ReturnsInOrderAndTakesOnlyWhatItNeeds()
    {
        int taken = 0;
        await using var results = await _sleigh.ImapAsync(Square, Endless(() => taken++), new EachOptions { LoadFactor = 2 }, Cancellation);

        for (int x = 0; x < 40; x++)
        {
            Assert.Equal((true, NwsValue.From(x * x)), await results.NextAsync(Cancellation).AsTask().Soon());
            Assert.InRange(results.Submitted - results.Returned, 0, 2 * _sleigh.WorkerCount);
            Assert.Equal(results.Submitted, taken);
        }

        Assert.Equal(40, results.Returned);
        Assert.False(results.Stopped);
    }

    [Fact]
    public async Task Shutdown_ReturnsWhatWasSubmittedAndEnds()
    {
        await using var results = await _sleigh.ImapAsync(Square, Endless(() => { }), cancellationToken: Cancellation);
        await results.NextAsync(Cancellation).AsTask().Soon();

        results.Shutdown();

        int rest = 0;
        await foreach (var _ in results) rest++;
        Assert.Equal(results.Submitted, results.Returned);
        Assert.Equal(results.Submitted - 1, rest);
        Assert.True(results.Stopped);
        Assert.Equal(0, results.Buffered);
    }

    [Fact]
    public async Task Stop_EndsTheIterationAndLeavesNothingBehind()
    {
        var results = await _sleigh.ImapAsync(Square, Endless(() => { }), cancellationToken: Cancellation);
        await results.NextAsync(Cancellation).AsTask().Soon();

        await results.StopAsync().Soon();

        Assert.Equal(default, await results.NextAsync(Cancellation).AsTask().Soon());
        Assert.Equal([1, 4], await _sleigh.EachElemAsync<int>(Square, new[] { 1, 2 }, cancellationToken: Cancellation).Soon());
    }

    [Fact]
    public async Task Starmap_PassesEachRowAsArguments()
    {
        var power = Code.JavaScript("(x, y) => x ** y", SleighTaskType.Invoke);
        object?[][] rows = [[2, 3], [3, 2], [10, 0]];

        await using var results = await _sleigh.StarmapAsync(power, rows, cancellationToken: Cancellation);

        Assert.Equal([8, 9, 1], await Numbers(results));
    }

    [Fact]
    public async Task Starmap_OfRowsThatComeInTheirOwnTime_ReturnsTheirResults()
    {
        await using var results = await _sleigh.StarmapAsync(Square, Rows(), cancellationToken: Cancellation);

        Assert.Equal([0, 1, 4], await Numbers(results));

        static async IAsyncEnumerable<IReadOnlyList<object?>> Rows()
        {
            for (int x = 0; x < 3; x++)
            {
                await Task.Yield();
                yield return [x];
            }
        }
    }

    [Fact]
    public async Task Next_OfAFailedTask_ThrowsAndGoesOnWithTheNext()
    {
        var inverse = Code.Python("lambda x: 6 // x", SleighTaskType.Invoke);
        await using var results = await _sleigh.ImapAsync(inverse, new[] { 2, 0, 3 }, cancellationToken: Cancellation);

        Assert.Equal(NwsValue.From(3), (await results.NextAsync(Cancellation).AsTask().Soon()).Value);
        var fault = await Assert.ThrowsAsync<SleighTaskException>(() => results.NextAsync(Cancellation).AsTask().Soon());
        Assert.Equal(1, fault.Tag);
        Assert.Equal(NwsValue.From(2), (await results.NextAsync(Cancellation).AsTask().Soon()).Value);
        Assert.False((await results.NextAsync(Cancellation).AsTask().Soon()).Found);
    }

    private static IEnumerable<int> Endless(Action taken)
    {
        for (int x = 0; ; x++)
        {
            taken();
            yield return x;
        }
    }

    private static async Task<List<int>> Numbers(SleighResultIterator results)
    {
        List<int> numbers = [];
        await foreach (var result in results.WithCancellation(Cancellation)) numbers.Add(result.To<int>());
        return numbers;
    }
}
