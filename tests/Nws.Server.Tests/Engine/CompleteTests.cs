using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

public class CompleteTests
{
    private readonly EngineScenario _scenario = new();

    [Fact]
    public void Complete_WithoutStores_EndsTheLease()
    {
        var lease = FetchTask();
        Assert.IsType<Outcome.Done>(_scenario.Complete("bob", lease));
        _scenario.Disconnect("bob");

        Assert.Equal(["task: 0 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Complete_WithStores_StoresInOrderAndServesWhoeverWaits()
    {
        var lease = FetchTask();
        _scenario.Find("finder", "result");
        _scenario.Fetch("fetcher", "result");
        _scenario.Complete("bob", lease, ("result", "1"), ("result", "2"), ("log", "3"));

        Assert.Equal(["finder: 1", "fetcher: 1", "bob: done"], _scenario.Heard());
        Assert.Equal(
            [
                "log: 1 values, 0 fetchers, 0 finders, fifo",
                "result: 1 values, 0 fetchers, 0 finders, fifo",
                "task: 0 values, 0 fetchers, 0 finders, fifo",
            ],
            _scenario.Variables());
    }

    [Fact]
    public void Complete_OneTargetNotOpened_StoresNothingAndTheLeaseGoesOn()
    {
        var lease = FetchTask();
        var stores = new[] { new StoreItem(EngineScenario.Space, "result", [1]), new StoreItem("elsewhere", "result", [1]) };
        EngineScenario.Refused(ErrorCode.NotOpened, _scenario.Apply(new Complete(_scenario["bob"], 1, [lease], stores)));
        Assert.Equal(["task: 0 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());

        _scenario.Release("bob", lease);
        Assert.Equal(["task: 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Complete_OneTargetDeleted_StoresNothingAndTheLeaseGoesOn()
    {
        var lease = FetchTask();
        _scenario.Use("bob", "other");
        _scenario.DeleteWorkspace("ann", "other");
        var stores = new[] { new StoreItem(EngineScenario.Space, "result", [1]), new StoreItem("other", "result", [1]) };
        EngineScenario.Refused(ErrorCode.NoWorkspace, _scenario.Apply(new Complete(_scenario["bob"], 1, [lease], stores)));

        Assert.Equal(["task: 0 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
        Assert.IsType<Outcome.Done>(_scenario.Complete("bob", lease));
    }

    [Fact]
    public void Complete_Twice_IsRefusedAndStoresNothing()
    {
        var lease = FetchTask();
        _scenario.Complete("bob", lease);
        EngineScenario.Refused(ErrorCode.NoLease, _scenario.Complete("bob", lease, ("result", "1")));

        Assert.Equal(["task: 0 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Complete_AfterDeathAndRedelivery_CountsTheNewLeaseOnly()
    {
        var first = FetchTask();
        var bob = _scenario["bob"];
        _scenario.Disconnect("bob");
        _scenario.Fetch("cid", "task", lease: true);
        var second = _scenario.LastDelivery.Lease;
        _scenario.Heard();

        _scenario.Apply(new Complete(bob, 1, [first], []));
        Assert.Empty(_scenario.Heard());
        Assert.IsType<Outcome.Done>(_scenario.Complete("cid", second, ("result", "1")));
    }

    [Fact]
    public void Complete_StoreIntoTheVariableOfTheLease_ComesAfterTheLeaseEnded()
    {
        var lease = FetchTask();
        _scenario.Complete("bob", lease, ("task", "next"));
        _scenario.Fetch("cid", "task");

        Assert.Equal(["bob: done", "cid: next"], _scenario.Heard());
        Assert.Equal(1, _scenario.LastDelivery.Index);
    }

    [Fact]
    public void Complete_LeaseThatOnlyAwaitsConfirmation_EndsIt()
    {
        _scenario.Connect("bob", confirms: true, use: EngineScenario.Space);
        _scenario.Store("ann", "v", "x");
        _scenario.Fetch("bob", "v");

        Assert.IsType<Outcome.Done>(_scenario.Complete("bob", _scenario.LastDelivery.Lease));
    }

    private long FetchTask()
    {
        _scenario.Store("ann", "task", "a");
        _scenario.Fetch("bob", "task", lease: true);
        _scenario.Heard();
        return _scenario.LastDelivery.Lease;
    }
}
