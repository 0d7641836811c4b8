using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

public class LeaseTests
{
    private readonly EngineScenario _scenario = new();

    [Fact]
    public void Fetch_SessionThatConfirms_CarriesALeaseAndHidesTheValue()
    {
        _scenario.Connect("bob", confirms: true, use: EngineScenario.Space);
        StoreAll("x");
        _scenario.Fetch("bob", "v");

        Assert.NotEqual(0, _scenario.LastDelivery.Lease);
        Assert.Equal(["v: 0 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Find_SessionThatConfirms_CarriesNoLease()
    {
        _scenario.Connect("bob", confirms: true, use: EngineScenario.Space);
        StoreAll("x");
        _scenario.Find("bob", "v");

        Assert.Equal(0, _scenario.LastDelivery.Lease);
    }

    [Fact]
    public void Disconnect_Unconfirmed_PutsTheValueBackWithOneMoreAttempt()
    {
        _scenario.Connect("bob", confirms: true, use: EngineScenario.Space);
        StoreAll("1", "2");
        _scenario.Fetch("bob", "v");
        _scenario.Disconnect("bob");
        _scenario.Heard();
        _scenario.Fetch("cid", "v");

        Assert.Equal(["cid: 1 (attempt 2)"], _scenario.Heard());
        Assert.Equal(0, _scenario.LastDelivery.Index);
    }

    [Fact]
    public void Disconnect_Confirmed_PutsNothingBack()
    {
        _scenario.Connect("bob", confirms: true, use: EngineScenario.Space);
        StoreAll("1", "2");
        _scenario.Fetch("bob", "v");
        _scenario.Confirm("bob", _scenario.LastDelivery.Lease);
        _scenario.Disconnect("bob");
        _scenario.Heard();
        _scenario.Fetch("cid", "v");

        Assert.Equal(["cid: 2"], _scenario.Heard());
    }

    [Fact]
    public void Confirm_SeveralAndSomeLongEnded_EndsThoseThatAreLeft()
    {
        _scenario.Connect("bob", confirms: true, use: EngineScenario.Space);
        StoreAll("1", "2", "3");
        var leases = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            _scenario.Fetch("bob", "v");
            leases.Add(_scenario.LastDelivery.Lease);
        }

        _scenario.Heard();
        _scenario.Confirm("bob", leases[0]);
        _scenario.Confirm("bob", leases[0], 12345, leases[2]);
        Assert.Empty(_scenario.Heard());
        _scenario.Disconnect("bob");

        Assert.Equal(["v: 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Confirm_LeaseHeldByTheProgram_DoesNotEndIt()
    {
        _scenario.Connect("bob", confirms: true, use: EngineScenario.Space);
        StoreAll("x");
        _scenario.Fetch("bob", "v", lease: true);
        _scenario.Confirm("bob", _scenario.LastDelivery.Lease);
        _scenario.Disconnect("bob");

        Assert.Equal(["v: 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Confirm_LeaseOfAnotherSession_DoesNotEndIt()
    {
        StoreAll("x");
        _scenario.Connect("bob", confirms: true, use: EngineScenario.Space);
        _scenario.Fetch("bob", "v");
        _scenario.Confirm("cid", _scenario.LastDelivery.Lease);
        _scenario.Disconnect("bob");

        Assert.Equal(["v: 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Disconnect_WithLease_ServesWhoeverWaits()
    {
        StoreAll("x");
        _scenario.Fetch("bob", "v", lease: true);
        _scenario.Fetch("cid", "v");
        _scenario.Find("dan", "v");
        _scenario.Heard();
        _scenario.Disconnect("bob");

        Assert.Equal(["dan: x", "cid: x (attempt 2)"], _scenario.Heard());
    }

    [Fact]
    public void Disconnect_ManyLeases_GivesTheOldestValueToTheOldestFetcher()
    {
        StoreAll("1", "2", "3");
        for (var i = 0; i < 3; i++) _scenario.Fetch("bob", "v", lease: true);
        _scenario.Fetch("cid", "v");
        _scenario.Fetch("dan", "v");
        _scenario.Heard();
        _scenario.Disconnect("bob");

        Assert.Equal(["cid: 1 (attempt 2)", "dan: 2 (attempt 2)"], _scenario.Heard());
        Assert.Equal(["v: 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Disconnect_ManyLeasesOfLifo_GivesTheNewestValueToTheOldestFetcher()
    {
        _scenario.Declare("ann", "v", VariableMode.Lifo);
        StoreAll("1", "2", "3");
        for (var i = 0; i < 3; i++) _scenario.Fetch("bob", "v", lease: true);
        _scenario.Fetch("cid", "v");
        _scenario.Heard();
        _scenario.Disconnect("bob");
        _scenario.Fetch("cid", "v");

        Assert.Equal(["cid: 3 (attempt 2)", "cid: 2 (attempt 2)"], _scenario.Heard());
    }

    [Fact]
    public void Disconnect_LeasesOfSeveralVariables_ReturnInTheOrderTheyWereGranted()
    {
        foreach (var variable in new[] { "b", "c", "a" })
        {
            _scenario.Store("ann", variable, $"from {variable}");
            _scenario.Fetch("bob", variable, lease: true);
        }

        _scenario.FetchAny("cid", "a", "c", "b");
        _scenario.Heard();
        _scenario.Disconnect("bob");

        Assert.Equal(["cid: from b (attempt 2)"], _scenario.Heard());
    }

    [Fact]
    public void Disconnect_OwnRequestWaitsForTheOwnLease_ServesItNot()
    {
        StoreAll("x");
        _scenario.Fetch("bob", "v", lease: true);
        _scenario.Fetch("bob", "v");
        _scenario.Heard();
        _scenario.Disconnect("bob");

        Assert.Empty(_scenario.Heard());
        Assert.Equal(["v: 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Release_Fifo_PutsTheValueBackBeforeLaterOnes()
    {
        StoreAll("1", "2", "3", "4");
        var leases = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            _scenario.Fetch("bob", "v", lease: true);
            leases.Add(_scenario.LastDelivery.Lease);
        }

        _scenario.Release("bob", leases[1]);
        _scenario.Release("bob", leases[2]);
        _scenario.Release("bob", leases[0]);
        _scenario.Heard();
        for (var i = 0; i < 4; i++) _scenario.TryFetch("cid", "v");

        Assert.Equal(["cid: 1 (attempt 2)", "cid: 2 (attempt 2)", "cid: 3 (attempt 2)", "cid: 4"], _scenario.Heard());
    }

    [Fact]
    public void Release_Unused_DoesNotCountAsAnAttempt()
    {
        StoreAll("x");
        for (var i = 0; i < 3; i++)
        {
            _scenario.Fetch("bob", "v", lease: true);
            _scenario.Apply(new Release(_scenario["bob"], 1, [_scenario.LastDelivery.Lease], Unused: i != 1));
        }

        _scenario.Heard();
        _scenario.TryFetch("cid", "v");

        Assert.Equal(["cid: x (attempt 2)"], _scenario.Heard());
    }

    [Fact]
    public void Release_Fetched_ServesWhoeverWaits()
    {
        StoreAll("x");
        _scenario.Fetch("bob", "v", lease: true);
        _scenario.Fetch("cid", "v");
        _scenario.Heard();
        _scenario.Release("bob", _scenario.LastDelivery.Lease);

        Assert.Equal(["cid: x (attempt 2)", "bob: done"], _scenario.Heard());
    }

    [Fact]
    public void Release_SingleOverwrittenMeanwhile_DropsTheValue()
    {
        _scenario.Declare("ann", "v", VariableMode.Single);
        StoreAll("old");
        _scenario.Fetch("bob", "v", lease: true);
        var lease = _scenario.LastDelivery.Lease;
        StoreAll("new");
        _scenario.Fetch("cid", "v");
        _scenario.Heard();
        _scenario.Release("bob", lease);
        _scenario.TryFetch("cid", "v");

        Assert.Equal(["bob: done", "cid: nothing"], _scenario.Heard());
    }

    [Fact]
    public void Release_SingleNotOverwritten_PutsTheValueBack()
    {
        _scenario.Declare("ann", "v", VariableMode.Single);
        StoreAll("x");
        _scenario.Fetch("bob", "v", lease: true);
        _scenario.Release("bob", _scenario.LastDelivery.Lease);
        _scenario.Heard();
        _scenario.TryFetch("cid", "v");

        Assert.Equal(["cid: x (attempt 2)"], _scenario.Heard());
    }

    [Fact]
    public void Release_Twice_IsRefusedTheSecondTime()
    {
        StoreAll("x");
        _scenario.Fetch("bob", "v", lease: true);
        var lease = _scenario.LastDelivery.Lease;
        _scenario.Release("bob", lease);

        Assert.Contains($"{lease}", EngineScenario.Refused(ErrorCode.NoLease, _scenario.Release("bob", lease)), StringComparison.Ordinal);
    }

    [Fact]
    public void Release_ByAnotherSession_IsRefused()
    {
        StoreAll("x");
        _scenario.Fetch("bob", "v", lease: true);

        EngineScenario.Refused(ErrorCode.NoLease, _scenario.Release("cid", _scenario.LastDelivery.Lease));
    }

    [Fact]
    public void Release_NumberFromAnEarlierConnection_HitsNoNewLease()
    {
        StoreAll("x", "y");
        _scenario.Fetch("bob", "v", lease: true);
        var old = _scenario.LastDelivery.Lease;
        _scenario.Disconnect("bob");
        _scenario.Fetch("bob", "v", lease: true);

        Assert.NotEqual(old, _scenario.LastDelivery.Lease);
        EngineScenario.Refused(ErrorCode.NoLease, _scenario.Release("bob", old));
    }

    [Fact]
    public void DeleteVariable_ValueInFlight_EndsTheLeaseForGood()
    {
        StoreAll("x");
        _scenario.Fetch("bob", "v", lease: true);
        var lease = _scenario.LastDelivery.Lease;
        _scenario.DeleteVariable("ann", "v");
        StoreAll("y");

        EngineScenario.Refused(ErrorCode.NoLease, _scenario.Complete("bob", lease));
        EngineScenario.Refused(ErrorCode.NoLease, _scenario.Release("bob", lease));
        _scenario.Disconnect("bob");
        Assert.Equal(["v: 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    private void StoreAll(params string[] values)
    {
        foreach (var value in values) _scenario.Store("ann", "v", value);
        _scenario.Heard();
    }
}
