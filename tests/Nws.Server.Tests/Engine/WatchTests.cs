using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

public class WatchTests
{
    private readonly EngineScenario _scenario = new(seed: 1, maxWatchEvents: 5);

    [Fact]
    public void Changes_OfEveryKind_AreToldInOrder()
    {
        long watch = Begin("ann");
        _scenario.Store("bob", "v", "1");
        _scenario.Fetch("bob", "v", lease: true);
        _scenario.Release("bob", _scenario.LastDelivery.Lease);
        Assert.Equal("made v[-1], stored v[0], fetched v[0], returned v[0]", Changes("ann", watch));
        _scenario.Fetch("bob", "v", lease: true);
        _scenario.Apply(new Bury(_scenario["bob"], 9, [_scenario.LastDelivery.Lease], "why"));
        _scenario.Store("bob", "v", "2", new StoreTerms(Expires: 10));
        _scenario.Expire(1010);
        Assert.Equal("fetched v[0], buried v[0], stored v[1], dropped v[1]", Changes("ann", watch));
        _scenario.Apply(new Replay(_scenario["bob"], 9, EngineScenario.Space, "v"));
        _scenario.DeleteVariable("bob", "v");
        Assert.Equal("returned v[0], deleted v[-1]", Changes("ann", watch));
        Assert.Equal("nothing", Changes("ann", watch));
    }

    [Fact]
    public void Changes_OfOtherVariablesAndWorkspaces_AreNotTold()
    {
        long watch = Begin("ann", "task*");
        _scenario.Use("bob", "other");
        _scenario.Apply(new Store(_scenario["bob"], 9, "other", "task", [1]));
        _scenario.Store("bob", "result", "1");
        _scenario.Store("bob", "Task", "1");
        _scenario.Declare("bob", "task@7", VariableMode.Lifo);
        Assert.Equal("made task@7[-1]", Changes("ann", watch));
    }

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("task", "task", true)]
    [InlineData("task", "tasks", false)]
    [InlineData("task*", "task", true)]
    [InlineData("task*", "Task", false)]
    [InlineData("t?sk", "tusk", true)]
    [InlineData("t?sk", "tsk", false)]
    [InlineData("*@*", "result@12", true)]
    [InlineData("*ab*b", "aabab", true)]
    [InlineData("*ab*b", "aaba", false)]
    [InlineData("a**?", "abc", true)]
    [InlineData("a.c", "abc", false)]
    public void Pattern_FitsNames(string pattern, string name, bool fits) => Assert.Equal(fits, new NamePattern(pattern).Fits(name));

    [Fact]
    public void AwaitChanges_WithNothingToTell_WaitsForTheNextCommandOrItsTime()
    {
        long watch = Begin("ann");
        _scenario.Apply(new AwaitChanges(_scenario["ann"], 50, watch, 9));
        EngineScenario.Refused(ErrorCode.BadRequest, _scenario.Apply(new AwaitChanges(_scenario["ann"], 51, watch, 9)));
        _scenario.Heard();
        _scenario.StoreAll("bob", "v", ["1", "2"]);
        Assert.Equal(["bob: done", "ann: made v[-1], stored v[0], stored v[1]"], _scenario.Heard());
        _scenario.Apply(new AwaitChanges(_scenario["ann"], 52, watch, 9, Timeout: 20));
        _scenario.Expire(1020);
        Assert.Equal(["ann: nothing"], _scenario.Heard());
        _scenario.Store("bob", "v", "3");
        Assert.Equal("stored v[2]", Changes("ann", watch));
        Assert.Null(_scenario.Engine.NextDeadline);
    }

    [Fact]
    public void Changes_MoreThanWereAskedFor_StayForTheNextTime()
    {
        long watch = Begin("ann");
        _scenario.StoreAll("bob", "v", ["1", "2"]);
        Assert.Equal("made v[-1], stored v[0]", Changes("ann", watch, count: 2));
        Assert.Equal("stored v[1]", Changes("ann", watch, count: 2));
    }

    [Fact]
    public void Watch_NotAskedForTooLong_EndsWithAnError()
    {
        long watch = Begin("ann");
        _scenario.StoreAll("bob", "v", ["1", "2", "3", "4"]);
        _scenario.Store("bob", "v", "5");
        var lost = EngineScenario.Refused(ErrorCode.NoWatch, _scenario.Apply(new AwaitChanges(_scenario["ann"], 50, watch, 9)));
        Assert.Contains("More than 5 changes", lost, StringComparison.Ordinal);
        var gone = EngineScenario.Refused(ErrorCode.NoWatch, _scenario.Apply(new AwaitChanges(_scenario["ann"], 50, watch, 9)));
        Assert.Contains("has ended", gone, StringComparison.Ordinal);
    }

    [Fact]
    public void Watch_OfADeletedWorkspace_TellsTheLastChangesAndEnds()
    {
        long watch = Begin("ann"), other = Begin("cid");
        _scenario.Apply(new AwaitChanges(_scenario["cid"], 50, other, 9));
        _scenario.DeleteWorkspace("bob");
        EngineScenario.Refused(ErrorCode.NoWorkspace, _scenario.Apply(new AwaitChanges(_scenario["ann"], 50, watch, 9)));
        Assert.Contains("cid: no_workspace", _scenario.Heard());
    }

    [Fact]
    public void Wait_ThatIsCancelledOrWhoseWatchEnds_Ends()
    {
        long watch = Begin("ann");
        _scenario.Apply(new AwaitChanges(_scenario["ann"], 50, watch, 9, Timeout: 1000));
        Assert.Equal(Outcome.Flag.True, _scenario.Cancel("ann", 50));
        _scenario.Apply(new AwaitChanges(_scenario["ann"], 51, watch, 9, Timeout: 1000));
        _scenario.Apply(new EndWatch(_scenario["ann"], 52, watch));
        Assert.Equal(["ann: cancelled", "ann: true", "ann: no_watch", "ann: done"], _scenario.Heard());
        Assert.Null(_scenario.Engine.NextDeadline);
        _scenario.Store("bob", "v", "1");
        Assert.Equal(["bob: done"], _scenario.Heard());
    }

    [Fact]
    public void Session_ThatEnds_TakesItsWatchesAlong()
    {
        long watch = Begin("ann");
        _scenario.Apply(new AwaitChanges(_scenario["ann"], 50, watch, 9, Timeout: 1000));
        EngineScenario.Refused(ErrorCode.NoWatch, _scenario.Apply(new AwaitChanges(_scenario["bob"], 50, watch, 9)));
        _scenario.Heard();
        _scenario.Disconnect("ann");
        _scenario.Store("bob", "v", "1");
        Assert.Equal(["bob: done"], _scenario.Heard());
        Assert.Null(_scenario.Engine.NextDeadline);
    }

    private long Begin(string who, string pattern = "*")
    {
        long number = Assert.IsType<Outcome.Number>(_scenario.Apply(new BeginWatch(_scenario[who], 9, EngineScenario.Space, pattern))).Value;
        _scenario.Heard();
        return number;
    }

    private string Changes(string who, long watch, int count = 100)
    {
        var outcome = _scenario.Apply(new AwaitChanges(_scenario[who], 99, watch, count, Timeout: 0))!;
        _scenario.Heard();
        return OutcomeText.Of(outcome);
    }
}
