using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

/// <summary>A point of priority is worth ten seconds of waiting.</summary>
public class PriorityTests
{
    private readonly EngineScenario _scenario = new();

    [Fact]
    public void Fetch_OfValuesStoredTogether_TakesTheHigherPriorityFirst()
    {
        Store("low", -1);
        Store("first", 0);
        Store("second", 0);
        Store("high", 2);
        Store("higher", 3);

        Assert.Equal(["higher", "high", "first", "second", "low"], FetchAll());
    }

    [Fact]
    public void Fetch_OfAValueThatHasWaitedLonger_TakesItBeforeAHigherPriority()
    {
        Store("patient", -1);
        Store("old", 0);
        Store("urgent", 1, after: 10_000);
        Store("too late", 1, after: 1);
        Store("now", 0);

        Assert.Equal(["old", "urgent", "too late", "patient", "now"], FetchAll());
    }

    [Fact]
    public void Fetch_OfEqualAge_TakesTheOneStoredFirst()
    {
        Store("plain", 0);
        Store("one", 1, after: 10_000);
        Store("two", 2, after: 10_000);
        Assert.Equal(["plain", "one", "two"], FetchAll());
    }

    [Fact]
    public void Find_SeesTheOneThatWouldBeFetched()
    {
        Store("plain", 0);
        Store("high", 1);
        Assert.Equal("high", OutcomeText.Of(_scenario.TryFind("bob", "v")!));
    }

    [Fact]
    public void Return_OfAValueWithPriority_PutsItBackInItsPlace()
    {
        Store("high", 5);
        Store("higher", 6);
        Store("plain", 0);
        _scenario.Fetch("bob", "v", lease: true);
        _scenario.Fetch("cid", "v", lease: true);
        _scenario.Disconnect("bob");
        _scenario.Disconnect("cid");

        Assert.Equal(["higher (attempt 2)", "high (attempt 2)", "plain"], FetchAll());
    }

    [Fact]
    public void Iteration_GoesByTheOrderOfStoring()
    {
        Store("1", 0);
        Store("2", 7);
        Store("3", -7);
        Store("4", 0);
        Assert.Equal(["1", "2", "3", "4"], Iterate(TakeKind.Find));
        Assert.Equal(["1", "2", "3", "4"], Iterate(TakeKind.Fetch));
    }

    [Fact]
    public void IteratedFetch_BehindAValueThatIsStillThere_IsRefused()
    {
        Store("1", 0);
        Store("2", 7);
        _scenario.TryFind("bob", "v", Cursor.Beginning);
        var first = new Cursor(_scenario.LastDelivery.Id, 0);

        EngineScenario.Refused(ErrorCode.NotAtHead, _scenario.TryFetch("bob", "v", first));
    }

    [Fact]
    public void FetchTogether_TakesByPriority()
    {
        _scenario.StoreAll("ann", "v", ["1", "2"]);
        _scenario.StoreAll("ann", "v", ["3", "4"], new StoreTerms(1));
        _scenario.Heard();
        _scenario.FetchTogether("bob", "v", 3);
        Assert.Equal(["bob: [3, 4, 1]"], _scenario.Heard());
    }

    [Theory]
    [InlineData(VariableMode.Lifo)]
    [InlineData(VariableMode.Multi)]
    [InlineData(VariableMode.Single)]
    public void Store_WithPriorityInAnotherMode_IsRefusedAndNothingStored(VariableMode mode)
    {
        _scenario.Declare("ann", "v", mode);
        string message = EngineScenario.Refused(ErrorCode.BadRequest, _scenario.Store("ann", "v", "x", new StoreTerms(1)));
        Assert.Contains("only fifo variables", message, StringComparison.Ordinal);
        EngineScenario.Refused(ErrorCode.BadRequest, _scenario.StoreAll("ann", "v", ["x"], new StoreTerms(-1)));
        Assert.IsType<Outcome.Done>(_scenario.Store("ann", "v", "x", new StoreTerms(0)));
        Assert.Equal([$"v: 1 values, 0 fetchers, 0 finders, {Nws.Client.VariableModes.Name(mode)}"], _scenario.Variables());
    }

    private void Store(string value, int priority, long after = 0)
    {
        _scenario.Now += after;
        _scenario.Store("ann", "v", value, new StoreTerms(priority));
        _scenario.Heard();
    }

    private List<string> FetchAll()
    {
        var all = new List<string>();
        while (_scenario.TryFetch("dan", "v") is Outcome.Delivered delivered) all.Add(OutcomeText.Of(delivered));
        return all;
    }

    private List<string> Iterate(TakeKind kind)
    {
        var (all, cursor) = (new List<string>(), Cursor.Beginning);
        while (Step() is Outcome.Delivered delivered)
        {
            all.Add(OutcomeText.Of(delivered));
            cursor = new Cursor(delivered.Id, delivered.Index);
        }

        return all;

        Outcome? Step() => kind == TakeKind.Find ? _scenario.TryFind("bob", "v", cursor) : _scenario.TryFetch("bob", "v", cursor);
    }
}
