using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

/// <summary>Keys, delays, expiries and conditions. The engine's time begins at 1000.</summary>
public class StoreTermsTests
{
    private readonly EngineScenario _scenario = new();

    [Fact]
    public void Key_OfAValueThatIsThereOrInFlight_IsNotStoredAgain()
    {
        StoreOn("a", new StoreTerms(Key: "k"));
        StoreOn("b", new StoreTerms(Key: "k"));
        StoreOn("c", new StoreTerms(Key: "other"));
        Assert.Equal(["v: 2 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
        _scenario.Fetch("bob", "v", lease: true);
        StoreOn("b", new StoreTerms(Key: "k"));
        _scenario.Complete("bob", _scenario.LastDelivery.Lease);
        StoreOn("d", new StoreTerms(Key: "k"));

        Assert.Equal(["c", "d"], FetchAll());
    }

    [Fact]
    public void Key_ToBeKnownForATime_IsKnownWhenTheValueIsGone()
    {
        StoreOn("a", new StoreTerms(Key: "k", KeyFor: 500));
        Assert.Equal(["a"], FetchAll());
        _scenario.Expire(1499);
        StoreOn("b", new StoreTerms(Key: "k"));
        Assert.Empty(FetchAll());
        _scenario.Expire(1500);
        StoreOn("c", new StoreTerms(Key: "k"));
        Assert.Equal(["c"], FetchAll());
        Assert.Null(_scenario.Engine.NextDeadline);
    }

    [Fact]
    public void Key_OfAnOverwrittenSingle_IsFreeAgain()
    {
        _scenario.Declare("ann", "v", VariableMode.Single);
        StoreOn("a", new StoreTerms(Key: "k"));
        StoreOn("b", new StoreTerms(Key: "l"));
        StoreOn("c", new StoreTerms(Key: "l"));
        StoreOn("d", new StoreTerms(Key: "k"));
        Assert.Equal(["d"], FetchAll());
    }

    [Fact]
    public void Key_OfStoreAll_StandsForAllOfItsValues()
    {
        _scenario.StoreAll("ann", "v", ["1", "2"], new StoreTerms(Key: "k"));
        _scenario.TryFetch("bob", "v");
        _scenario.StoreAll("ann", "v", ["1", "2"], new StoreTerms(Key: "k"));
        Assert.Equal(["2"], FetchAll());
        _scenario.StoreAll("ann", "v", ["3"], new StoreTerms(Key: "k"));
        Assert.Equal(["3"], FetchAll());
    }

    [Fact]
    public void Delay_LetsTheValueAppearLaterAsIfStoredThen()
    {
        _scenario.Find("finder", "v");
        StoreOn("late", new StoreTerms(Delay: 100, Key: "k"));
        StoreOn("again", new StoreTerms(Key: "k"));
        Assert.Equal(["v: 0 values, 0 fetchers, 1 finders, fifo, 1 delayed"], _scenario.Variables());
        _scenario.Expire(1099);
        _scenario.Heard();
        _scenario.Store("ann", "v", "early");
        _scenario.Fetch("bob", "v");
        _scenario.Fetch("bob", "v");
        _scenario.Expire(1100);

        Assert.Equal(["finder: early", "ann: done", "bob: early", "bob: late"], _scenario.Heard());
        Assert.Equal(1, _scenario.LastDelivery.Index);
    }

    [Fact]
    public void Delay_IntoASingle_OverwritesWhenItAppears()
    {
        _scenario.Declare("ann", "v", VariableMode.Single);
        StoreOn("late", new StoreTerms(Delay: 100));
        _scenario.Store("ann", "v", "early");
        _scenario.Expire(1100);
        Assert.Equal(["late"], FetchAll());
    }

    [Theory]
    [InlineData(VariableMode.Fifo)]
    [InlineData(VariableMode.Lifo)]
    [InlineData(VariableMode.Multi)]
    [InlineData(VariableMode.Single)]
    public void Expires_NobodyTookIt_TheValueVanishes(VariableMode mode)
    {
        _scenario.Declare("ann", "v", mode);
        StoreOn("short", new StoreTerms(Expires: 100, Key: "k"));
        _scenario.Expire(1099);
        Assert.Equal("short", OutcomeText.Of(_scenario.TryFind("bob", "v")!));
        _scenario.Expire(1100);
        Assert.Empty(FetchAll());
        StoreOn("next", new StoreTerms(Key: "k"));
        Assert.Equal(["next"], FetchAll());
    }

    [Fact]
    public void Expires_AmongOthers_TakesTheRightOneAndKeepsTheOrder()
    {
        _scenario.Store("ann", "v", "1");
        StoreOn("2", new StoreTerms(Expires: 100));
        StoreOn("3", new StoreTerms(Expires: 100, Priority: 1));
        StoreOn("4", new StoreTerms(Expires: 200));
        _scenario.Store("ann", "v", "5");
        _scenario.Expire(1100);
        Assert.Equal(["1", "4", "5"], FetchAll());
        _scenario.Expire(9999);
        Assert.Null(_scenario.Engine.NextDeadline);
    }

    [Fact]
    public void Expires_WhileInFlight_DropsTheValueWhenItComesBack()
    {
        StoreOn("a", new StoreTerms(Expires: 100));
        StoreOn("b", new StoreTerms(Expires: 300));
        _scenario.Fetch("bob", "v", lease: true);
        long a = _scenario.LastDelivery.Lease;
        _scenario.Fetch("bob", "v", lease: true);
        _scenario.Expire(1200);
        _scenario.Release("bob", a, _scenario.LastDelivery.Lease);
        Assert.Equal(["b (attempt 2)"], FetchAll());
    }

    [Fact]
    public void Release_WithDelay_PutsTheValueBackInItsPlaceThen()
    {
        _scenario.Store("ann", "v", "1");
        _scenario.Store("ann", "v", "2");
        _scenario.Fetch("bob", "v", lease: true);
        _scenario.Apply(new Release(_scenario["bob"], 99, [_scenario.LastDelivery.Lease], Delay: 100));
        Assert.Equal(["v: 1 values, 0 fetchers, 0 finders, fifo, 1 delayed"], _scenario.Variables());
        _scenario.Disconnect("bob");
        _scenario.Expire(1100);
        Assert.Equal(["1 (attempt 2)", "2"], FetchAll());
    }

    [Fact]
    public void If_HoldsWhatWasRead_IsDoneOnce()
    {
        _scenario.Declare("ann", "v", VariableMode.Single);
        Assert.IsType<Outcome.Done>(StoreOn("1", new StoreTerms(If: new StoreCondition(null))));
        EngineScenario.Refused(ErrorCode.Conflict, StoreOn("2", new StoreTerms(If: new StoreCondition(null))));
        _scenario.TryFind("bob", "v");
        var read = new StoreCondition(new Cursor(_scenario.LastDelivery.Id, _scenario.LastDelivery.Index));
        Assert.IsType<Outcome.Done>(StoreOn("2", new StoreTerms(If: read)));
        EngineScenario.Refused(ErrorCode.Conflict, StoreOn("3", new StoreTerms(If: read)));
        Assert.Equal(["2"], FetchAll());
        EngineScenario.Refused(ErrorCode.Conflict, StoreOn("3", new StoreTerms(If: read)));
    }

    [Fact]
    public void If_InAVariableThatIsNotSingle_IsRefused()
    {
        EngineScenario.Refused(ErrorCode.BadRequest, StoreOn("1", new StoreTerms(If: new StoreCondition(null))));
        Assert.Empty(_scenario.Variables());
        _scenario.Declare("ann", "v", VariableMode.Fifo);
        EngineScenario.Refused(ErrorCode.BadRequest, StoreOn("1", new StoreTerms(If: new StoreCondition(null))));
    }

    [Fact]
    public void DeletedVariable_HasNothingMoreToDo()
    {
        StoreOn("1", new StoreTerms(Key: "k", KeyFor: 100, Expires: 100));
        StoreOn("2", new StoreTerms(Delay: 100));
        _scenario.Fetch("bob", "v", lease: true);
        _scenario.Apply(new Release(_scenario["bob"], 99, [_scenario.LastDelivery.Lease], Delay: 100));
        _scenario.DeleteVariable("ann", "v");
        Assert.Null(_scenario.Engine.NextDeadline);
        StoreOn("3", new StoreTerms(Key: "k"));
        Assert.Equal(["3"], FetchAll());
    }

    private Outcome? StoreOn(string value, StoreTerms terms)
    {
        var outcome = _scenario.Store("ann", "v", value, terms);
        _scenario.Heard();
        return outcome;
    }

    private List<string> FetchAll()
    {
        var all = new List<string>();
        while (_scenario.TryFetch("dan", "v") is Outcome.Delivered delivered) all.Add(OutcomeText.Of(delivered));
        return all;
    }
}
