using Nws.Client;
using Nws.Server.Engine;

namespace Nws.Server.Persistence;

/// <summary>Reads a whole data file in one transaction and holds every row against its checksum, and the counts against each other.</summary>
internal sealed class DataReader(SqliteDatabase database)
{
    private const int MaxFaults = 100;

    private readonly DataContents _contents = new();

    /// <exception cref="NwsStorageException">It cannot be read at all.</exception>
    public DataContents Read()
    {
        database.Execute("BEGIN");
        try
        {
            ReadStarts();
            ReadWorkspaces();
            ReadVariables();
            ReadTallies();
            ReadDeliveries();
            ReadValues();
        }
        finally
        {
            database.Rollback();
        }
        CompareCounts();
        return _contents;
    }

    private void ReadStarts()
    {
        using var query = database.Query("SELECT number, checksum FROM start");
        if (!query.Read()) return;
        _contents.Starts = query.Number(0);
        if (Checksum.Of(1, _contents.Starts) != query.Number(1)) Complain("The count of starts is damaged.");
    }

    private void ReadWorkspaces()
    {
        using var query = database.Query("SELECT id, name, owner, checksum FROM workspace");
        while (query.Read())
        {
            var kept = new KeptWorkspace(query.Number(0), query.Text(1), query.Text(2));
            if (new Checksum().With(kept.Id).With(kept.Name).With(kept.Owner).Value != query.Number(3)) Complain($"Workspace {kept.Id} is damaged.");
            _contents.Workspaces[kept.Id] = kept;
        }
    }

    private void ReadVariables()
    {
        using var query = database.Query("SELECT id, workspace, name, mode, checksum FROM variable");
        while (query.Read())
        {
            bool known = VariableModes.TryParse(query.Text(3), out var mode);
            var kept = new KeptVariable(query.Number(0), query.Number(1), query.Text(2), mode);
            if (!known || Identity(kept) != query.Number(4)) Complain($"Variable {kept.Id} is damaged.");
            else if (!_contents.Workspaces.ContainsKey(kept.Workspace)) Complain($"Variable {kept.Id} has no workspace.");
            _contents.Variables[kept.Id] = kept;
        }
    }

    private void ReadTallies()
    {
        using var query = database.Query("SELECT variable, stored, fetched, overwritten, checksum FROM tally");
        while (query.Read())
        {
            long id = query.Number(0);
            var tally = new Tally(query.Number(1), query.Number(2), query.Number(3));
            if (tally.Checksum(id) != query.Number(4)) Complain($"The counts of variable {id} are damaged.");
            if (_contents.Variables.TryGetValue(id, out var variable)) variable.Tally = tally;
            else Complain($"There are counts of variable {id}, but no such variable.");
        }
    }

    private void ReadDeliveries()
    {
        using var query = database.Query("SELECT row, count, checksum FROM delivery");
        while (query.Read())
        {
            var (row, count) = (query.Number(0), query.Number(1));
            if (Checksum.Of(row, count) != query.Number(2)) Complain($"The count of deliveries of value {row} is damaged.");
            _contents.Deliveries[row] = (int)count;
        }
    }

    private void ReadValues()
    {
        var left = new HashSet<long>(_contents.Deliveries.Keys);
        using var query = database.Query("SELECT row, variable, position, checksum, bytes, time, priority FROM value ORDER BY row");
        while (query.Read())
        {
            var (row, id) = (query.Number(0), query.Number(1));
            var value = new StoredValue(query.Bytes(4), query.Number(2), _contents.Deliveries.GetValueOrDefault(row), row, query.Number(5), (int)query.Number(6));
            left.Remove(row);
            _contents.LastRow = row;
            if (Sum(id, value) != query.Number(3)) Complain($"Value {row} is damaged{Place(id)}.");
            if (_contents.Variables.TryGetValue(id, out var variable)) variable.Values.Add(value);
            else Complain($"Value {row} belongs to no variable.");
        }
        foreach (long row in left) Complain($"Value {row} was delivered, but is missing.");
    }

    private void CompareCounts()
    {
        foreach (var variable in _contents.Variables.Values.Where(variable => variable.Tally.Present != variable.Values.Count))
        {
            var (tally, found) = (variable.Tally, variable.Values.Count);
            string became = $"Of {tally.Stored} values stored, {tally.Fetched} fetched and {tally.Overwritten} overwritten";
            Complain($"{became}, {found} are present instead of {tally.Present}{Place(variable.Id)}.");
        }
    }

    /// <summary>Checksum of a variable's row.</summary>
    public static long Identity(KeptVariable kept) =>
        new Checksum().With(kept.Id).With(kept.Workspace).With(kept.Name).With(VariableModes.Name(kept.Mode)).Value;

    /// <summary>Checksum of a value's row. One that was written before there were times has none, and its checksum knows of none.</summary>
    public static long Sum(long variable, StoredValue value)
    {
        var sum = new Checksum().With(value.Row).With(variable).With(value.Index).With(value.Bytes);
        return (value is { Time: 0, Priority: 0 } ? sum : sum.With(value.Time).With(value.Priority)).Value;
    }

    private string Place(long id)
    {
        if (!_contents.Variables.TryGetValue(id, out var variable)) return "";
        string workspace = _contents.Workspaces.GetValueOrDefault(variable.Workspace)?.Name ?? "?";
        return $", in variable '{variable.Name}' of workspace '{workspace}'";
    }

    private void Complain(string fault)
    {
        if (_contents.Faults.Count < MaxFaults) _contents.Faults.Add(fault);
    }
}
