using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

public class TemporaryWorkspaceTests
{
    private readonly EngineScenario _scenario = new();

    [Fact]
    public void MakeTemporary_ByDefault_NamesItAfterTheDefaultTemplate()
    {
        Assert.Equal("__ws__1", Make("ann"));
        Assert.Equal("__ws__2", Make("bob"));
    }

    [Fact]
    public void MakeTemporary_Maker_MayUseItAtOnceAndNobodyOwnsIt()
    {
        var name = Make("ann");

        Assert.IsType<Outcome.Done>(_scenario.Apply(new Store(_scenario["ann"], 1, name, "v", [1])));
        Assert.Contains(_scenario.Workspaces("ann"), info => info.Name == name && info is { Mine: false, Owner: "", Persistent: false });
    }

    [Fact]
    public void MakeTemporary_NobodyOpensIt_GoesWithItsMaker()
    {
        var name = Make("ann");
        _scenario.Use("bob", name);
        _scenario.Apply(new Take(_scenario["bob"], 9, TakeKind.Fetch, name, ["v"]));
        _scenario.Heard();
        _scenario.Disconnect("ann");

        Assert.Equal(["bob: variable_deleted"], _scenario.Heard());
        Assert.DoesNotContain(_scenario.Workspaces("bob"), info => info.Name == name);
    }

    [Fact]
    public void MakeTemporary_AnotherOpensIt_GoesWithThatOne()
    {
        var name = Make("ann");
        Assert.True(_scenario.Open("bob", name)!.Mine);
        _scenario.Disconnect("ann");
        Assert.Contains(_scenario.Workspaces("bob"), info => info.Name == name);

        _scenario.Disconnect("bob");
        Assert.DoesNotContain(_scenario.Workspaces("cid"), info => info.Name == name);
    }

    [Fact]
    public void MakeTemporary_OpenedAsPersistent_Stays()
    {
        var name = Make("ann");
        _scenario.Open("ann", name, persistent: true);
        _scenario.Disconnect("ann");

        Assert.Contains(_scenario.Workspaces("bob"), info => info.Name == name);
    }

    [Fact]
    public void MakeTemporary_NameIsTakenOrWas_PassesItOver()
    {
        _scenario.Use("bob", "t1");
        _scenario.Use("bob", "t2");
        _scenario.DeleteWorkspace("bob", "t2");

        Assert.Equal("t3", Make("ann", "t%d"));
    }

    [Fact]
    public void MakeTemporary_OtherTemplateCameToTheSameName_PassesItOver()
    {
        var eleven = Make("ann", "a1%d");
        _scenario.DeleteWorkspace("ann", eleven);
        Assert.Equal("a11", eleven);
        for (var number = 2; number < 11; number++) Make("ann", "x%d");

        Assert.Equal("a12", Make("ann", "a%d"));
    }

    [Fact]
    public void MakeTemporary_BadTemplate_IsRefusedAndCreatesNothing()
    {
        var before = _scenario.Workspaces("ann").Length;
        var outcome = _scenario.Apply(new MakeTemporary(_scenario["ann"], 1, "%s"));

        Assert.Contains("'%s'", EngineScenario.Refused(ErrorCode.BadTemplate, outcome), StringComparison.Ordinal);
        Assert.Equal(before, _scenario.Workspaces("ann").Length);
    }

    private string Make(string who, string template = NameTemplate.Default) =>
        Assert.IsType<Outcome.Named>(_scenario.Apply(new MakeTemporary(_scenario[who], 1, template))).Name;
}
