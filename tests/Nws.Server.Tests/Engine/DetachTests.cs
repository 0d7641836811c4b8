using Nws.Server.Engine;

namespace Nws.Server.Tests.Engine;

public class DetachTests
{
    private const long Grace = 500;

    private readonly EngineScenario _scenario = new();

    [Fact]
    public void Detach_KeepsPlaceAndTimeLimitOfAWait()
    {
        _scenario.ConnectLasting("ann", Grace);
        Assert.Null(_scenario.Fetch("ann", "x", timeout: 300));
        Assert.Null(_scenario.Fetch("bob", "x"));
        _scenario.Detach("ann");
        _scenario.Store("eve", "x", "1");
        Assert.Equal(["ann: 1", "eve: done"], _scenario.Heard());

        Assert.Null(_scenario.Fetch("ann", "y", timeout: 300));
        _scenario.Expire(1300);
        Assert.Equal(["ann: nothing"], _scenario.Heard());
    }

    [Fact]
    public void Grace_ThatIsOver_ReturnsWhatIsInFlightAndDeletesWhatIsOwned()
    {
        _scenario.ConnectLasting("ann", Grace);
        _scenario.Store("bob", "x", "1");
        _scenario.Fetch("ann", "x", lease: true);
        _scenario.Open("ann", "own");
        Assert.Null(_scenario.Fetch("bob", "x"));
        _scenario.Heard();
        _scenario.Detach("ann");
        _scenario.Expire(1499);
        Assert.Empty(_scenario.Heard());
        Assert.Equal(1500, _scenario.Engine.NextDeadline);
        _scenario.Expire(1500);
        Assert.Equal(["bob: 1 (attempt 2)"], _scenario.Heard());
        Assert.DoesNotContain(_scenario.Workspaces("bob"), workspace => workspace.Name == "own");
        Assert.Null(_scenario.Engine.Find("key of ann"));
    }

    [Fact]
    public void Resume_WithinTheGrace_CallsTheEndOff()
    {
        _scenario.ConnectLasting("ann", Grace);
        _scenario.Store("bob", "x", "1");
        _scenario.Fetch("ann", "x", lease: true);
        _scenario.Detach("ann");
        _scenario.Expire(1400);
        _scenario.Engine.Resume(_scenario.Engine.Find("key of ann")!);
        Assert.Null(_scenario.Engine.NextDeadline);
        _scenario.Expire(9000);
        Assert.IsType<Outcome.Done>(_scenario.Complete("ann", _scenario.LastDelivery.Lease, ("y", "2")));
    }

    [Fact]
    public void Detach_OfASessionWithoutKey_EndsIt()
    {
        _scenario.Connect("ann", confirms: true, use: EngineScenario.Space);
        _scenario.Store("bob", "x", "1");
        _scenario.Fetch("ann", "x");
        Assert.Null(_scenario.Fetch("bob", "x"));
        _scenario.Heard();
        _scenario.Detach("ann");
        Assert.Equal(["bob: 1 (attempt 2)"], _scenario.Heard());
    }

    [Fact]
    public void Disconnect_OfADetachedSession_EndsItOnce()
    {
        _scenario.ConnectLasting("ann", Grace);
        _scenario.Detach("ann");
        _scenario.Disconnect("ann");
        Assert.Null(_scenario.Engine.NextDeadline);
        Assert.Null(_scenario.Engine.Find("key of ann"));
    }
}
