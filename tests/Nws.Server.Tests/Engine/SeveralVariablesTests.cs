using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

public class SeveralVariablesTests
{
    private readonly EngineScenario _scenario = new();

    [Fact]
    public void Fetch_SeveralHaveValues_TakesTheFirstInTheList()
    {
        _scenario.Store("ann", "a", "from a");
        _scenario.Store("ann", "b", "from b");
        _scenario.Heard();
        _scenario.FetchAny("bob", "none", "b", "a");

        Assert.Equal(["bob: from b"], _scenario.Heard());
        Assert.Equal("b", _scenario.LastDelivery.Variable);
    }

    [Fact]
    public void Fetch_NoneHasAValue_WaitsInAllAndTakesExactlyOne()
    {
        _scenario.FetchAny("bob", "a", "b");
        _scenario.Store("ann", "b", "x");
        _scenario.Store("ann", "a", "y");

        Assert.Equal(["bob: x", "ann: done", "ann: done"], _scenario.Heard());
        Assert.Equal(
            ["a: 1 values, 0 fetchers, 0 finders, fifo", "b: 0 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Fetch_ServedByOneVariable_LeavesNothingInTheOthers()
    {
        _scenario.FetchAny("bob", "a", "b", "c");
        _scenario.Store("ann", "b", "x");

        Assert.Equal(["b: 0 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Find_WaitsInSeveral_SeesTheFirstStoreAndLeavesItThere()
    {
        _scenario.FindAny("bob", "a", "b");
        _scenario.Store("ann", "b", "x");
        _scenario.Store("ann", "a", "y");

        Assert.Equal(["bob: x", "ann: done", "ann: done"], _scenario.Heard());
        Assert.Equal(
            ["a: 1 values, 0 fetchers, 0 finders, fifo", "b: 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Take_SameVariableTwice_WaitsThereOnceAndIsServedOnce(bool fetch)
    {
        var kind = fetch ? TakeKind.Fetch : TakeKind.Find;
        _scenario.Apply(new Take(_scenario["bob"], 7, kind, EngineScenario.Space, ["v", "u", "v"]));
        var waiting = fetch ? "1 fetchers, 0 finders" : "0 fetchers, 1 finders";
        Assert.Equal([$"u: 0 values, {waiting}, unknown", $"v: 0 values, {waiting}, unknown"], _scenario.Variables());

        _scenario.Store("ann", "v", "x");
        _scenario.Store("ann", "v", "y");
        Assert.Equal(["bob: x", "ann: done", "ann: done"], _scenario.Heard());
    }

    [Fact]
    public void Fetch_OneVariableIsDeleted_EndsTheWholeWait()
    {
        _scenario.FetchAny("bob", "a", "b");
        _scenario.DeleteVariable("ann", "a");
        _scenario.Store("ann", "b", "x");

        Assert.Equal(["bob: variable_deleted", "ann: done", "ann: done"], _scenario.Heard());
        Assert.Equal(["b: 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Fetch_StandsBehindOthersInEachVariable_IsServedInTurn()
    {
        _scenario.Fetch("early", "a");
        _scenario.FetchAny("late", "a", "b");
        _scenario.Store("ann", "a", "1");
        _scenario.Store("ann", "a", "2");

        Assert.Equal(["early: 1", "ann: done", "late: 2", "ann: done"], _scenario.Heard());
    }

    [Fact]
    public void Fetch_IteratesOverSeveral_IsRefused()
    {
        var take = new Take(_scenario["bob"], 7, TakeKind.Fetch, EngineScenario.Space, ["a", "b"], After: Cursor.Beginning);

        EngineScenario.Refused(ErrorCode.BadRequest, _scenario.Apply(take));
    }
}
