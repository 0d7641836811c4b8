namespace Nws.Server.Engine;

/// <summary>All workspaces by name: who opens, makes, owns and deletes them.</summary>
internal sealed class WorkspaceDirectory
{
    private const string DefaultName = "__default";
    private const string SystemLabel = "[system]";

    private readonly Dictionary<string, Workspace> _workspaces = new(StringComparer.Ordinal);
    private readonly TemporaryNames _temporaryNames = new();
    private readonly Sequence _variableIds = new();
    private readonly Random _random;

    public WorkspaceDirectory(Random random)
    {
        _random = random;
        Create(DefaultName).OwnBySystem(SystemLabel);
    }

    public Outcome Open(OpenWorkspace open)
    {
        if (Attach(open.Session, open.Name, open.Create) is not { } workspace) return Failure.NotCreated(open.Name);
        if (!workspace.IsOwned) workspace.Own(open.Session, open.Persistent);
        return new Outcome.Workspace(workspace.Describe(open.Session, withVariables: false));
    }

    public Outcome Use(UseWorkspace use)
    {
        if (Attach(use.Session, use.Name, use.Create) is not { } workspace) return Failure.NotCreated(use.Name);
        return new Outcome.Workspace(workspace.Describe(use.Session, withVariables: false));
    }

    public Outcome MakeTemporary(MakeTemporary make)
    {
        if (!NameTemplate.TryParse(make.Template, out var template)) return Failure.BadTemplate(make.Template);
        var name = _temporaryNames.Next(template, _workspaces.ContainsKey);
        var workspace = Create(name);
        workspace.MakeTemporary(make.Session);
        make.Session.Opened[name] = workspace;
        return new Outcome.Named(name);
    }

    public Outcome Delete(DeleteWorkspace delete, EffectList effects)
    {
        if (delete.Name == DefaultName) return Failure.Protected(delete.Name);
        if (!_workspaces.TryGetValue(delete.Name, out var workspace)) return Failure.NoWorkspace(delete.Name);
        Delete(workspace, effects);
        return Outcome.Done.Instance;
    }

    public Outcome List(ListWorkspaces list)
    {
        var chosen = _workspaces.Values.Where(workspace => list.Name is null || workspace.Name == list.Name);
        var infos = chosen.Select(workspace => workspace.Describe(list.Session, list.WithVariables));
        return new Outcome.Workspaces([.. infos.OrderBy(info => info.Name, StringComparer.Ordinal)]);
    }

    public Outcome ListVariables(ListVariables list)
    {
        if (!_workspaces.TryGetValue(list.Workspace, out var workspace)) return Failure.NoWorkspace(list.Workspace);
        var infos = workspace.Variables.Select(variable => variable.Describe());
        return new Outcome.Variables([.. infos.OrderBy(info => info.Name, StringComparer.Ordinal)]);
    }

    /// <summary>
    /// Deletes the workspaces that end with the session. One that was only ever used has no owner to end with: it stays until somebody
    /// deletes it.
    /// </summary>
    public void EndSession(EngineSession session, EffectList effects)
    {
        foreach (var workspace in session.Kept.ToArray()) Delete(workspace, effects);
        session.Opened.Clear();
    }

    /// <summary>Notes on the session which instance the name means; null if there is none and none is to be created.</summary>
    private Workspace? Attach(EngineSession session, string name, bool create)
    {
        if (!_workspaces.TryGetValue(name, out var workspace))
        {
            if (!create) return null;
            workspace = Create(name);
        }

        session.Opened[name] = workspace;
        return workspace;
    }

    private Workspace Create(string name)
    {
        var workspace = new Workspace(name, _variableIds, _random);
        _workspaces.Add(name, workspace);
        return workspace;
    }

    private void Delete(Workspace workspace, EffectList effects)
    {
        _workspaces.Remove(workspace.Name);
        _temporaryNames.Retire(workspace.Name);
        workspace.Delete(effects);
    }
}
