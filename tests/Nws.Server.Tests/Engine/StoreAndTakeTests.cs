using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

public class StoreAndTakeTests
{
    private readonly EngineScenario _scenario = new();

    [Fact]
    public void Find_ValuePresent_LeavesItThere()
    {
        _scenario.Store("ann", "v", "x");
        _scenario.Find("bob", "v");
        _scenario.Find("bob", "v");

        Assert.Equal(["ann: done", "bob: x", "bob: x"], _scenario.Heard());
    }

    [Fact]
    public void Fetch_ValuePresent_RemovesIt()
    {
        _scenario.Store("ann", "v", "x");
        _scenario.Fetch("bob", "v");
        _scenario.TryFetch("bob", "v");

        Assert.Equal(["ann: done", "bob: x", "bob: nothing"], _scenario.Heard());
    }

    [Fact]
    public void Fetch_Fifo_GivesOldestFirst()
    {
        StoreThree("v");

        Assert.Equal(["1", "2", "3"], FetchThree("v"));
    }

    [Fact]
    public void Fetch_Lifo_GivesNewestFirst()
    {
        _scenario.Declare("ann", "v", VariableMode.Lifo);
        StoreThree("v");

        Assert.Equal(["3", "2", "1"], FetchThree("v"));
    }

    [Fact]
    public void Fetch_Lifo_ValueStoredBetweenFetchesComesNext()
    {
        _scenario.Declare("ann", "v", VariableMode.Lifo);
        StoreThree("v");
        _scenario.Fetch("bob", "v");
        _scenario.Store("ann", "v", "4");
        _scenario.Heard();

        Assert.Equal(["4", "2", "1"], FetchThree("v"));
    }

    [Fact]
    public void Fetch_Single_GivesTheLatestOnly()
    {
        _scenario.Declare("ann", "v", VariableMode.Single);
        StoreThree("v");

        Assert.Equal(["3", "nothing", "nothing"], FetchThree("v"));
    }

    [Fact]
    public void Fetch_Multi_GivesEveryValueOnceInAnotherOrderThanStored()
    {
        _scenario.Declare("ann", "v", VariableMode.Multi);
        string[] stored = [.. Enumerable.Range(0, 100).Select(number => number.ToString("D3"))];
        foreach (var value in stored) _scenario.Store("ann", "v", value);
        _scenario.Heard();
        foreach (var _ in stored) _scenario.TryFetch("bob", "v");
        string[] fetched = [.. _scenario.Heard().Select(line => line["bob: ".Length..])];

        Assert.Equal(stored, fetched.Order());
        Assert.NotEqual(stored, fetched);
        Assert.NotEqual(stored.Reverse(), fetched);
    }

    [Fact]
    public void Fetch_MultiWithSameSeed_GivesSameOrder()
    {
        Assert.Equal(FetchedFromMulti(seed: 5), FetchedFromMulti(seed: 5));
        Assert.NotEqual(FetchedFromMulti(seed: 5), FetchedFromMulti(seed: 6));
    }

    [Fact]
    public void Find_Multi_GivesEachValueAboutEquallyOften()
    {
        _scenario.Declare("ann", "v", VariableMode.Multi);
        StoreThree("v");
        for (var i = 0; i < 3000; i++) _scenario.Find("bob", "v");

        var times = _scenario.Heard().CountBy(line => line).ToDictionary();
        Assert.All(["1", "2", "3"], value => Assert.InRange(times[$"bob: {value}"], 850, 1150));
    }

    [Theory]
    [InlineData(VariableMode.Fifo)]
    [InlineData(VariableMode.Lifo)]
    [InlineData(VariableMode.Multi)]
    [InlineData(VariableMode.Single)]
    public void Store_AnyMode_CountsEveryStoreInTheIndex(VariableMode mode)
    {
        _scenario.Declare("ann", "v", mode);
        _scenario.Fetch("bob", "v");
        _scenario.Store("ann", "v", "handed over");
        Assert.Equal(0, _scenario.LastDelivery.Index);

        _scenario.Store("ann", "v", "kept");
        _scenario.Find("bob", "v");
        Assert.Equal(1, _scenario.LastDelivery.Index);
        Assert.Equal(("v", 0, 1), (_scenario.LastDelivery.Variable, _scenario.LastDelivery.Lease, _scenario.LastDelivery.Attempt));
    }

    [Fact]
    public void Take_NoVariableNamed_IsRefused()
    {
        EngineScenario.Refused(ErrorCode.BadRequest, _scenario.FetchAny("ann"));
    }

    [Fact]
    public void Take_RequestIdStillBlocked_IsRefusedAndTheFirstGoesOnWaiting()
    {
        var ann = _scenario["ann"];
        _scenario.Apply(new Take(ann, 77, TakeKind.Fetch, EngineScenario.Space, ["v"]));
        EngineScenario.Refused(ErrorCode.BadRequest, _scenario.Apply(new Take(ann, 77, TakeKind.Fetch, EngineScenario.Space, ["u"])));

        _scenario.Store("bob", "v", "x");
        Assert.Equal(["ann: bad_request", "ann: x", "bob: done"], _scenario.Heard());
        Assert.Equal(["v: 0 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Take_AsNotification_TakesNothingAndWaitsForNothing()
    {
        var bob = _scenario.Connect("bob", confirms: true, use: EngineScenario.Space);
        _scenario.Store("ann", "v", "x");
        _scenario.Heard();
        _scenario.Apply(new Take(bob, null, TakeKind.Fetch, EngineScenario.Space, ["v"]));
        _scenario.Apply(new Take(bob, null, TakeKind.Fetch, EngineScenario.Space, ["u"]));

        Assert.Empty(_scenario.Heard());
        Assert.Equal(["v: 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Apply_AfterDisconnect_DoesNothing()
    {
        var ann = _scenario["ann"];
        _scenario.Store("bob", "v", "x");
        _scenario.Disconnect("ann");
        _scenario.Heard();
        _scenario.Apply(new Take(ann, 1, TakeKind.Fetch, EngineScenario.Space, ["v"]));

        Assert.Empty(_scenario.Heard());
        Assert.Equal(["v: 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    private static string[] FetchedFromMulti(int seed)
    {
        var scenario = new EngineScenario(seed);
        scenario.Declare("ann", "v", VariableMode.Multi);
        for (var i = 0; i < 20; i++) scenario.Store("ann", "v", $"{i}");
        scenario.Heard();
        for (var i = 0; i < 20; i++) scenario.TryFetch("ann", "v");
        return scenario.Heard();
    }

    private void StoreThree(string variable)
    {
        foreach (var value in new[] { "1", "2", "3" }) _scenario.Store("ann", variable, value);
        _scenario.Heard();
    }

    private string[] FetchThree(string variable)
    {
        for (var i = 0; i < 3; i++) _scenario.TryFetch("bob", variable);
        return [.. _scenario.Heard().Select(line => line["bob: ".Length..])];
    }
}
