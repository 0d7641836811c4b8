using Nws.TestKit;

namespace Nws.Runtime.Tests.Client;

public class NwsValueIteratorTests : ClientTests
{
    [Fact]
    public async Task IFindTry_GivesEveryValueAndLeavesThem()
    {
        await StoreAsync(1, 2, 3);
        Assert.Equal([1, 2, 3], await Workspace.IFindTry<int>("x").ToListAsync(Token));
        Assert.Equal(3, (await ListedAsync("x"))!.ValueCount);
    }

    [Fact]
    public async Task IFetchTry_GivesEveryValueAndRemovesThem()
    {
        await StoreAsync(1, 2, 3);
        Assert.Equal([1, 2, 3], await Workspace.IFetchTry<int>("x").ToListAsync(Token));
        Assert.Equal(0, (await ListedAsync("x"))!.ValueCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WaitingForms_WaitForMore(bool fetches)
    {
        await StoreAsync(1);
        var values = fetches ? Workspace.IFetch<int>("x") : Workspace.IFind<int>("x");
        Assert.Equal((true, 1), await values.NextAsync(Token));
        var next = values.NextAsync(Token).AsTask();
        await Eventually.TrueAsync(async () => await ListedAsync("x") is { FetcherCount: 1 } or { FinderCount: 1 });
        await StoreAsync(2);
        Assert.Equal((true, 2), await next.Soon());
    }

    [Fact]
    public async Task Restart_AtTheEnd_GoesOnWithWhatCameSince()
    {
        await StoreAsync(1);
        var values = Workspace.IFindTry<int>("x");
        Assert.Equal([1], await values.ToListAsync(Token));
        await StoreAsync(2);
        Assert.Equal((false, 0), await values.NextAsync(Token));
        values.Restart();
        Assert.Equal((true, 2), await values.NextAsync(Token));
        Assert.Equal((false, 0), await values.NextAsync(Token));
    }

    [Fact]
    public async Task Reset_StartsFromTheBeginning()
    {
        await StoreAsync(1, 2);
        var values = Workspace.IFindTry<int>("x");
        Assert.Equal([1, 2], await values.ToListAsync(Token));
        values.Reset();
        Assert.Equal([1, 2], await values.ToListAsync(Token));
    }

    [Fact]
    public async Task Enumeration_BrokenOff_GoesOnBehindTheLastValueSeen()
    {
        await StoreAsync(1, 2, 3);
        var values = Workspace.IFindTry<int>("x");
        await foreach (int value in values.WithCancellation(Token))
        {
            if (value == 2) break;
        }
        Assert.Equal([3], await values.ToListAsync(Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Variable_DeletedMeanwhile_RaisesUntilReset(bool fetches)
    {
        await StoreAsync(1, 2);
        var values = fetches ? Workspace.IFetchTry<int>("x") : Workspace.IFindTry<int>("x");
        await values.NextAsync(Token);
        await Workspace.DeleteVarAsync("x", Token);
        await StoreAsync(7);
        for (int i = 0; i < 2; i++)
        {
            var fault = await Assert.ThrowsAsync<NwsOperationException>(async () => await values.NextAsync(Token));
            Assert.Equal("variable_deleted", fault.Code);
        }
        values.Reset();
        Assert.Equal((true, 7), await values.NextAsync(Token));
    }

    [Fact]
    public async Task Variable_DeletedWhileWaitedFor_Raises()
    {
        var next = Workspace.IFind<int>("x").NextAsync(Token).AsTask();
        await Eventually.TrueAsync(async () => await ListedAsync("x") is { FinderCount: 1 });
        await Workspace.DeleteVarAsync("x", Token);
        Assert.Equal("variable_deleted", (await Assert.ThrowsAsync<NwsOperationException>(() => next.Soon())).Code);
    }

    [Theory]
    [InlineData(VariableMode.Lifo)]
    [InlineData(VariableMode.Multi)]
    public async Task Modes_WithoutAnOrder_AreRefusedAtOnce(VariableMode mode)
    {
        await Workspace.DeclareAsync("x", mode, Token);
        NwsValueIterator<int>[] iterators =
            [Workspace.IFind<int>("x"), Workspace.IFindTry<int>("x"), Workspace.IFetch<int>("x"), Workspace.IFetchTry<int>("x")];
        foreach (var values in iterators)
        {
            var fault = await Assert.ThrowsAsync<NwsOperationException>(async () => await values.NextAsync(Token));
            Assert.Equal("not_iterable", fault.Code);
        }
    }

    [Fact]
    public async Task Single_WithValuesOverwritten_SkipsThem()
    {
        await Workspace.DeclareAsync("x", VariableMode.Single, Token);
        var values = Workspace.IFindTry<int>("x");
        await StoreAsync(1);
        Assert.Equal((true, 1), await values.NextAsync(Token));
        await StoreAsync(2, 3);
        Assert.Equal((true, 3), await values.NextAsync(Token));
        Assert.Equal((false, 0), await values.NextAsync(Token));
    }

    [Fact]
    public async Task IFetch_OfAValueOfAnotherType_LeavesItAndStaysThere()
    {
        await StoreAsync(1);
        await Workspace.StoreAsync("x", "two", Token);
        var values = Workspace.IFetchTry<int>("x");
        Assert.Equal((true, 1), await values.NextAsync(Token));
        for (int i = 0; i < 2; i++) await Assert.ThrowsAsync<NwsValueException>(async () => await values.NextAsync(Token));
        Assert.Equal("two", await Workspace.FetchAsync<string>("x", cancellationToken: Token));
        await StoreAsync(3);
        Assert.Equal((true, 3), await values.NextAsync(Token));
    }

    [Fact]
    public async Task IFind_OfAValueOfAnotherType_GoesOnBehindIt()
    {
        await StoreAsync(1);
        await Workspace.StoreAsync("x", "two", Token);
        await StoreAsync(3);
        var values = Workspace.IFindTry<int>("x");
        Assert.Equal((true, 1), await values.NextAsync(Token));
        await Assert.ThrowsAsync<NwsValueException>(async () => await values.NextAsync(Token));
        Assert.Equal((true, 3), await values.NextAsync(Token));
    }

    [Fact]
    public async Task Cancellation_OfAWait_LeavesTheIteratorUsable()
    {
        await StoreAsync(1);
        var values = Workspace.IFetch<int>("x");
        await values.NextAsync(Token);
        using var cancel = new CancellationTokenSource();
        var next = values.NextAsync(cancel.Token).AsTask();
        await FetchersAsync("x", 1);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.Soon());
        await StoreAsync(2);
        Assert.Equal((true, 2), await values.NextAsync(Token));
    }

    [Fact]
    public async Task WriteTo_WritesValueAfterValue()
    {
        await Workspace.StoreAsync("x", new byte[] { 1, 2 }, Token);
        await Workspace.StoreAsync("x", "é", Token);
        await Workspace.StoreAsync("x", 3, Token);
        var values = Workspace.IFetchTry<NwsValue>("x");
        using var output = new MemoryStream();
        Assert.Equal(2, await values.WriteToAsync(output, Token));
        Assert.Equal(2, await values.WriteToAsync(output, Token));
        Assert.Equal([1, 2, 0xc3, 0xa9], output.ToArray());
        await Assert.ThrowsAsync<NwsValueException>(() => values.WriteToAsync(output, Token));
        Assert.Equal((true, NwsValue.From(3)), await values.NextAsync(Token));
        Assert.Equal(0, await values.WriteToAsync(output, Token));
    }

    private async Task StoreAsync(params int[] values)
    {
        foreach (int value in values) await Workspace.StoreAsync("x", value, Token);
    }
}
