using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

public class DeletionTests
{
    private readonly EngineScenario _scenario = new();

    [Fact]
    public void DeleteVariable_Waiters_AreToldBeforeTheDeleter()
    {
        _scenario.Find("finder", "v");
        _scenario.Fetch("fetcher", "v");
        _scenario.DeleteVariable("ann", "v");

        Assert.Equal(["fetcher: variable_deleted", "finder: variable_deleted", "ann: done"], _scenario.Heard());
        Assert.Empty(_scenario.Variables());
    }

    [Fact]
    public void DeleteVariable_Absent_IsRefused()
    {
        var message = EngineScenario.Refused(ErrorCode.NoVariable, _scenario.DeleteVariable("ann", "v"));

        Assert.Equal("Variable 'v' does not exist in workspace 'w'.", message);
    }

    [Fact]
    public void DeleteVariable_ThenStore_BeginsAnew()
    {
        _scenario.Store("ann", "v", "x");
        _scenario.Find("ann", "v");
        var first = _scenario.LastDelivery.Id;
        _scenario.DeleteVariable("ann", "v");
        _scenario.Store("ann", "v", "y");
        _scenario.Find("ann", "v");

        Assert.Equal(0, _scenario.LastDelivery.Index);
        Assert.True(_scenario.LastDelivery.Id > first);
    }

    [Fact]
    public void DeleteVariable_WaiterWithTimeout_IsNotToldAgainWhenItsTimeIsUp()
    {
        _scenario.Fetch("bob", "v", timeout: 10);
        _scenario.DeleteVariable("ann", "v");
        Assert.Null(_scenario.Engine.NextDeadline);

        _scenario.Expire(_scenario.Now + 100);
        Assert.Equal(["bob: variable_deleted", "ann: done"], _scenario.Heard());
    }

    [Fact]
    public void DeleteWorkspace_EndsAllThatWaitsInIt()
    {
        _scenario.Find("bob", "a");
        _scenario.FetchAny("cid", "a", "b", "c");
        _scenario.DeleteWorkspace("ann");

        Assert.Equal(["ann: done", "bob: variable_deleted", "cid: variable_deleted"], _scenario.Heard().Order());
        Assert.DoesNotContain(_scenario.Workspaces("ann"), info => info.Name == EngineScenario.Space);
    }

    [Fact]
    public void DeleteWorkspace_Absent_IsRefused()
    {
        EngineScenario.Refused(ErrorCode.NoWorkspace, _scenario.DeleteWorkspace("ann", "nowhere"));
    }

    [Fact]
    public void DeleteWorkspace_Default_IsRefused()
    {
        EngineScenario.Refused(ErrorCode.Protected, _scenario.DeleteWorkspace("ann", "__default"));
    }

    [Fact]
    public void DeleteWorkspace_LeasesInIt_End()
    {
        _scenario.Store("ann", "v", "x");
        _scenario.Fetch("bob", "v", lease: true);
        _scenario.DeleteWorkspace("ann");

        EngineScenario.Refused(ErrorCode.NoLease, _scenario.Release("bob", _scenario.LastDelivery.Lease));
    }
}
