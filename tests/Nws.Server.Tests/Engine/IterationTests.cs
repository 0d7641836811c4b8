using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

public class IterationTests
{
    private readonly EngineScenario _scenario = new();

    private Cursor Last => new(_scenario.LastDelivery.Id, _scenario.LastDelivery.Index);

    [Fact]
    public void Find_Fifo_GoesThroughAllValuesAndLeavesThem()
    {
        StoreAll("1", "2", "3");
        _scenario.TryFind("bob", "v", Cursor.Beginning);
        for (var i = 0; i < 3; i++) _scenario.TryFind("bob", "v", Last);

        Assert.Equal(["bob: 1", "bob: 2", "bob: 3", "bob: nothing"], _scenario.Heard());
        Assert.Equal(["v: 3 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Find_FifoValuesFetchedMeanwhile_SkipsThem()
    {
        StoreAll("1", "2", "3", "4");
        _scenario.TryFind("bob", "v", Cursor.Beginning);
        for (var i = 0; i < 3; i++) _scenario.Fetch("ann", "v");
        _scenario.Heard();
        _scenario.TryFind("bob", "v", new Cursor(_scenario.LastDelivery.Id, 0));

        Assert.Equal(["bob: 4"], _scenario.Heard());
    }

    [Fact]
    public void Find_FifoAtTheEnd_WaitsForTheNextValue()
    {
        StoreAll("1");
        _scenario.Find("bob", "v", after: Cursor.Beginning);
        _scenario.Find("bob", "v", after: Last);
        _scenario.Store("ann", "v", "2");

        Assert.Equal(["bob: 1", "bob: 2", "ann: done"], _scenario.Heard());
    }

    [Fact]
    public void Find_FifoWaitsBehindAPlainFetcher_SeesTheValueTheFetcherTakes()
    {
        _scenario.Fetch("fetcher", "v");
        _scenario.Find("finder", "v", after: Cursor.Beginning);
        _scenario.Store("ann", "v", "x");

        Assert.Equal(["finder: x", "fetcher: x", "ann: done"], _scenario.Heard());
    }

    [Fact]
    public void Find_WaitsForLaterValues_IsNotServedByAnEarlierOneThatReturns()
    {
        StoreAll("1", "2");
        _scenario.Fetch("cid", "v", lease: true);
        var lease = _scenario.LastDelivery.Lease;
        _scenario.TryFind("bob", "v", Cursor.Beginning);
        _scenario.Find("bob", "v", after: Last);
        _scenario.Heard();

        _scenario.Release("cid", lease);
        Assert.Equal(["cid: done"], _scenario.Heard());
        _scenario.Store("ann", "v", "3");
        Assert.Equal(["bob: 3", "ann: done"], _scenario.Heard());
    }

    [Fact]
    public void Find_Single_SkipsOverwrittenValuesAndRepeatsNone()
    {
        _scenario.Declare("ann", "v", VariableMode.Single);
        StoreAll("1");
        _scenario.TryFind("bob", "v", Cursor.Beginning);
        _scenario.TryFind("bob", "v", Last);
        Assert.Equal(["bob: 1", "bob: nothing"], _scenario.Heard());

        StoreAll("2", "3");
        _scenario.TryFind("bob", "v", Last);
        _scenario.Find("bob", "v", after: Last);
        _scenario.Store("ann", "v", "4");
        Assert.Equal(["bob: 3", "bob: 4", "ann: done"], _scenario.Heard());
    }

    [Fact]
    public void Fetch_Fifo_TakesOneValueAfterTheOther()
    {
        StoreAll("1", "2");
        _scenario.TryFetch("bob", "v", Cursor.Beginning);
        _scenario.TryFetch("bob", "v", Last);
        _scenario.TryFetch("bob", "v", Last);
        _scenario.Fetch("bob", "v", after: Last);
        _scenario.Store("ann", "v", "3");

        Assert.Equal(["bob: 1", "bob: 2", "bob: nothing", "bob: 3", "ann: done"], _scenario.Heard());
    }

    [Theory]
    [InlineData(VariableMode.Fifo)]
    [InlineData(VariableMode.Single)]
    public void Fetch_AfterTheValueAtTheHead_IsRefusedAndTakesNothing(VariableMode mode)
    {
        _scenario.Declare("ann", "v", mode);
        StoreAll("1");
        _scenario.TryFind("bob", "v", Cursor.Beginning);
        var message = EngineScenario.Refused(ErrorCode.NotAtHead, _scenario.Fetch("bob", "v", after: Last));

        Assert.Contains("'v' of workspace 'w'", message, StringComparison.Ordinal);
        _scenario.Store("ann", "v", "2");
        _scenario.Heard();
        _scenario.TryFetch("bob", "v");
        Assert.Equal([mode == VariableMode.Fifo ? "bob: 1" : "bob: 2"], _scenario.Heard());
    }

    [Fact]
    public void Fetch_Single_TakesTheValueThatCameAfter()
    {
        _scenario.Declare("ann", "v", VariableMode.Single);
        StoreAll("1");
        _scenario.TryFind("bob", "v", Cursor.Beginning);
        StoreAll("2");
        _scenario.Heard();
        _scenario.TryFetch("bob", "v", Last);
        _scenario.TryFind("bob", "v");

        Assert.Equal(["bob: 2", "bob: nothing"], _scenario.Heard());
    }

    [Fact]
    public void Fetch_WaitsAndAnEarlierValueReturns_IsRefusedAndTheNextFetcherGetsIt()
    {
        StoreAll("1", "2");
        _scenario.Fetch("cid", "v", lease: true);
        var lease = _scenario.LastDelivery.Lease;
        _scenario.TryFetch("bob", "v", Cursor.Beginning);
        _scenario.Fetch("bob", "v", after: Last);
        _scenario.Fetch("dan", "v");
        _scenario.Heard();
        _scenario.Release("cid", lease);

        Assert.Equal(["bob: not_at_head", "dan: 1 (attempt 2)", "cid: done"], _scenario.Heard());
    }

    [Theory]
    [InlineData(VariableMode.Lifo, false)]
    [InlineData(VariableMode.Lifo, true)]
    [InlineData(VariableMode.Multi, false)]
    [InlineData(VariableMode.Multi, true)]
    public void Take_LifoOrMulti_IsRefusedFromTheFirstStepOn(VariableMode mode, bool fetch)
    {
        _scenario.Declare("ann", "v", mode);
        var kind = fetch ? TakeKind.Fetch : TakeKind.Find;
        var take = new Take(_scenario["bob"], 7, kind, EngineScenario.Space, ["v"], After: Cursor.Beginning);
        EngineScenario.Refused(ErrorCode.NotIterable, _scenario.Apply(take));

        StoreAll("1");
        var message = EngineScenario.Refused(ErrorCode.NotIterable, _scenario.Apply(take));
        Assert.Contains("only fifo and single", message, StringComparison.Ordinal);
        Assert.Equal(1, _scenario.Variables().Count(line => line.StartsWith("v: 1 values", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Take_VariableDeletedSinceTheCursor_IsRefusedAndCreatesNothing(bool fetch)
    {
        StoreAll("1");
        _scenario.TryFind("bob", "v", Cursor.Beginning);
        _scenario.DeleteVariable("ann", "v");
        var kind = fetch ? TakeKind.Fetch : TakeKind.Find;
        var take = new Take(_scenario["bob"], 7, kind, EngineScenario.Space, ["v"], After: Last);

        EngineScenario.Refused(ErrorCode.VariableDeleted, _scenario.Apply(take));
        Assert.Empty(_scenario.Variables());
    }

    [Fact]
    public void Take_VariableMadeAgainSinceTheCursor_IsRefused()
    {
        StoreAll("1");
        _scenario.TryFind("bob", "v", Cursor.Beginning);
        _scenario.DeleteVariable("ann", "v");
        StoreAll("2");

        EngineScenario.Refused(ErrorCode.VariableDeleted, _scenario.TryFind("bob", "v", Last));
    }

    [Fact]
    public void Find_FromTheBeginningOfAnAbsentVariable_WaitsForItsFirstValue()
    {
        _scenario.Find("bob", "v", after: Cursor.Beginning);
        _scenario.Store("ann", "v", "x");

        Assert.Equal(["bob: x", "ann: done"], _scenario.Heard());
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(0, long.MaxValue)]
    [InlineData(0, long.MinValue)]
    public void Find_CursorWithoutId_IsTheBeginningWhateverTheIndex(long id, long index)
    {
        StoreAll("1", "2");
        _scenario.TryFind("bob", "v", new Cursor(id, index));

        Assert.Equal(["bob: 1"], _scenario.Heard());
    }

    [Theory]
    [InlineData(long.MaxValue, "bob: nothing")]
    [InlineData(2, "bob: nothing")]
    [InlineData(long.MinValue, "bob: 1")]
    public void Find_CursorFarOut_IsTakenAtItsWord(long index, string heard)
    {
        StoreAll("1", "2", "3");
        _scenario.TryFind("bob", "v");
        _scenario.Fetch("cid", "v", lease: true);
        _scenario.Release("cid", _scenario.LastDelivery.Lease);
        _scenario.Heard();
        _scenario.TryFind("bob", "v", new Cursor(_scenario.LastDelivery.Id, index));

        Assert.Equal([heard], _scenario.Heard());
    }

    private void StoreAll(params string[] values)
    {
        foreach (var value in values) _scenario.Store("ann", "v", value);
        _scenario.Heard();
    }
}
