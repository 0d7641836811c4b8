using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

public class ModeTests
{
    private readonly EngineScenario _scenario = new();

    [Fact]
    public void Store_NewVariable_MakesItFifo()
    {
        _scenario.Store("ann", "v", "x");

        Assert.Equal(["v: 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Declare_NewVariable_ShowsItsModeAndStays()
    {
        _scenario.Declare("ann", "v", VariableMode.Multi);

        Assert.Equal(["v: 0 values, 0 fetchers, 0 finders, multi"], _scenario.Variables());
    }

    [Fact]
    public void Declare_SameMode_IsDone()
    {
        _scenario.Declare("ann", "v", VariableMode.Lifo);
        _scenario.Declare("bob", "v", VariableMode.Lifo);

        Assert.Equal(["ann: done", "bob: done"], _scenario.Heard());
    }

    [Fact]
    public void Declare_OtherMode_IsRefusedAndChangesNothing()
    {
        _scenario.Store("ann", "v", "x");
        var message = EngineScenario.Refused(ErrorCode.ModeConflict, _scenario.Declare("ann", "v", VariableMode.Lifo));

        Assert.Equal("Variable 'v' of workspace 'w' is fifo and cannot become lifo; delete it first.", message);
        Assert.Equal(["v: 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables());
    }

    [Fact]
    public void Declare_Unknown_IsRefusedAndCreatesNothing()
    {
        EngineScenario.Refused(ErrorCode.BadMode, _scenario.Declare("ann", "v", VariableMode.Unknown));

        Assert.Empty(_scenario.Variables());
    }

    [Fact]
    public void Declare_OverWaiters_KeepsThemInTheirOrder()
    {
        _scenario.Fetch("bob", "v");
        _scenario.Find("cid", "v");
        _scenario.Fetch("dan", "v");
        _scenario.Declare("ann", "v", VariableMode.Lifo);
        Assert.Equal(["v: 0 values, 2 fetchers, 1 finders, lifo"], _scenario.Variables());

        _scenario.Store("ann", "v", "x");
        _scenario.Store("ann", "v", "y");
        Assert.Equal(["ann: done", "cid: x", "bob: x", "ann: done", "dan: y", "ann: done"], _scenario.Heard());
    }

    [Theory]
    [InlineData(VariableMode.Lifo)]
    [InlineData(VariableMode.Multi)]
    public void Declare_NotIterableOverWaitingIterations_EndsThoseOnly(VariableMode mode)
    {
        _scenario.Fetch("bob", "v");
        _scenario.Find("cid", "v", after: Cursor.Beginning);
        _scenario.Fetch("dan", "v", after: Cursor.Beginning);
        _scenario.Declare("ann", "v", mode);

        Assert.Equal(["cid: not_iterable", "dan: not_iterable", "ann: done"], _scenario.Heard());
        Assert.Equal([$"v: 0 values, 1 fetchers, 0 finders, {mode.ToString().ToLowerInvariant()}"], _scenario.Variables());
    }

    [Fact]
    public void Declare_IterableOverWaitingIterations_KeepsThem()
    {
        _scenario.Find("cid", "v", after: Cursor.Beginning);
        _scenario.Declare("ann", "v", VariableMode.Single);
        _scenario.Store("ann", "v", "x");

        Assert.Equal(["ann: done", "cid: x", "ann: done"], _scenario.Heard());
    }

    [Fact]
    public void DeleteVariable_ThenDeclare_TakesAnotherMode()
    {
        _scenario.Store("ann", "v", "x");
        _scenario.DeleteVariable("ann", "v");
        _scenario.Declare("ann", "v", VariableMode.Single);

        Assert.Equal(["v: 0 values, 0 fetchers, 0 finders, single"], _scenario.Variables());
    }
}
