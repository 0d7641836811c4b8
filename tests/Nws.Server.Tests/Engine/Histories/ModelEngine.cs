using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine.Histories;

/// <summary>
/// What the engine shall do, said as plainly as possible: lists, searched from the front, no thought of speed. Where the engine may
/// choose, which value a <c>multi</c> gives and how a temporary workspace is called, the model checks that the choice was allowed.
/// </summary>
internal sealed class ModelEngine
{
    private readonly List<ModelWorkspace> _workspaces = [new("__default") { Owned = true, OwnerText = "[system]", Persistent = true }];
    private readonly List<(EngineSession Session, string Name, ModelWorkspace Workspace)> _opened = [];
    private readonly HashSet<string> _names = ["__default"];
    private readonly ModelVariables _variables = new();

    public ModelVariables Variables => _variables;

    public IReadOnlyList<ModelWorkspace> Workspaces => _workspaces;

    /// <summary>The effects the command shall have, given those it had.</summary>
    public List<Effect> Apply(EngineCommand command, long now, List<Effect> seen)
    {
        _variables.Begin(now, seen);
        var outcome = Execute(command, seen);
        if (outcome is not null && command.Request is { } request) _variables.Effects.Add(new Effect(command.Session, request, outcome));
        return _variables.Effects;
    }

    public List<Effect> Expire(long now, List<Effect> seen)
    {
        _variables.Begin(now, seen);
        _variables.Expire();
        return _variables.Effects;
    }

    public List<Effect> Disconnect(EngineSession session, long now, List<Effect> seen)
    {
        _variables.Begin(now, seen);
        _variables.EndSession(session);
        foreach (var workspace in _workspaces.ToList())
        {
            if (!workspace.Persistent && (workspace.Owned ? workspace.Owner : workspace.Maker) == session) Delete(workspace);
        }

        _opened.RemoveAll(entry => entry.Session == session);
        return _variables.Effects;
    }

    private static Outcome Fail(ErrorCode code) => new Outcome.Failed(code, "");

    private Outcome? Execute(EngineCommand command, List<Effect> seen)
    {
        switch (command)
        {
            case OpenWorkspace open: return Open(open);
            case UseWorkspace use: return Use(use);
            case MakeTemporary make: return MakeTemporary(make, seen);
            case DeleteWorkspace delete: return Delete(delete);
            case ListWorkspaces list: return List(list);
            case ListVariables list: return List(list);
            case Confirm confirm: return _variables.Confirm(confirm);
            case Complete complete: return Complete(complete);
            case Release release: return _variables.Release(release);
            case Renew renew: return new Outcome.Ended([.. renew.Leases.Where(lease => !_variables.Renew(renew.Session, lease))]);
            case Cancel cancel: return _variables.Cancel(cancel);
            case Store store:
                return In(store.Session, store.Workspace, workspace => _variables.Store(workspace, store.Variable, [store.Value], store.Terms));
            case StoreAll all:
                return In(all.Session, all.Workspace, workspace => _variables.Store(workspace, all.Variable, all.Values, all.Terms));
            case Take { Request: null }: return null;
            case Take take: return In(take.Session, take.Workspace, workspace => _variables.Take(workspace, take));
            case Declare declare:
                return In(declare.Session, declare.Workspace, workspace => _variables.Declare(workspace, declare.Variable, declare.Mode));
            case DeleteVariable delete:
                return In(delete.Session, delete.Workspace, workspace => _variables.Delete(workspace, delete.Variable));
            default: throw new ArgumentException($"The model does not know {command}.", nameof(command));
        }
    }

    private Outcome? Refusal(EngineSession session, string name, out ModelWorkspace workspace)
    {
        workspace = _opened.FirstOrDefault(entry => entry.Session == session && entry.Name == name).Workspace!;
        if (workspace is null) return Fail(ErrorCode.NotOpened);
        return workspace.Deleted ? Fail(ErrorCode.NoWorkspace) : null;
    }

    private Outcome? In(EngineSession session, string name, Func<ModelWorkspace, Outcome?> act) =>
        Refusal(session, name, out var workspace) ?? act(workspace);

