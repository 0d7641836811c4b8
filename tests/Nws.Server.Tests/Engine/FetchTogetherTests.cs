using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

public class FetchTogetherTests
{
    private readonly EngineScenario _scenario = new();

    [Fact]
    public void FetchTogether_TakesWhatIsThereUpToTheCountInOrder()
    {
        StoreEach("1", "2", "3");
        _scenario.FetchTogether("bob", "v", 2);
        _scenario.FetchTogether("bob", "v", 2);
        _scenario.FetchTogether("bob", "v", 2, timeout: 0);

        Assert.Equal(["bob: [1, 2]", "bob: [3]", "bob: nothing"], _scenario.Heard());
    }

    [Fact]
    public void FetchTogether_NothingThere_WaitsForTheFirst()
    {
        _scenario.FetchTogether("bob", "v", 5);
        _scenario.FetchTogether("cid", "v", 5, timeout: 10);
        StoreEach("1", "2");
        _scenario.FetchTogether("dan", "v", 5, timeout: 10);
        _scenario.Expire(1010);

        Assert.Equal(["bob: [1]", "cid: [2]", "dan: nothing"], _scenario.Heard());
    }

    [Fact]
    public void FetchTogether_FromSeveralVariables_TakesFromTheFirstThatHasOne()
    {
        _scenario.Store("ann", "b", "1");
        _scenario.Store("ann", "c", "2");
        _scenario.Store("ann", "b", "3");
        _scenario.Heard();
        _scenario.Apply(new Take(_scenario["bob"], 7, TakeKind.Fetch, EngineScenario.Space, ["a", "b", "c"], Count: 9));

        Assert.Equal(["bob: [1, 3]"], _scenario.Heard());
    }

    [Fact]
    public void FetchTogether_OnLease_GivesEachValueALeaseOfItsOwn()
    {
        StoreEach("1", "2", "3");
        _scenario.FetchTogether("bob", "v", 3, lease: true);
        long last = _scenario.LastDelivery.Lease;
        _scenario.Release("bob", last - 1);
        _scenario.Complete("bob", [last - 2, last], ("done", "2"));
        _scenario.Heard();
        _scenario.TryFetch("cid", "v");
        _scenario.TryFetch("cid", "v");
        _scenario.TryFetch("cid", "done");

        Assert.Equal(["cid: 2 (attempt 2)", "cid: nothing", "cid: 2"], _scenario.Heard());
    }

    [Fact]
    public void FetchTogether_OfLargeValues_EndsAtAMebibyteButGivesOneAtLeast()
    {
        string large = new('x', (int)Variable.MaxBytesTogether + 1), third = new('y', (int)Variable.MaxBytesTogether / 3);
        StoreEach(large, third, third, third, "z", "last");
        Assert.Equal([large.Length], Lengths(_scenario.FetchTogether("bob", "v", 10)));
        Assert.Equal([third.Length, third.Length, third.Length, 1], Lengths(_scenario.FetchTogether("bob", "v", 10)));
        Assert.Equal(["last".Length], Lengths(_scenario.FetchTogether("bob", "v", 10)));
    }

    [Theory]
    [InlineData(VariableMode.Lifo)]
    [InlineData(VariableMode.Multi)]
    [InlineData(VariableMode.Fifo)]
    public void FetchTogether_TheOneThatWouldBeTooMuch_StaysAsIfItHadNotBeenTaken(VariableMode mode)
    {
        string large = new('x', (int)Variable.MaxBytesTogether);
        _scenario.Declare("ann", "v", mode);
        StoreEach(large, large);
        Assert.Single(Lengths(_scenario.FetchTogether("bob", "v", 10)));
        _scenario.Fetch("cid", "v");

        Assert.Equal(1, _scenario.LastDelivery.Attempt);
        Assert.Equal("nothing", OutcomeText.Of(_scenario.TryFetch("cid", "v")!));
    }

    [Fact]
    public void FetchTogether_AsAnIteration_IsRefused()
    {
        var take = new Take(_scenario["bob"], 7, TakeKind.Fetch, EngineScenario.Space, ["v"], After: Cursor.Beginning, Count: 3);
        Assert.Contains("one value at a time", EngineScenario.Refused(ErrorCode.BadRequest, _scenario.Apply(take)), StringComparison.Ordinal);
    }

    [Fact]
    public void StoreAll_WhoeverWaits_FindsAllValuesThere()
    {
        _scenario.Find("finder", "v");
        _scenario.FetchTogether("bob", "v", 2);
        _scenario.FetchTogether("cid", "v", 9);
        _scenario.StoreAll("ann", "v", ["1", "2", "3", "4"]);

        Assert.Equal(["finder: 1", "bob: [1, 2]", "cid: [3, 4]", "ann: done"], _scenario.Heard());
    }

    [Fact]
    public void StoreAll_IntoASingle_LeavesTheLast()
    {
        _scenario.Declare("ann", "v", VariableMode.Single);
        _scenario.Find("finder", "v");
        _scenario.StoreAll("ann", "v", ["1", "2", "3"]);

        Assert.Equal(["ann: done", "finder: 3", "ann: done"], _scenario.Heard());
        Assert.Equal(2, _scenario.LastDelivery.Index);
    }

    [Fact]
    public void StoreAll_OfNothing_MakesNoVariable()
    {
        Assert.IsType<Outcome.Done>(_scenario.StoreAll("ann", "v", []));
        Assert.Empty(_scenario.Variables());
    }

    [Fact]
    public void CompleteAndRelease_OneOfSeveralLeasesEnded_NamesItAndDoesNothing()
    {
        StoreEach("1", "2");
        _scenario.FetchTogether("bob", "v", 2, lease: true);
        long second = _scenario.LastDelivery.Lease;
        _scenario.Complete("bob", second);
        long first = second - 1;

        Assert.Contains($"Lease {second} ", EngineScenario.Refused(ErrorCode.NoLease, _scenario.Complete("bob", [first, second], ("w", "x"))), StringComparison.Ordinal);
        EngineScenario.Refused(ErrorCode.NoLease, _scenario.Release("bob", first, second));
        Assert.Equal(["v: 0 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
        Assert.IsType<Outcome.Done>(_scenario.Complete("bob", [first, first], ("w", "x")));
        Assert.Equal(["v: 0 values, 0 fetchers, 0 finders, fifo", "w: 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    private static int[] Lengths(Outcome? outcome) => [.. Assert.IsType<Outcome.DeliveredTogether>(outcome).Items.Select(item => item.Value.Length)];

    private void StoreEach(params string[] values)
    {
        foreach (string value in values) _scenario.Apply(new Store(_scenario["ann"], null, EngineScenario.Space, "v", System.Text.Encoding.UTF8.GetBytes(value)));
    }
}
