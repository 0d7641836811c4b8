namespace Nws.Server.Tests.Engine;

public class OwnershipTests
{
    private readonly EngineScenario _scenario = new();

    [Fact]
    public void Open_SecondOpener_TakesNeitherOwnershipNorPersistence()
    {
        Assert.True(_scenario.Open("ann", "s")!.Mine);
        var second = _scenario.Open("bob", "s", persistent: true)!;

        Assert.False(second.Mine);
        Assert.False(second.Persistent);
        Assert.Equal("ann", second.Owner);
    }

    [Fact]
    public void Disconnect_SecondOpener_DeletesNothing()
    {
        _scenario.Open("ann", "s");
        _scenario.Open("bob", "s");
        _scenario.Disconnect("bob");

        Assert.Contains(_scenario.Workspaces("ann"), info => info is { Name: "s", Mine: true });
    }

    [Fact]
    public void Disconnect_Owner_DeletesTheWorkspaceAndEndsWhatWaitsThere()
    {
        _scenario.Open("ann", EngineScenario.Space);
        _scenario.Fetch("bob", "v");
        _scenario.Disconnect("ann");

        Assert.Equal("bob: variable_deleted", _scenario.Heard()[^1]);
        Assert.DoesNotContain(_scenario.Workspaces("bob"), info => info.Name == EngineScenario.Space);
    }

    [Fact]
    public void Disconnect_OwnerOfPersistent_KeepsItAndItsOwner()
    {
        _scenario.Open("ann", "s", persistent: true);
        _scenario.Disconnect("ann");
        var reopened = _scenario.Open("bob", "s")!;

        Assert.True(reopened.Persistent);
        Assert.False(reopened.Mine);
        Assert.Equal("ann", reopened.Owner);

        _scenario.Disconnect("bob");
        Assert.Contains(_scenario.Workspaces("cid"), info => info.Name == "s");
    }

    [Fact]
    public void Use_NewWorkspace_HasNoOwnerAndOutlivesItsUsers()
    {
        var info = _scenario.Use("ann", "s")!;
        _scenario.Disconnect("ann");

        Assert.Equal("", info.Owner);
        Assert.False(info.Mine);
        Assert.Contains(_scenario.Workspaces("bob"), left => left is { Name: "s", Persistent: false });
    }

    [Fact]
    public void Open_AfterUse_TakesOwnership()
    {
        _scenario.Use("ann", "s");
        _scenario.Open("bob", "s");
        _scenario.Disconnect("ann");
        Assert.Contains(_scenario.Workspaces("bob"), info => info is { Name: "s", Mine: true });

        _scenario.Disconnect("bob");
        Assert.DoesNotContain(_scenario.Workspaces("cid"), info => info.Name == "s");
    }

    [Fact]
    public void Disconnect_OwnerOfDeletedInstance_SparesTheNewOne()
    {
        _scenario.Open("ann", "s");
        _scenario.DeleteWorkspace("bob", "s");
        _scenario.Open("cid", "s");
        _scenario.Disconnect("ann");

        Assert.Contains(_scenario.Workspaces("cid"), info => info is { Name: "s", Mine: true });
    }

    [Fact]
    public void Open_Default_LeavesItToTheSystem()
    {
        var info = _scenario.Open("ann", "__default")!;
        _scenario.Disconnect("ann");

        Assert.Equal("[system]", info.Owner);
        Assert.True(info.Persistent);
        Assert.False(info.Mine);
        Assert.Contains(_scenario.Workspaces("bob"), left => left.Name == "__default");
    }

    [Fact]
    public void Open_OwnerWithoutLabel_IsAnOwnerAllTheSame()
    {
        var nameless = _scenario.Connect("");
        _scenario.Open("", "s");
        Assert.False(_scenario.Open("bob", "s")!.Mine);

        Assert.Same(nameless, _scenario[""]);
        _scenario.Disconnect("");
        Assert.DoesNotContain(_scenario.Workspaces("bob"), info => info.Name == "s");
    }

    [Fact]
    public void Disconnect_OwnerWithValueInFlight_HandsItToWhoeverWaitsBeforeTheWorkspaceGoes()
    {
        _scenario.Open("ann", EngineScenario.Space);
        _scenario.Store("ann", "v", "x");
        _scenario.Fetch("ann", "v", lease: true);
        _scenario.Fetch("bob", "v");
        _scenario.Fetch("cid", "v");
        _scenario.Heard();
        _scenario.Disconnect("ann");

        Assert.Equal(["bob: x (attempt 2)", "cid: variable_deleted"], _scenario.Heard());
    }
}
