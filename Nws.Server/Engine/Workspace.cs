namespace Nws.Server.Engine;

/// <summary>
/// One instance of a workspace; a name that is deleted and created again is another. All instances share the sequence of
/// <paramref name="variableIds"/>, so no variable ever has the id of another. With a <paramref name="ledger"/> a persistent one is written down.
/// </summary>
internal sealed class Workspace(string name, long id, Sequence variableIds, Timetable timetable, Capacity capacity, WatchDesk watches, Random random, Ledger? ledger)
{
    private readonly Dictionary<string, Variable> _variables = new(StringComparer.Ordinal);
    private EngineSession? _keeper;
    private string? _ownerLabel;
    private long _ownerId;

    public string Name => name;

    /// <summary>What the journal knows it by.</summary>
    public long Id => id;

    /// <summary>Where what happens here is written down; null while that is not wanted.</summary>
    public Ledger? Journal { get; private set; }

    /// <summary>How much is held.</summary>
    public Capacity Capacity => capacity;

    /// <summary>The present time, and what happens when.</summary>
    public Timetable Timetable => timetable;

    /// <summary>Decides the order in <c>multi</c> variables.</summary>
    public Random Random => random;

    /// <summary>
    /// Once owned, for ever: the owner of a persistent workspace stays its owner when it is gone, so that nobody makes it volatile.
    /// </summary>
    public bool IsOwned => _ownerLabel is not null;

    public bool IsPersistent { get; private set; }

    public bool IsDeleted { get; private set; }

    /// <summary>About how many bytes the values take.</summary>
    public long Size => _variables.Values.Sum(variable => variable.Held.Size);

    public IReadOnlyCollection<Variable> Variables => _variables.Values;

    /// <summary>Who owns it; empty: nobody.</summary>
    public string OwnerLabel => _ownerLabel ?? "";

    public Variable? Find(string variable) => _variables.GetValueOrDefault(variable);

    public Variable FindOrAdd(string variable)
    {
        if (_variables.TryGetValue(variable, out var found)) return found;
        var added = new Variable(this, variable, variableIds.Next());
        _variables.Add(variable, added);
        return added;
    }

    public void Tell(WatchEvent change) => watches.Tell(this, change);

    /// <summary>Takes the variable out without ending what waits in it.</summary>
    public void Forget(Variable variable) => _variables.Remove(variable.Name);

    /// <summary>A temporary workspace ends with its maker unless somebody opens it.</summary>
    public void MakeTemporary(EngineSession maker) => KeepWith(maker);

    public void Own(EngineSession owner, bool persistent)
    {
        (_ownerId, _ownerLabel, IsPersistent) = (owner.Id, owner.Label, persistent);
        KeepWith(persistent ? null : owner);
        if (persistent) BeginJournal();
    }

    public void OwnBySystem(string label)
    {
        (_ownerLabel, IsPersistent) = (label, true);
        BeginJournal();
    }

    /// <summary>Makes the workspace what it was when it was last written down. Its owner is gone, but stays its owner.</summary>
    public void Restore(DurableWorkspace durable)
    {
        (_ownerLabel, IsPersistent, Journal) = (durable.Owner, true, ledger);
        foreach (var kept in durable.Variables)
        {
            var variable = new Variable(this, kept.Name, kept.Id);
            _variables.Add(kept.Name, variable);
            variable.Held.Restore(kept, ledger!);
        }
    }

    public void Delete(EffectList effects)
    {
        IsDeleted = true;
        KeepWith(null);
        Variable[] variables = [.. _variables.Values];
        _variables.Clear();
        _variables.TrimExcess();
        foreach (var variable in variables) variable.Delete(effects);
        Journal?.Add(new WorkspaceDeleted(id));
        watches.WorkspaceDeleted();
    }

    public WorkspaceInfo Describe(EngineSession viewer, bool withVariables) => new(
        name,
        _ownerId == viewer.Id,
        _ownerLabel ?? "",
        IsPersistent,
        _variables.Count,
        withVariables ? [.. _variables.Keys.Order(StringComparer.Ordinal)] : null);

    private void BeginJournal()
    {
        if (ledger is null) return;
        Journal = ledger;
        ledger.Add(new WorkspaceMade(id, name, _ownerLabel!));
        foreach (var variable in _variables.Values) variable.Held.BeginJournal(ledger);
    }

    private void KeepWith(EngineSession? keeper)
    {
        _keeper?.Kept.Remove(this);
        _keeper = keeper;
        keeper?.Kept.Add(this);
    }
}
