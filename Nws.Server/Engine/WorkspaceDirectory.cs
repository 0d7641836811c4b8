namespace Nws.Server.Engine;

/// <summary>All workspaces by name: who opens, makes, owns and deletes them.</summary>
internal sealed class WorkspaceDirectory
{
    private const string DefaultName = "__default";
    private const string SystemLabel = "[system]";

    private readonly Dictionary<string, Workspace> _workspaces = new(StringComparer.Ordinal);
    private readonly TemporaryNames _temporaryNames = new();
    private readonly Sequence _variableIds;
    private readonly Sequence _workspaceIds;
    private readonly Timetable _timetable;
    private readonly Capacity _capacity;
    private readonly WatchDesk _watches;
    private readonly Random _random;
    private readonly Ledger? _ledger;

    /// <param name="timetable">The present time, and what happens when.</param>
    /// <param name="capacity">How much is held.</param>
    /// <param name="watches">Who is told of changes.</param>
    /// <param name="random">Decides the order in <c>multi</c> variables.</param>
    /// <param name="kept">What to begin with.</param>
    /// <param name="ledger">Where persistent workspaces are written down; null: nowhere.</param>
    public WorkspaceDirectory(Timetable timetable, Capacity capacity, WatchDesk watches, Random random, DurableState kept, Ledger? ledger)
    {
        (_timetable, _capacity, _watches, _random, _ledger) = (timetable, capacity, watches, random, ledger);
        _variableIds = new Sequence(kept.FirstNumber);
        _workspaceIds = new Sequence(kept.Workspaces.Select(workspace => workspace.Id).DefaultIfEmpty().Max());
        foreach (var durable in kept.Workspaces) Add(New(durable.Name, durable.Id)).Restore(durable);
        if (!_workspaces.ContainsKey(DefaultName)) Create(DefaultName).OwnBySystem(SystemLabel);
    }

    /// <summary>All of them, in any order.</summary>
    public IReadOnlyCollection<Workspace> All => _workspaces.Values;

    public Workspace? Find(string name) => _workspaces.GetValueOrDefault(name);

    public Outcome Open(OpenWorkspace open)
    {
        if (RefuseToKeep(open) is { } refusal) return refusal;
        if (Attach(open.Session, open.Name, open.Create) is not { } workspace) return Failure.NotCreated(open.Name);
        if (!workspace.IsOwned) workspace.Own(open.Session, open.Persistent);
        return new Outcome.Workspace(workspace.Describe(open.Session, withVariables: false));
    }

    public Outcome Use(UseWorkspace use)
    {
        if (Attach(use.Session, use.Name, use.Create) is not { } workspace) return Failure.NotCreated(use.Name);
        return new Outcome.Workspace(workspace.Describe(use.Session, withVariables: false));
    }

    public Outcome Reopen(Reopen reopen)
    {
        foreach (var name in reopen.Names)
        {
            var kept = _workspaces.GetValueOrDefault(name);
            reopen.Session.Opened[name] = kept is { IsPersistent: true } ? kept : Gone(name);
        }

        // Without a journal nothing is left of what the server before has done.
        if (_ledger is not null && reopen.Repeated is { Length: > 0 } repeated) reopen.Session.Repeated = [.. repeated];
        return Outcome.Done.Instance;
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
        if (Storage.RefuseChange(workspace) is { } refusal) return refusal;
        Delete(workspace, effects);
        return Outcome.Done.Instance;
    }

    public Outcome List(ListWorkspaces list)
    {
        var chosen = _workspaces.Values.Where(workspace => (list.Name is null || workspace.Name == list.Name) && list.Visible?.Invoke(workspace.Name) != false);
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

    /// <summary>One that ended with an earlier server.</summary>
    private Workspace Gone(string name)
    {
        var gone = New(name, id: 0);
        gone.Delete(new EffectList());
        return gone;
    }

    private Workspace Create(string name) => Add(New(name, _workspaceIds.Next()));

    private Workspace New(string name, long id) => new(name, id, _variableIds, _timetable, _capacity, _watches, _random, _ledger);

    private Workspace Add(Workspace workspace)
    {
        _workspaces.Add(workspace.Name, workspace);
        _watches.NoteWorkspace();
        return workspace;
    }

    /// <summary>Refuses what would make a workspace persistent while there is no room to write down what it holds.</summary>
    private Outcome? RefuseToKeep(OpenWorkspace open)
    {
        if (!open.Persistent || _ledger is null) return null;
        var present = _workspaces.GetValueOrDefault(open.Name);
        return present is { IsOwned: true } ? null : Storage.Refuse(_ledger, open.Name, present?.Size ?? 0);
    }

    private void Delete(Workspace workspace, EffectList effects)
    {
        _workspaces.Remove(workspace.Name);
        _watches.NoteWorkspace();
        _temporaryNames.Retire(workspace.Name);
        workspace.Delete(effects);
    }
}
