namespace Nws.Server.Tests.Engine;

public class WaitingTests
{
    private readonly EngineScenario _scenario = new();

    [Fact]
    public void Store_FindersAndFetchersWait_ServesAllFindersThenTheOldestFetcher()
    {
        _scenario.Fetch("fetcher1", "v");
        _scenario.Find("finder1", "v");
        _scenario.Fetch("fetcher2", "v");
        _scenario.Find("finder2", "v");

        _scenario.Store("ann", "v", "x");
        Assert.Equal(["finder1: x", "finder2: x", "fetcher1: x", "ann: done"], _scenario.Heard());

        _scenario.Store("ann", "v", "y");
        Assert.Equal(["fetcher2: y", "ann: done"], _scenario.Heard());
    }

    [Fact]
    public void Store_FetcherWaits_KeepsNothing()
    {
        _scenario.Fetch("bob", "v");
        _scenario.Store("ann", "v", "x");

        Assert.Equal(["v: 0 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Store_OnlyFindersWait_KeepsTheValue()
    {
        _scenario.Find("bob", "v");
        _scenario.Store("ann", "v", "x");

        Assert.Equal(["v: 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Store_ManyFetchersWait_ServesThemInTheOrderTheyCame()
    {
        string[] fetchers = [.. Enumerable.Range(1, 20).Select(number => $"f{number}")];
        foreach (var fetcher in fetchers) _scenario.Fetch(fetcher, "v");
        for (var i = 0; i < fetchers.Length; i++) _scenario.Store("ann", "v", $"{i}");

        Assert.Equal(fetchers.Select((fetcher, i) => $"{fetcher}: {i}"), _scenario.Heard().Where(line => line != "ann: done"));
    }

    [Fact]
    public void Take_ManyRequestsOfOneSession_WaitIndependently()
    {
        _scenario.Fetch("ann", "a");
        _scenario.Fetch("ann", "b");
        _scenario.Store("ann", "b", "x");
        _scenario.Store("ann", "a", "y");

        Assert.Equal(["ann: x", "ann: done", "ann: y", "ann: done"], _scenario.Heard());
    }

    [Fact]
    public void Store_AfterTheWaiterDisconnected_KeepsTheValue()
    {
        _scenario.Fetch("bob", "v");
        _scenario.Disconnect("bob");
        _scenario.Store("ann", "v", "x");

        Assert.Equal(["ann: done"], _scenario.Heard());
        Assert.Equal(["v: 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Store_SameSessionWaitsTwice_ServesBothInTurn()
    {
        _scenario.Fetch("bob", "v");
        _scenario.Fetch("bob", "v");
        _scenario.Store("ann", "v", "x");
        _scenario.Store("ann", "v", "y");

        Assert.Equal(["bob: x", "ann: done", "bob: y", "ann: done"], _scenario.Heard());
    }

    [Fact]
    public void Take_Waits_ShowsTheVariableAsUnknownUntilTheLastWaiterLeaves()
    {
        _scenario.Find("bob", "v");
        _scenario.Fetch("cid", "v");
        Assert.Equal(["v: 0 values, 1 fetchers, 1 finders, unknown"], _scenario.Variables());

        _scenario.Disconnect("bob");
        Assert.Equal(["v: 0 values, 1 fetchers, 0 finders, unknown"], _scenario.Variables());

        _scenario.Disconnect("cid");
        Assert.Empty(_scenario.Variables());
    }

    [Fact]
    public void TryTake_NothingThere_CreatesNothing()
    {
        _scenario.TryFetch("bob", "v");
        _scenario.TryFind("bob", "v");

        Assert.Equal(["bob: nothing", "bob: nothing"], _scenario.Heard());
        Assert.Empty(_scenario.Variables());
    }

    [Fact]
    public void Disconnect_WaiterInTheMiddle_LeavesTheOrderOfTheOthers()
    {
        foreach (var who in new[] { "f1", "f2", "f3" }) _scenario.Fetch(who, "v");
        _scenario.Disconnect("f2");
        _scenario.Store("ann", "v", "x");
        _scenario.Store("ann", "v", "y");

        Assert.Equal(["f1: x", "ann: done", "f3: y", "ann: done"], _scenario.Heard());
    }
}
