using System.Text;
using Nws.Server.Engine;
using Nws.Server.Tests.Engine.Histories;

namespace Nws.Server.Tests.Persistence;

/// <summary>
/// Persistent workspaces as the records say, put together as plainly as possible. The texts of a kept state, of a state that was read back, and of the model's state can
/// be compared.
/// </summary>
internal sealed class KeptState
{
    private readonly SortedDictionary<long, (string Name, string Owner)> _workspaces = [];
    private readonly SortedDictionary<long, Kept> _variables = [];

    public void Apply(IEnumerable<JournalRecord> records)
    {
        foreach (var record in records) Apply(record);
        foreach (var kept in _variables.Values) Assert.Equal(kept.Made.Stored + kept.Stored - kept.Gone, kept.Values.Count);
    }

    public override string ToString() => Text(
        from pair in _variables
        let workspace = _workspaces[pair.Value.Made.Workspace]
        select Line(workspace.Name, workspace.Owner, pair.Value.Made.Name, pair.Key, pair.Value.Made.Mode, pair.Value.Made.Stored + pair.Value.Stored,
            pair.Value.Values.Values.Select(value => (value.Index, value.Bytes, value.Deliveries, value.Time, value.Priority))),
        _workspaces.Values);

    public static string TextOf(DurableState state) => Text(
        from workspace in state.Workspaces
        from variable in workspace.Variables
        select Line(workspace.Name, workspace.Owner, variable.Name, variable.Id, variable.Mode, variable.Stored,
            variable.Values.Select(value => (value.Index, value.Bytes, value.Deliveries, value.Time, value.Priority))),
        state.Workspaces.Select(workspace => (workspace.Name, workspace.Owner)));

    public static string TextOf(ModelEngine model)
    {
        var persistent = model.Workspaces.Where(workspace => workspace.Persistent).ToList();
        var leases = model.Variables.Leases.Where(lease => lease.Value.IsKept).ToLookup(lease => lease.Variable, lease => lease.Value);
        return Text(
            from workspace in persistent
            from variable in workspace.Variables
            where variable.Mode != VariableMode.Unknown
            select Line(workspace.Name, workspace.OwnerText, variable.Name, variable.Id, variable.Mode, variable.Stored,
                variable.Values.Concat(leases[variable]).Select(value => (value.Index, value.Bytes, value.Deliveries, value.Time, value.Priority))),
            persistent.Select(workspace => (workspace.Name, workspace.OwnerText)));
    }

    private void Apply(JournalRecord record)
    {
        switch (record)
        {
            case WorkspaceMade made: _workspaces.Add(made.Workspace, (made.Name, made.Owner)); break;
            case WorkspaceDeleted deleted: Assert.True(_workspaces.Remove(deleted.Workspace)); break;
            case VariableMade made: _variables.Add(made.Variable, new Kept(made) { Gone = made.Fetched }); break;
            case VariableDeleted deleted:
                Assert.True(_variables.Remove(deleted.Variable, out var gone));
                Assert.Equal(gone.Values.Keys.Order(), deleted.Rows.Order());
                break;
            case ValueStored stored:
                _variables[stored.Variable].Stored++;
                _variables[stored.Variable].Values.Add(stored.Value.Row, stored.Value);
                break;
            case ValueAdmitted admitted: Admit(_variables[admitted.Variable], admitted); break;
            case ValueDelivered delivered: Deliver(delivered); break;
            case ValueFetched fetched: Remove(fetched.Variable, fetched.Row); break;
            case ValueOverwritten overwritten: Remove(overwritten.Variable, overwritten.Row); break;
            default: throw new ArgumentException($"{record} is no record.", nameof(record));
        }
    }

    private static void Admit(Kept variable, ValueAdmitted admitted)
    {
        variable.Values.Add(admitted.Value.Row, admitted.Value);
        // What comes with its workspace is not among those that were gone.
        if (admitted.WasFetched) variable.Gone--;
    }

    private void Deliver(ValueDelivered delivered)
    {
        var values = _variables.Values.Single(variable => variable.Values.ContainsKey(delivered.Row)).Values;
        var value = values[delivered.Row];
        values[delivered.Row] = new StoredValue(value.Bytes, value.Index, delivered.Deliveries, value.Row, value.Time, value.Priority);
    }

    private void Remove(long variable, long row)
    {
        Assert.True(_variables[variable].Values.Remove(row));
        _variables[variable].Gone++;
    }

    private static string Line(
        string workspace, string owner, string variable, long id, VariableMode mode, long stored, IEnumerable<(long Index, byte[] Bytes, int Deliveries, long Time, int Priority)> values) =>
        $"{workspace} of '{owner}': {variable} #{id} {mode}, {stored} stored: "
        + string.Join(" ", values.OrderBy(value => value.Index).Select(value => $"[{value.Index}]{Encoding.UTF8.GetString(value.Bytes)}x{value.Deliveries}{(value.Time == 0 ? "" : $"@{value.Time}")}{(value.Priority == 0 ? "" : $"!{value.Priority}")}"));

    private static string Text(IEnumerable<string> lines, IEnumerable<(string Name, string Owner)> workspaces) =>
        string.Join("\n", lines.Concat(workspaces.Select(workspace => $"{workspace.Name} of '{workspace.Owner}'")).Order(StringComparer.Ordinal));

    private sealed class Kept(VariableMade made)
    {
        public VariableMade Made => made;

        public long Stored { get; set; }

        public long Gone { get; set; }

        public SortedDictionary<long, StoredValue> Values { get; } = [];
    }
}
