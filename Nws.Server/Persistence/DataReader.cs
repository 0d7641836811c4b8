using Nws.Client;
using Nws.Server.Engine;

namespace Nws.Server.Persistence;

/// <summary>Reads a whole data file in one transaction and holds every row against its checksum, and the counts against each other.</summary>
/// <param name="database">The open file.</param>
/// <param name="disk">Which values are left in the file.</param>
internal sealed class DataReader(SqliteDatabase database, DiskPolicy disk)
{
    private const int MaxFaults = 100;

    /// <summary>From this size on values are read in pieces.</summary>
    private const int PieceBytes = 1 << 20;

    private readonly DataContents _contents = new();

    /// <exception cref="NwsStorageException">It cannot be read at all.</exception>
    public DataContents Read()
    {
        database.Execute("BEGIN");
        try
        {
            // One that no server of this version has used is read as if one had.
            SqliteSchema.Current.TakeSteps(database);
            ReadStarts();
            ReadWorkspaces();
            ReadVariables();
            ReadTallies();
            ReadDeliveries();
            ReadValues();
            new TermReader(database, _contents, disk, Complain).Read();
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
        // A large one is not even looked at here.
        using var query = database.Query(
            $"SELECT row, variable, position, time, priority, length(bytes), checksum, CASE WHEN length(bytes) < {PieceBytes} THEN bytes END FROM value ORDER BY row");
        var rows = new ValueRows(database);
        while (query.Read())
        {
            var place = new ValueRow(query.Number(0), query.Number(1), query.Number(2), query.Number(3), (int)query.Number(4), (int)query.Number(5));
            var (row, id) = (place.Row, place.Variable);
            left.Remove(row);
            _contents.LastRow = row;
            bool inPieces = place.Length >= PieceBytes;
            long sum = inPieces ? rows.Sum(place) : place.Sum(query.Bytes(7));
            if (sum != query.Number(6)) Complain($"Value {row} is damaged{Place(id)}.");
            var bytes = Shelve(place, inPieces ? null : query, rows);
            var value = new StoredValue(bytes, place.Index, _contents.Deliveries.GetValueOrDefault(row), row, place.Time, place.Priority);
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

    private ValueBytes Shelve(ValueRow place, SqliteStatement? query, ValueRows rows)
    {
        if (disk.LeavesOnDisk(place.Length)) return new ValueBytes(new LargeValue(place.Row, place.Length));
        disk.Keep(place.Length);
        return query is not null ? query.Bytes(7).ToArray() : rows.Read(place.Row)?.Bytes ?? [];
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
