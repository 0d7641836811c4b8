using Nws.Server.Engine;

namespace Nws.Server.Tests.Engine;

public class CancelTests
{
    private readonly EngineScenario _scenario = new();

    [Fact]
    public void Cancel_Blocked_EndsItEverywhere()
    {
        _scenario.Apply(new Take(_scenario["bob"], 7, TakeKind.Fetch, EngineScenario.Space, ["a", "b"], Timeout: 50));
        _scenario.Cancel("bob", 7);
        _scenario.Store("ann", "b", "x");

        Assert.Equal(["bob: cancelled", "bob: true", "ann: done"], _scenario.Heard());
        Assert.Equal(["b: 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
        Assert.Null(_scenario.Engine.NextDeadline);
    }

    [Fact]
    public void Cancel_AnsweredOrNeverMade_TellsFalse()
    {
        _scenario.Store("ann", "v", "x");
        _scenario.Fetch("bob", "v");
        _scenario.Heard();
        _scenario.Cancel("bob", _scenario.Request);
        _scenario.Cancel("bob", 12345);

        Assert.Equal(["bob: false", "bob: false"], _scenario.Heard());
    }

    [Fact]
    public void Cancel_RequestOfAnotherSession_TellsFalseAndLeavesIt()
    {
        _scenario.Fetch("bob", "v");
        _scenario.Cancel("cid", _scenario.Request);
        _scenario.Store("ann", "v", "x");

        Assert.Equal(["cid: false", "bob: x", "ann: done"], _scenario.Heard());
    }

    [Fact]
    public void Cancel_AsNotification_TellsOnlyTheBlockedRequest()
    {
        _scenario.Fetch("bob", "v");
        _scenario.Apply(new Cancel(_scenario["bob"], null, _scenario.Request));
        _scenario.Apply(new Cancel(_scenario["bob"], null, _scenario.Request));

        Assert.Equal(["bob: cancelled"], _scenario.Heard());
        Assert.Empty(_scenario.Variables());
    }

    [Fact]
    public void Cancel_FirstOfSeveralWaiters_LeavesTheOrderOfTheOthers()
    {
        _scenario.Fetch("f1", "v");
        var first = _scenario.Request;
        _scenario.Fetch("f2", "v");
        _scenario.Fetch("f3", "v");
        _scenario.Cancel("f1", first);
        _scenario.Heard();
        _scenario.Store("ann", "v", "x");

        Assert.Equal(["f2: x", "ann: done"], _scenario.Heard());
    }

    [Fact]
    public void Cancel_ThenSameRequestId_MayBeUsedAgain()
    {
        _scenario.Apply(new Take(_scenario["bob"], 7, TakeKind.Fetch, EngineScenario.Space, ["v"]));
        _scenario.Cancel("bob", 7);
        _scenario.Apply(new Take(_scenario["bob"], 7, TakeKind.Fetch, EngineScenario.Space, ["v"]));
        _scenario.Heard();
        _scenario.Store("ann", "v", "x");

        Assert.Equal(["bob: x", "ann: done"], _scenario.Heard());
    }
}
