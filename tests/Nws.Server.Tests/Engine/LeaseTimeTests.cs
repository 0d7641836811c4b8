using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

/// <summary>Leases that end by themselves. The engine's time begins at 1000.</summary>
public class LeaseTimeTests
{
    private readonly EngineScenario _scenario = new();

    [Fact]
    public void Lease_WhoseTimeIsUp_GivesTheValueToTheNextWithOneMoreAttempt()
    {
        long lease = FetchTask(leaseTime: 500);
        _scenario.Fetch("cid", "task");
        Assert.Equal(1500, _scenario.Engine.NextDeadline);
        _scenario.Expire(1499);
        Assert.Empty(_scenario.Heard());
        _scenario.Expire(1500);

        Assert.Equal(["cid: a (attempt 2)"], _scenario.Heard());
        EngineScenario.Refused(ErrorCode.NoLease, _scenario.Complete("bob", lease));
        EngineScenario.Refused(ErrorCode.NoLease, _scenario.Release("bob", lease));
        Assert.Null(_scenario.Engine.NextDeadline);
    }

    [Fact]
    public void Lease_WhoseTimeIsUp_PutsTheValueBackInItsPlace()
    {
        _scenario.Store("ann", "task", "a");
        _scenario.Store("ann", "task", "b");
        _scenario.Fetch("bob", "task", leaseTime: 10);
        _scenario.Expire(1010);
        _scenario.Heard();
        _scenario.Fetch("cid", "task");
        _scenario.Fetch("cid", "task");

        Assert.Equal(["cid: a (attempt 2)", "cid: b"], _scenario.Heard());
    }

    [Fact]
    public void Renew_InTime_GivesTheFullTimeAgain()
    {
        long lease = FetchTask(leaseTime: 500);
        _scenario.Now = 1400;
        Assert.Equal("ended: ", OutcomeText.Of(_scenario.Renew("bob", lease)!));
        Assert.Equal(1900, _scenario.Engine.NextDeadline);
        _scenario.Expire(1899);
        Assert.IsType<Outcome.Done>(_scenario.Complete("bob", lease));
        Assert.Null(_scenario.Engine.NextDeadline);
    }

    [Fact]
    public void Renew_OfSeveral_NamesThoseThatHaveEnded()
    {
        long gone = FetchTask(leaseTime: 5), timed = FetchTask(leaseTime: 500), endless = FetchTask(leaseTime: null);
        _scenario.Expire(1100);

        Assert.Equal($"ended: {gone}, 999", OutcomeText.Of(_scenario.Renew("bob", gone, timed, endless, 999)!));
        Assert.Equal(1600, _scenario.Engine.NextDeadline);
        Assert.Equal($"ended: {timed}", OutcomeText.Of(_scenario.Renew("cid", timed)!));
    }

    [Fact]
    public void Lease_EndedInAnyOtherWay_IsNoLongerTimed()
    {
        _scenario.Release("bob", FetchTask(leaseTime: 50));
        Assert.Null(_scenario.Engine.NextDeadline);
        FetchTask(leaseTime: 50);
        _scenario.Disconnect("bob");
        Assert.Null(_scenario.Engine.NextDeadline);
        FetchTask(leaseTime: 50);
        _scenario.DeleteVariable("ann", "task");
        _scenario.Heard();
        _scenario.Expire(5000);

        Assert.Empty(_scenario.Heard());
        Assert.Empty(_scenario.Variables());
    }

    [Fact]
    public void Lease_GivenToOneWhoWaited_LastsFromThenOn()
    {
        _scenario.Fetch("bob", "task", leaseTime: 100);
        _scenario.Now = 5000;
        _scenario.Store("ann", "task", "a");
        Assert.Equal(5100, _scenario.Engine.NextDeadline);
    }

    [Fact]
    public void Lease_GivenBackByAConnectionThatEnds_LastsFromThenOnForTheNext()
    {
        FetchTask(leaseTime: null);
        _scenario.Fetch("cid", "task", leaseTime: 100);
        _scenario.Now = 9000;
        _scenario.Disconnect("bob");
        Assert.Equal(9100, _scenario.Engine.NextDeadline);
    }

    [Fact]
    public void WaitAndLease_DueTogether_HappenInTheOrderTheyBegan()
    {
        FetchTask(leaseTime: 100);
        _scenario.Fetch("cid", "task", timeout: 100);
        _scenario.Expire(1100);
        Assert.Equal(["cid: a (attempt 2)"], _scenario.Heard());

        _scenario.Fetch("dan", "task", timeout: 50);
        _scenario.Store("ann", "task2", "b");
        _scenario.Fetch("bob", "task2", leaseTime: 50);
        _scenario.Heard();
        _scenario.Expire(1150);
        Assert.Equal(["dan: nothing"], _scenario.Heard());
    }

    [Fact]
    public void Lease_OfAnOverwrittenSingle_DropsTheValue()
    {
        _scenario.Declare("ann", "v", VariableMode.Single);
        _scenario.Store("ann", "v", "old");
        _scenario.Fetch("bob", "v", leaseTime: 10);
        _scenario.Store("ann", "v", "new");
        _scenario.Expire(1010);

        Assert.Equal("new", OutcomeText.Of(_scenario.TryFetch("cid", "v")!));
        Assert.Equal("nothing", OutcomeText.Of(_scenario.TryFetch("cid", "v")!));
    }

    /// <summary>Lets bob have a new task "a" on lease.</summary>
    private long FetchTask(long? leaseTime)
    {
        _scenario.Store("ann", "task", "a");
        _scenario.Fetch("bob", "task", lease: true, leaseTime: leaseTime);
        _scenario.Heard();
        return _scenario.LastDelivery.Lease;
    }
}
