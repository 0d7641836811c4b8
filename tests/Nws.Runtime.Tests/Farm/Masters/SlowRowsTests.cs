using System.Threading.Channels;
using Nws.TestKit;

namespace Nws.Runtime.Tests.Farm.Masters;

/// <summary>Rows of arguments that come in their own time hold up no result.</summary>
public sealed class SlowRowsTests : IAsyncLifetime
{
    private readonly Channel<IReadOnlyList<object?>> _rows = Channel.CreateUnbounded<IReadOnlyList<object?>>();
    private ScriptedSleigh _master = null!;
    private SleighResultIterator _results = null!;

    private ScriptedWorker Worker => _master.Workers[0];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _master = await ScriptedSleigh.StartAsync([[]]);
        _results = await _master.Sleigh.StarmapAsync(Code.Python("1"), _rows.Reader.ReadAllAsync(Cancellation), cancellationToken: Cancellation).Soon();
    }

    public async ValueTask DisposeAsync()
    {
        await _results.DisposeAsync().AsTask().Soon();
        await _master.DisposeAsync();
    }

    [Fact]
    public async Task Result_IsReturnedWhileTheNextRowIsAwaited()
    {
        _rows.Writer.TryWrite([1]);
        var first = _results.NextAsync(Cancellation).AsTask();

        await Worker.AnswerAsync(await Worker.TakeAsync(), "one");

        Assert.Equal((true, NwsValue.From("one")), await first.Soon());
        Assert.False(_results.Stopped);
    }

    [Fact]
    public async Task Row_IsSubmittedWhileAResultIsAwaited()
    {
        _rows.Writer.TryWrite([1]);
        var first = _results.NextAsync(Cancellation).AsTask();
        var taken = await Worker.TakeAsync();

        _rows.Writer.TryWrite([2]);

        var second = await Worker.TakeAsync();
        Assert.Equal([2], second.Value["args"][0].To<List<int>>());
        await Worker.AnswerAsync(second, "two");
        await Worker.AnswerAsync(taken, "one");
        Assert.Equal((true, NwsValue.From("one")), await first.Soon());
        Assert.Equal((true, NwsValue.From("two")), await _results.NextAsync(Cancellation).AsTask().Soon());
    }

    [Fact]
    public async Task End_OfTheRows_IsTheEndOfTheResults()
    {
        _rows.Writer.TryWrite([1]);
        var first = _results.NextAsync(Cancellation).AsTask();
        await Worker.AnswerAsync(await Worker.TakeAsync(), "one");
        await first.Soon();
        var second = _results.NextAsync(Cancellation).AsTask();

        _rows.Writer.Complete();

        Assert.Equal(default, await second.Soon());
        Assert.True(_results.Stopped);
    }

    [Fact]
    public async Task Fault_OfTheRows_IsThatOfTheIteration()
    {
        var first = _results.NextAsync(Cancellation).AsTask();

        _rows.Writer.Complete(new IOException("the pipe is broken"));

        var fault = await Assert.ThrowsAsync<IOException>(() => first.Soon());
        Assert.Equal("the pipe is broken", fault.Message);
    }

    [Fact]
    public async Task FirstRow_WheneverItComes_IsSubmitted()
    {
        var answering = Task.Run(async () =>
        {
            for (int i = 0; i < 200; i++) await Worker.AnswerAsync(await Worker.TakeAsync(), i);
        }, Cancellation);

        for (int i = 0; i < 200; i++)
        {
            await using var results = await _master.Sleigh.StarmapAsync(Code.Python("1"), After(i), cancellationToken: Cancellation).Soon();
            Assert.Equal((true, NwsValue.From(i)), await results.NextAsync(Cancellation).AsTask().Soon());
            Assert.Equal(default, await results.NextAsync(Cancellation).AsTask().Soon());
        }
        await answering.Soon();

        // A little later each time: one of them comes between the question for it and the wait for results.
        static async IAsyncEnumerable<IReadOnlyList<object?>> After(int spins)
        {
            await Task.Run(() => Thread.SpinWait(spins));
            yield return [spins];
        }
    }

    [Fact]
    public async Task Row_ThatCannotBeSent_IsAnErrorAndNothingIsAwaitedForIt()
    {
        _rows.Writer.TryWrite([(Action)(() => { })]);
        _rows.Writer.TryWrite([2]);
        _rows.Writer.Complete();
        await Assert.ThrowsAsync<NwsValueException>(() => _results.NextAsync(Cancellation).AsTask().Soon());
        var next = _results.NextAsync(Cancellation).AsTask();

        await Worker.AnswerAsync(await Worker.TakeAsync(), "two");

        Assert.Equal((true, NwsValue.From("two")), await next.Soon());
        Assert.Equal(default, await _results.NextAsync(Cancellation).AsTask().Soon());
    }

    [Fact]
    public async Task Cancellation_EndsTheWaitForARow()
    {
        using var cancel = new CancellationTokenSource();
        var first = _results.NextAsync(cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Soon());
        await _results.StopAsync().Soon();
    }
}
