using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

/// <summary>What the engine tells of those who wait, and of the likely reasons.</summary>
public sealed class WaitListTests
{
    private readonly EngineScenario _scenario = new();

    [Fact]
    public void ListWaits_NobodyWaits_IsEmpty()
    {
        _scenario.Store("ann", "x", "1");
        _scenario.Fetch("bob", "x");

        Assert.Equal("", Waits());
    }

    [Fact]
    public void ListWaits_SeveralWait_ListsTheLongestFirstAndSeveralVariablesOnce()
    {
        _scenario.Fetch("ann", "apples");
        _scenario.Now += 500;
        _scenario.FindAny("bob", "birds", "fish");
        _scenario.Now += 1500;

        Assert.Equal(
            ["ann Fetch w/apples 2000 ms; nobody ever stored 'apples'", "bob Find w/birds|fish 1500 ms; nobody ever stored 'birds'; nobody ever stored 'fish'"],
            Waits().Split('\n'));
    }

    [Fact]
    public void ListWaits_NameIsMistyped_NamesTheVariableThatHasValues()
    {
        _scenario.StoreAll("ann", "result", ["1", "2", "3", "4"]);
        _scenario.Store("ann", "rezults", "1");
        _scenario.TryFetch("ann", "rezults");
        _scenario.Fetch("bob", "reslt");

        Assert.EndsWith("; nobody ever stored 'reslt'; 4 values are in 'result'", Waits());
    }

    [Fact]
    public void ListWaits_SameNameInAnotherWorkspace_NamesThat()
    {
        _scenario.Use("ann", "other");
        _scenario.Apply(new Store(_scenario["ann"], 1, "other", "price", [1]));
        _scenario.Fetch("bob", "price");

        Assert.EndsWith("; nobody ever stored 'price'; 1 value is in 'price' of workspace 'other'", Waits());
    }

    [Fact]
    public void ListWaits_StoredBefore_TellsByWhomAndWhen()
    {
        _scenario.Store("ann", "x", "1");
        _scenario.TryFetch("bob", "x");
        _scenario.Now += 7000;
        _scenario.Fetch("bob", "x");

        Assert.Equal("bob Fetch w/x 0 ms, x by ann 7000 ms ago", Waits());
        _scenario.Disconnect("ann");
        Assert.EndsWith("; the last who stored 'x' has left: ann, 7 s ago", Waits());
    }

    [Fact]
    public void ListWaits_OnlyTheOneWhoWaitsEverStored_SaysSo()
    {
        _scenario.Store("ann", "x", "1");
        _scenario.TryFetch("ann", "x");
        _scenario.Fetch("ann", "x");

        Assert.EndsWith("; only this client itself ever stored 'x'", Waits());
        Assert.DoesNotContain("cycle", Waits());
    }

    [Fact]
    public void ListWaits_TwoWaitForEachOthersStores_NamesTheCycle()
    {
        StoreAndTake("ann", "x");
        StoreAndTake("bob", "y");
        _scenario.Fetch("ann", "y");
        Assert.DoesNotContain("cycle", Waits());
        _scenario.Fetch("bob", "x");

        var (ann, bob) = (_scenario["ann"].Id, _scenario["bob"].Id);
        Assert.Contains(
            $", cycle {ann}>{bob}; likely a cycle: client {ann} waits for 'y', which client {bob} alone ever stored; client {bob} waits for 'x', which client {ann} alone ever stored", Waits());
        Assert.Contains($", cycle {bob}>{ann}", Waits());
    }

    [Fact]
    public void ListWaits_AThirdStoredThere_NamesNoCycle()
    {
        StoreAndTake("ann", "x");
        StoreAndTake("carl", "x");
        StoreAndTake("bob", "y");
        _scenario.Fetch("ann", "y");
        _scenario.Fetch("bob", "x");

        Assert.DoesNotContain("cycle", Waits());
    }

    [Fact]
    public void ListWaits_OneOfSeveralVariablesMayStillCome_NamesNoCycle()
    {
        StoreAndTake("ann", "x");
        StoreAndTake("bob", "y");
        _scenario.FetchAny("ann", "y", "stop");
        _scenario.Fetch("bob", "x");

        Assert.DoesNotContain("cycle", Waits());
    }

    [Fact]
    public void ListWaits_TwoHoldOnLeaseWhatTheOtherWants_NamesTheCycle()
    {
        _scenario.Store("carl", "fork", "1");
        _scenario.Store("carl", "knife", "1");
        _scenario.Fetch("ann", "fork", lease: true);
        _scenario.Fetch("bob", "knife", lease: true);
        _scenario.Fetch("ann", "knife", lease: true);
        _scenario.Fetch("bob", "fork", lease: true);

        var (ann, bob) = (_scenario["ann"].Id, _scenario["bob"].Id);
        Assert.Contains($"client {ann} waits for 'knife', which client {bob} has on lease; client {bob} waits for 'fork', which client {ann} has on lease", Waits());
    }

    [Fact]
    public void ListWaits_ThreeInARow_NameTheCycleAndOneOutsideDoesNot()
    {
        StoreAndTake("ann", "a");
        StoreAndTake("bob", "b");
        StoreAndTake("carl", "c");
        _scenario.Fetch("ann", "b");
        _scenario.Fetch("bob", "c");
        _scenario.Fetch("carl", "a");
        _scenario.Now++;
        _scenario.Fetch("dave", "a");

        var lines = Waits().Split('\n');
        Assert.All(lines[..3], line => Assert.Contains(", cycle ", line));
        Assert.DoesNotContain("cycle", lines[3]);
    }

    [Fact]
    public void ListWaits_ValuesPutAsideOrDelayed_SaysSo()
    {
        _scenario.Store("ann", "x", "1");
        _scenario.Fetch("bob", "x", lease: true);
        _scenario.Apply(new Bury(_scenario["bob"], _scenario.Request + 1, [_scenario.LastDelivery.Lease], "odd"));
        _scenario.Store("ann", "x", "2", new StoreTerms(Delay: 60_000));
        _scenario.Fetch("bob", "x");

        Assert.EndsWith("; 1 value of 'x' is put aside: replay puts back what is wanted; 1 value of 'x' is to come later", Waits());
    }

    [Fact]
    public void ListWaits_OfOneWorkspace_LeavesOutOthersAndObeysTheCount()
    {
        _scenario.Use("ann", "other");
        _scenario.Apply(new Take(_scenario["ann"], 100, TakeKind.Fetch, "other", ["x"]));
        _scenario.Fetch("bob", "y");
        _scenario.Fetch("bob", "z");

        Assert.StartsWith("ann Fetch other/x", Waits("other"));
        Assert.StartsWith("bob Fetch w/y", Waits("w", count: 1));
        Assert.DoesNotContain("\n", Waits("w", count: 1));
        var failed = Assert.IsType<Outcome.Failed>(_scenario.Apply(new ListWaits(_scenario["ann"], 101, "none")));
        Assert.Equal(ErrorCode.NoWorkspace, failed.Code);
    }

    private void StoreAndTake(string who, string variable)
    {
        _scenario.Store(who, variable, "1");
        _scenario.TryFetch("eve", variable);
    }

    private string Waits(string? workspace = null, int count = int.MaxValue) =>
        OutcomeText.Of(_scenario.Apply(new ListWaits(_scenario.Connect("observer"), 1, workspace, count))!);
}
