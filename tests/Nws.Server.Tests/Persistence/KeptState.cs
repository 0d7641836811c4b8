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

    public override string ToString() => ToString(_ => true);

    /// <summary>The text without the variables that are of no interest.</summary>
    public string ToString(Func<long, bool> isOfInterest) => Text(
        from pair in _variables
        where isOfInterest(pair.Key)
        let workspace = _workspaces[pair.Value.Made.Workspace]
        select Line(workspace.Name, workspace.Owner, pair.Value.Made.Name, pair.Key, pair.Value.Made.Mode, pair.Value.Made.Stored + pair.Value.Stored,
            pair.Value.Values.Values.Select(value => (value.Index, value.Bytes.InMemory!, value.Deliveries, value.Time, value.Priority))) + pair.Value.TermsText(),
        _workspaces.Values);

    public static string TextOf(DurableState state) => Text(
        from workspace in state.Workspaces
        from variable in workspace.Variables
        select Line(workspace.Name, workspace.Owner, variable.Name, variable.Id, variable.Mode, variable.Stored,
            variable.Values.Select(value => (value.Index, value.Bytes.InMemory!, value.Deliveries, value.Time, value.Priority))) + TermsText(variable),
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
                variable.Values.Concat(variable.Away.Where(value => value.IsKept)).Concat(leases[variable]).Select(value => (value.Index, value.Bytes, value.Deliveries, value.Time, value.Priority)))
                + TermsText(variable, leases[variable]),
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
                Assert.Equal(gone.Pending.Keys.Order(), deleted.PendingRows.Order());
                break;
            case ValueStored stored:
                _variables[stored.Variable].Stored++;
                _variables[stored.Variable].Values.Add(stored.Value.Row, stored.Value);
                if (stored.Term is { } term) _variables[stored.Variable].Terms.Add(stored.Value.Row, term);
                break;
            case ValueAdmitted admitted: Admit(_variables[admitted.Variable], admitted); break;
            case ValueDelivered delivered: Deliver(delivered); break;
            case ValueFetched fetched: Remove(fetched.Variable, fetched.Row, fetched.HasTerms); break;
            case ValueOverwritten overwritten: Remove(overwritten.Variable, overwritten.Row, overwritten.HasTerms); break;
            case ValueHeld held: Assert.Contains(_variables.Values, variable => variable.Values.ContainsKey(held.Row)); break;
            case ValueBuried buried: _variables.Values.Single(variable => variable.Values.ContainsKey(buried.Row)).Buried.Add(buried.Row, buried.Grave); break;
            case ValueUnearthed unearthed: Assert.Equal(1, _variables.Values.Count(variable => variable.Buried.Remove(unearthed.Row))); break;
            case PendingStored stored: _variables[stored.Variable].Pending.Add(stored.Value.Row, stored.Value); break;
            case PendingGone appeared: Assert.Equal(1, _variables.Values.Count(variable => variable.Pending.Remove(appeared.Row))); break;
            case KeyRemembered remembered: _variables[remembered.Variable].Memories[remembered.Memory.Key] = remembered.Memory.Until; break;
            case KeyForgotten forgotten: Assert.True(_variables[forgotten.Variable].Memories.Remove(forgotten.Key)); break;
            default: throw new ArgumentException($"{record} is no record.", nameof(record));
        }
    }

    private static void Admit(Kept variable, ValueAdmitted admitted)
    {
        variable.Values.Add(admitted.Value.Row, admitted.Value);
        if (admitted.Term is { } term) variable.Terms.Add(admitted.Value.Row, term);
        // What comes with its workspace is not among those that were gone.
        if (admitted.WasFetched) variable.Gone--;
    }

    private void Deliver(ValueDelivered delivered)
    {
        var values = _variables.Values.Single(variable => variable.Values.ContainsKey(delivered.Row)).Values;
        var value = values[delivered.Row];
        values[delivered.Row] = new StoredValue(value.Bytes, value.Index, delivered.Deliveries, value.Row, value.Time, value.Priority);
    }

    private void Remove(long variable, long row, bool hasTerms)
    {
        Assert.True(!_variables[variable].Terms.Remove(row) || hasTerms);
        Assert.True(_variables[variable].Values.Remove(row));
        _variables[variable].Gone++;
    }

    private static string TermsText(DurableVariable variable) => variable.Terms is not { } kept ? "" : TermsText(
        variable.Values.Where(value => kept.Terms.ContainsKey(value.Row)).Select(value => (value.Index, kept.Terms[value.Row])),
        kept.Pending,
        kept.Memories,
        variable.Values.Where(value => kept.Buried.ContainsKey(value.Row)).Select(value => (value.Index, kept.Buried[value.Row])));

    private static string TermsText(ModelVariable variable, IEnumerable<ModelValue> inFlight) => TermsText(
        variable.Values.Concat(variable.Away.Where(value => value.IsKept)).Concat(inFlight).Where(value => value.Expiry is not null || value.Key != "")
            .Select(value => (value.Index, new KeptTerm(value.Expiry?.Deadline ?? 0, value.Key))),
        variable.Pending.Select(pending => new PendingValue(0, pending.Bytes, pending.Due, pending.Priority, pending.Expires, pending.Key)),
        variable.Memories.Select(memory => new KeyMemory(memory.Key, memory.Value.Deadline)),
        variable.Buried.Select(buried => (buried.Value.Index, new KeptGrave(buried.Cause, buried.Time))));

    private static string TermsText(IEnumerable<(long Index, KeptTerm Term)> terms, IEnumerable<PendingValue> pending, IEnumerable<KeyMemory> memories, IEnumerable<(long Index, KeptGrave Grave)> graves) => string.Concat(
        terms.OrderBy(term => term.Index).Select(term => $" {term}")
            .Concat(pending.OrderBy(value => value.Due).ThenBy(value => Encoding.UTF8.GetString(value.Bytes.InMemory!), StringComparer.Ordinal)
                .Select(value => $" to come {Encoding.UTF8.GetString(value.Bytes.InMemory!)}@{value.Due}!{value.Priority}-{value.Expires}={value.Key}"))
            .Concat(memories.OrderBy(memory => memory.Key, StringComparer.Ordinal).Select(memory => $" {memory}"))
            .Concat(graves.OrderBy(grave => grave.Index).Select(grave => $" {grave}")));

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

        public Dictionary<long, KeptTerm> Terms { get; } = [];

        public Dictionary<long, PendingValue> Pending { get; } = [];

        public Dictionary<long, KeptGrave> Buried { get; } = [];

        public Dictionary<string, long> Memories { get; } = [];

        public string TermsText() => KeptState.TermsText(
            Terms.Select(pair => (Values[pair.Key].Index, pair.Value)), Pending.Values, Memories.Select(pair => new KeyMemory(pair.Key, pair.Value)),
            Buried.Select(pair => (Values[pair.Key].Index, pair.Value)));
    }
}
