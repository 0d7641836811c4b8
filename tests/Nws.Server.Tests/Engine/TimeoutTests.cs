namespace Nws.Server.Tests.Engine;

public class TimeoutTests
{
    private readonly EngineScenario _scenario = new() { Now = 1000 };

    [Fact]
    public void Expire_TimeIsUp_AnswersNothingAndFreesThePlace()
    {
        _scenario.Fetch("bob", "v", timeout: 50);
        Assert.Equal(1050, _scenario.Engine.NextDeadline);
        _scenario.Expire(1049);
        Assert.Empty(_scenario.Heard());

        _scenario.Expire(1050);
        Assert.Equal(["bob: nothing"], _scenario.Heard());
        Assert.Empty(_scenario.Variables());
        Assert.Null(_scenario.Engine.NextDeadline);
    }

    [Fact]
    public void Expire_SeveralTimeouts_EndsThemInTheOrderOfTheirDeadlines()
    {
        _scenario.Fetch("late", "v", timeout: 30);
        _scenario.Fetch("early", "v", timeout: 10);
        _scenario.Find("middle", "v", timeout: 20);
        _scenario.Find("ever", "v");
        _scenario.Expire(1025);
        Assert.Equal(["early: nothing", "middle: nothing"], _scenario.Heard());

        Assert.Equal(1030, _scenario.Engine.NextDeadline);
        _scenario.Expire(long.MaxValue - 1);
        Assert.Equal(["late: nothing"], _scenario.Heard());
    }

    [Fact]
    public void Store_BeforeTheDeadline_ServesAndForgetsTheDeadline()
    {
        _scenario.Fetch("bob", "v", timeout: 50);
        _scenario.Store("ann", "v", "x");

        Assert.Null(_scenario.Engine.NextDeadline);
        Assert.Equal(["bob: x", "ann: done"], _scenario.Heard());
    }

    [Fact]
    public void Fetch_ValuePresent_IgnoresTheTimeout()
    {
        _scenario.Store("ann", "v", "x");
        _scenario.Fetch("bob", "v", timeout: 50);

        Assert.Null(_scenario.Engine.NextDeadline);
        Assert.Equal(["ann: done", "bob: x"], _scenario.Heard());
    }

    [Fact]
    public void Fetch_WithoutTimeout_HasNoDeadline()
    {
        _scenario.Fetch("bob", "v");

        Assert.Null(_scenario.Engine.NextDeadline);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue - 1000)]
    public void Fetch_TimeoutBeyondTheEndOfTime_WaitsForEver(long timeout)
    {
        _scenario.Fetch("bob", "v", timeout);
        Assert.Null(_scenario.Engine.NextDeadline);

        _scenario.Expire(long.MaxValue);
        Assert.Empty(_scenario.Heard());
    }

    [Fact]
    public void Disconnect_WithDeadline_ForgetsIt()
    {
        _scenario.Fetch("bob", "v", timeout: 50);
        _scenario.Disconnect("bob");

        Assert.Null(_scenario.Engine.NextDeadline);
    }

    [Fact]
    public void Expire_WaiterBehind_MovesUp()
    {
        _scenario.Fetch("brief", "v", timeout: 10);
        _scenario.Fetch("patient", "v");
        _scenario.Expire(1010);
        _scenario.Store("ann", "v", "x");

        Assert.Equal(["brief: nothing", "patient: x", "ann: done"], _scenario.Heard());
    }
}
