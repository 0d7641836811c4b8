namespace Nws.Server.Engine;

/// <summary>
/// Reads what is there, page by page, for people who look. Nothing is changed, no value is handed out, and a page costs what is on it, but for one pass over the names.
/// </summary>
internal sealed class Survey(WorkspaceDirectory directory, IReadOnlyDictionary<long, EngineSession> sessions, Capacity capacity, WatchDesk watches)
{
    /// <summary>Size of all values, with what each counts beside its own bytes.</summary>
    public long Bytes => capacity.Bytes;

    /// <summary>How much has happened to values, variables and workspaces; another number means that something is different.</summary>
    public long Changes => watches.Changes;

    /// <summary>Everybody who is connected, in the order they came.</summary>
    public IEnumerable<EngineSession> Sessions => sessions.Values.OrderBy(session => session.Id);

    /// <summary>All workspaces, in any order.</summary>
    public IEnumerable<Workspace> Workspaces => directory.All;

    public Workspace? Find(string workspace) => directory.Find(workspace);

    /// <summary>Workspaces whose names contain a text, by name, from behind one.</summary>
    /// <param name="page">Which of them.</param>
    /// <param name="visible">Which are shown at all; null: every one.</param>
    public Page<WorkspaceSummary> ListWorkspaces(PageOf page, Predicate<string>? visible = null)
    {
        var shown = visible is null ? directory.All : directory.All.Where(workspace => visible(workspace.Name));
        var names = page.Select(shown, workspace => workspace.Name);
        return names.To(Describe);
    }

    /// <summary>Variables of a workspace whose names contain a text, by name, from behind one.</summary>
    public static Page<VariableSummary> ListVariables(Workspace workspace, PageOf page) =>
        page.Select(workspace.Variables, variable => variable.Name).To(Describe);

    /// <summary>Values of a variable in the order of storing, from behind an index.</summary>
    public static IReadOnlyList<ValueSummary> ListValues(Variable variable, long after, int count) =>
        variable.Held.Present is { } values ? [.. values.Page(after, count).Select(Describe)] : [];

    /// <summary>The value with an index; null: it is not there.</summary>
    public static ValueSummary? FindValue(Variable variable, long index) =>
        ListValues(variable, index - 1, 1) is [var value] && value.Index == index ? value : null;

    public static WorkspaceSummary Describe(Workspace workspace)
    {
        var (values, bytes, waiters) = (0L, 0L, 0L);
        foreach (var variable in workspace.Variables)
        {
            values += variable.Held.Present?.Count ?? 0;
            bytes += variable.Held.Bytes;
            waiters += variable.Waiting;
        }

        return new WorkspaceSummary(workspace.Name, workspace.OwnerLabel, workspace.IsPersistent, workspace.Variables.Count, values, bytes, waiters);
    }

    public static VariableSummary Describe(Variable variable) => new(variable.Describe(), variable.Held.Bytes, variable.Held.Stored);

    /// <summary>The one place where the bytes of a value are taken to be shown.</summary>
    private static ValueSummary Describe(StoredValue value) => new(value.Index, value.Bytes, value.Deliveries, value.Priority, value.Time);
}