    private ModelWorkspace? Attach(EngineSession session, string name, bool create)
    {
        var workspace = _workspaces.Find(candidate => candidate.Name == name);
        if (workspace is null && !create) return null;
        if (workspace is null) _workspaces.Add(workspace = new ModelWorkspace(name));
        _names.Add(name);
        _opened.RemoveAll(entry => entry.Session == session && entry.Name == name);
        _opened.Add((session, name, workspace));
        return workspace;
    }

    private Outcome Open(OpenWorkspace open)
    {
        var workspace = Attach(open.Session, open.Name, open.Create);
        if (workspace is null) return Fail(ErrorCode.NoWorkspace);
        if (!workspace.Owned)
        {
            (workspace.Owned, workspace.Owner, workspace.OwnerText) = (true, open.Session, open.Session.Label);
            workspace.Persistent = open.Persistent;
        }

        return new Outcome.Workspace(Describe(workspace, open.Session, false));
    }

    private Outcome Use(UseWorkspace use)
    {
        var workspace = Attach(use.Session, use.Name, use.Create);
        return workspace is null ? Fail(ErrorCode.NoWorkspace) : new Outcome.Workspace(Describe(workspace, use.Session, false));
    }

    private Outcome MakeTemporary(MakeTemporary make, List<Effect> seen)
    {
        if (make.Template.Split("%d").Length != 2) return Fail(ErrorCode.BadTemplate);
        var name = seen.Select(effect => effect.Outcome).OfType<Outcome.Named>().Single().Name;
        Assert.True(_names.Add(name), $"The temporary name {name} has been in use before.");
        var parts = make.Template.Split("%d");
        Assert.True(name.StartsWith(parts[0], StringComparison.Ordinal) && name.EndsWith(parts[1], StringComparison.Ordinal));
        Attach(make.Session, name, create: true)!.Maker = make.Session;
        return new Outcome.Named(name);
    }

    private Outcome Delete(DeleteWorkspace delete)
    {
        if (delete.Name == "__default") return Fail(ErrorCode.Protected);
        var workspace = _workspaces.Find(candidate => candidate.Name == delete.Name);
        if (workspace is null) return Fail(ErrorCode.NoWorkspace);
        Delete(workspace);
        return Outcome.Done.Instance;
    }

    private void Delete(ModelWorkspace workspace)
    {
        workspace.Deleted = true;
        _workspaces.Remove(workspace);
        foreach (var variable in workspace.Variables.ToList()) _variables.Delete(workspace, variable.Name);
    }

    private Outcome Complete(Complete complete)
    {
        if (!complete.Leases.All(lease => _variables.Holds(complete.Session, lease))) return Fail(ErrorCode.NoLease);
        foreach (var store in complete.Stores)
        {
            if (Refusal(complete.Session, store.Workspace, out _) is { } refusal) return refusal;
        }

        foreach (var lease in complete.Leases) _variables.Consume(lease);
        foreach (var store in complete.Stores)
        {
            Refusal(complete.Session, store.Workspace, out var workspace);
            _variables.Store(workspace, store.Variable, [store.Value], terms: null);
        }

        return Outcome.Done.Instance;
    }

    private Outcome.Workspaces List(ListWorkspaces list) => new(
        [.. _workspaces
            .Where(workspace => list.Name is null || workspace.Name == list.Name)
            .OrderBy(workspace => workspace.Name, StringComparer.Ordinal)
            .Select(workspace => Describe(workspace, list.Session, list.WithVariables))]);

    private Outcome List(ListVariables list)
    {
        var workspace = _workspaces.Find(candidate => candidate.Name == list.Workspace);
        if (workspace is null) return Fail(ErrorCode.NoWorkspace);
        return new Outcome.Variables(
            [.. workspace.Variables.OrderBy(variable => variable.Name, StringComparer.Ordinal).Select(_variables.Describe)]);
    }

    private static WorkspaceInfo Describe(ModelWorkspace workspace, EngineSession viewer, bool withVariables) => new(
        workspace.Name,
        workspace.Owner == viewer,
        workspace.OwnerText,
        workspace.Persistent,
        workspace.Variables.Count,
        withVariables ? [.. workspace.Variables.Select(variable => variable.Name).Order(StringComparer.Ordinal)] : null);
}
