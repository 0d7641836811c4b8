using Nws.TestKit;

namespace Nws.Runtime.Tests.Farm.Masters;

/// <summary>What a master makes of what workers send.</summary>
public sealed class JobResultTests : IAsyncLifetime
{
    private static readonly Code Anything = Code.Python("1");

    private ScriptedSleigh _master = null!;

    private ScriptedWorker Worker => _master.Workers[0];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _master = await ScriptedSleigh.StartAsync([[], []]);

    public ValueTask DisposeAsync() => _master.DisposeAsync();

    [Fact]
    public async Task RecordOfNeighbours_AnswersEachOfThem()
    {
        var options = new EachOptions { ChunkSize = 1, LoadFactor = 2 };
        var running = _master.Sleigh.EachElemAsync<int>(Anything, Enumerable.Range(0, 6), options: options, cancellationToken: Cancellation);
        var tasks = new List<NwsLease>();
        for (int i = 0; i < 4; i++) tasks.Add(await Worker.TakeAsync());

        foreach (var neighbour in tasks.Skip(1).Take(2)) await neighbour.CompleteAsync().Soon();
        await Worker.AnswerAsync(tasks[0], 0, 10, 20);

        // There is room for as many tasks as one record has answered, although one is left.
        await Worker.AnswerAsync(await Worker.TakeAsync(), 40);
        await Worker.AnswerAsync(await Worker.TakeAsync(), 50);
        await Worker.AnswerAsync(tasks[3], 30);
        Assert.Equal([0, 10, 20, 30, 40, 50], await running.Soon());
    }

    [Fact]
    public async Task Output_ComesLiveAndBeforeTheEndOfTheCall()
    {
        var heard = System.Threading.Channels.Channel.CreateUnbounded<SleighOutput>();
        var options = new EachOptions { Output = output => heard.Writer.TryWrite(output), ChunkSize = 1 };
        var running = _master.Sleigh.EachElemAsync(Anything, new[] { 1, 2 }, options: options, cancellationToken: Cancellation);
        var first = await Worker.TakeAsync();

        await Worker.PrintAsync(first, "working\n");
        Assert.Equal(new SleighOutput(0, 1, 0, 1, "stdout", "working\n"), await heard.Reader.ReadAsync(Cancellation).AsTask().Soon());

        await Worker.AnswerAsync(first, 1);
        var second = await Worker.TakeAsync();
        for (int i = 0; i < 50; i++) await Worker.PrintAsync(second, $"{i}\n", "stderr");
        await Worker.AnswerAsync(second, 2);
        await running.Soon();
        heard.Writer.Complete();
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}\n"), (await heard.Reader.ReadAllAsync(Cancellation).ToListAsync(Cancellation)).Select(output => output.Text));
    }

    [Fact]
    public async Task Output_OfAnotherCall_IsNotHeard()
    {
        var mine = new List<string>();
        var other = await _master.Sleigh.BeginEachElemAsync(Anything, new[] { 1 }, cancellationToken: Cancellation);
        var othersTask = await Worker.TakeAsync();
        var running = _master.Sleigh.EachElemAsync(Anything, new[] { 1 }, options: new EachOptions { Output = output => mine.Add(output.Text) }, cancellationToken: Cancellation);
        var task = await Worker.TakeAsync();

        await Worker.PrintAsync(othersTask, "not mine");
        await Worker.PrintAsync(task, "mine");
        await Worker.AnswerAsync(othersTask, 1);
        await Worker.AnswerAsync(task, 1);
        await running.Soon();
        await other.WaitAsync(Cancellation).Soon();

        Assert.Equal(["mine"], mine);
    }

    [Fact]
    public async Task Output_WhoseListenerThrows_FailsTheCall()
    {
        var options = new EachOptions { Output = _ => throw new InvalidOperationException("deaf") };
        var running = _master.Sleigh.EachElemAsync(Anything, new[] { 1 }, options: options, cancellationToken: Cancellation);
        var task = await Worker.TakeAsync();

        await Worker.PrintAsync(task, "hello");
        await Worker.AnswerAsync(task, 1);

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => running.Soon());
        Assert.Equal("deaf", fault.Message);
    }

    [Fact]
    public async Task Names_OfElements_AreThoseOfTheirResults()
    {
        var prices = new Dictionary<string, int> { ["pear"] = 3, ["apple"] = 2 };
        var running = _master.Sleigh.EachElemAsync<int, double>(Anything, prices, cancellationToken: Cancellation);
        var pear = await Worker.TakeAsync();
        var apple = await Worker.TakeAsync();
        Assert.Equal([3], pear.Value["args"][0].To<List<int>>());

        await Worker.AnswerAsync(apple, 0.2);
        await Worker.AnswerAsync(pear, 0.3);

        var results = await running.Soon();
        Assert.Equal([KeyValuePair.Create("pear", 0.3), KeyValuePair.Create("apple", 0.2)], results);
    }

    [Fact]
    public async Task Dictionary_OfWhichNamesAreNotAskedFor_IsRefused()
    {
        var fault = await Assert.ThrowsAsync<SleighIllegalValueException>(() =>
            _master.Sleigh.EachElemAsync<string>(Anything, new Dictionary<string, int> { ["pear"] = 3 }, cancellationToken: Cancellation));

        Assert.Contains("EachElemAsync<TElement, TResult>", fault.Message, StringComparison.Ordinal);
    }
}
