using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

public class WorkspaceTests
{
    private readonly EngineScenario _scenario = new();

    public static TheoryData<string> OperationsThatNeedAnOpening => ["store", "find", "fetch", "declare", "deleteVar"];

    [Theory]
    [MemberData(nameof(OperationsThatNeedAnOpening))]
    public void Operation_WorkspaceNotOpened_IsRefusedWithTheRemedy(string operation)
    {
        _scenario.Open("ann", "other");
        var message = EngineScenario.Refused(ErrorCode.NotOpened, _scenario.Apply(Operation(operation, "bob", "other")));

        Assert.Equal("Workspace 'other' has not been opened on this connection; send open or use first.", message);
    }

    [Theory]
    [MemberData(nameof(OperationsThatNeedAnOpening))]
    public void Operation_InstanceDeleted_IsRefusedAlsoAfterTheNameIsMadeAgain(string operation)
    {
        _scenario.Use("bob", "other");
        _scenario.DeleteWorkspace("ann", "other");
        EngineScenario.Refused(ErrorCode.NoWorkspace, _scenario.Apply(Operation(operation, "bob", "other")));

        _scenario.Use("ann", "other");
        EngineScenario.Refused(ErrorCode.NoWorkspace, _scenario.Apply(Operation(operation, "bob", "other")));
        Assert.Empty(_scenario.Variables("other"));
    }

    [Fact]
    public void Use_AfterTheNameWasMadeAgain_MeansTheNewInstance()
    {
        _scenario.Use("bob", "other");
        _scenario.DeleteWorkspace("ann", "other");
        _scenario.Use("ann", "other");
        _scenario.Use("bob", "other");

        Assert.IsType<Outcome.Done>(_scenario.Apply(Operation("store", "bob", "other")));
    }

    [Fact]
    public void OpenAndUse_MissingAndNotToBeCreated_AreRefusedAndCreateNothing()
    {
        var ann = _scenario["ann"];
        EngineScenario.Refused(ErrorCode.NoWorkspace, _scenario.Apply(new OpenWorkspace(ann, 1, "other", Create: false)));
        EngineScenario.Refused(ErrorCode.NoWorkspace, _scenario.Apply(new UseWorkspace(ann, 2, "other", Create: false)));

        Assert.DoesNotContain(_scenario.Workspaces("ann"), info => info.Name == "other");
    }

    [Fact]
    public void OpenAndUse_PresentAndNotToBeCreated_AreDone()
    {
        _scenario.Use("bob", "other");
        var ann = _scenario["ann"];

        Assert.IsType<Outcome.Workspace>(_scenario.Apply(new UseWorkspace(ann, 1, "other", Create: false)));
        Assert.IsType<Outcome.Workspace>(_scenario.Apply(new OpenWorkspace(ann, 2, "other", Create: false)));
    }

    [Fact]
    public void Open_Workspace_DescribesIt()
    {
        _scenario.Use("bob", "other");
        _scenario.Apply(Operation("store", "bob", "other"));

        Assert.Equal(new WorkspaceInfo("other", Mine: true, "ann", Persistent: true, Variables: 1), _scenario.Open("ann", "other", true));
        Assert.Equal(new WorkspaceInfo("other", Mine: false, "ann", Persistent: true, Variables: 1), _scenario.Use("bob", "other"));
    }

    [Fact]
    public void ListWorkspaces_All_SortsThemAndTheirVariables()
    {
        foreach (var name in new[] { "b", "a", "B" }) _scenario.Open("ann", name);
        _scenario.Store("ann", "z", "1");
        _scenario.Store("ann", "y", "1");
        var infos = _scenario.Workspaces("ann", withVariables: true);

        Assert.Equal(["B", "__default", "a", "b", "w"], infos.Select(info => info.Name));
        Assert.Equal(["y", "z"], infos[^1].Names!);
        Assert.Equal(2, infos[^1].Variables);
    }

    [Fact]
    public void ListWorkspaces_ByName_ListsThatOneOrNone()
    {
        var listed = Assert.IsType<Outcome.Workspaces>(_scenario.Apply(new ListWorkspaces(_scenario["ann"], 1, "w")));
        Assert.Equal("w", Assert.Single(listed.Infos).Name);
        Assert.Null(listed.Infos[0].Names);

        var none = Assert.IsType<Outcome.Workspaces>(_scenario.Apply(new ListWorkspaces(_scenario["ann"], 1, "nowhere")));
        Assert.Empty(none.Infos);
    }

    [Fact]
    public void ListVariables_WithoutOpening_ListsThemSorted()
    {
        foreach (var name in new[] { "b", "a", "B" }) _scenario.Store("ann", name, "1");
        _scenario.Connect("bob");
        var listed = Assert.IsType<Outcome.Variables>(_scenario.Apply(new ListVariables(_scenario["bob"], 1, "w")));

        Assert.Equal(["B", "a", "b"], listed.Infos.Select(info => info.Name));
        EngineScenario.Refused(ErrorCode.NoWorkspace, _scenario.Apply(new ListVariables(_scenario["bob"], 2, "nowhere")));
    }

    [Fact]
    public void Names_Empty_AreNamesLikeOthers()
    {
        _scenario.Open("ann", "");
        _scenario.Apply(new Store(_scenario["ann"], 1, "", "", [1]));

        Assert.Equal([": 1 values, 0 fetchers, 0 finders, fifo"], _scenario.Variables(""));
    }

    [Fact]
    public void Refusal_NameIsHuge_ShowsItsBeginning()
    {
        var message = EngineScenario.Refused(ErrorCode.NotOpened, _scenario.Apply(Operation("store", "ann", new string('n', 5000))));

        Assert.InRange(message.Length, 100, 300);
        Assert.Contains("nnn...'", message, StringComparison.Ordinal);
    }

    private EngineCommand Operation(string operation, string who, string workspace) => operation switch
    {
        "store" => new Store(_scenario[who], 1, workspace, "v", [1]),
        "find" => new Take(_scenario[who], 1, TakeKind.Find, workspace, ["v"]),
        "fetch" => new Take(_scenario[who], 1, TakeKind.Fetch, workspace, ["v"]),
        "declare" => new Declare(_scenario[who], 1, workspace, "v", VariableMode.Lifo),
        _ => new DeleteVariable(_scenario[who], 1, workspace, "v"),
    };
}
