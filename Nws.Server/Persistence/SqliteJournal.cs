using System.Diagnostics;
using Nws.Client;
using Nws.Server.Engine;

namespace Nws.Server.Persistence;

/// <summary>
/// Keeps persistent workspaces in an SQLite file: a batch of records is one transaction, a value one row of <c>value</c>. Rows are numbered in the order
/// values come, whatever their variable, so that a batch from many clients lands on a few pages; what is in flight stays a row and has its deliveries
/// counted in <c>delivery</c>.
/// </summary>
internal sealed class SqliteJournal : IJournal
{
    /// <summary>Numbers of variables and leases begin anew, this much higher, at each start.</summary>
    private const int NumberBits = 32;

    private readonly SqliteDatabase _database;
    private readonly IDisposable _lock;
    private readonly SqliteUpkeep _upkeep;
    private readonly LogSync? _sync;
    private readonly Dictionary<long, Tally> _tallies;
    private readonly Dictionary<long, Tally?> _changed = [];
    private readonly SqliteTerms _terms;
    private readonly ValueRows _rows;
    private readonly SqliteStatement _begin, _commit, _addValue, _removeValue, _addDelivery, _removeDelivery, _setTally;

    private SqliteJournal(SqliteDatabase database, IDisposable fileLock, DataContents contents, LogSync? sync)
    {
        (_database, _lock, _sync) = (database, fileLock, sync);
        _tallies = contents.Variables.Values.ToDictionary(variable => variable.Id, variable => variable.Tally);
        _terms = new SqliteTerms(database);
        _rows = new ValueRows(database);
        Values = new ValueStore(database.File);
        _upkeep = new SqliteUpkeep(database, Values);
        _begin = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
        _addValue = database.Prepare("INSERT INTO value(row, variable, position, checksum, bytes, time, priority) VALUES (?, ?, ?, ?, ?, ?, ?)");
        _removeValue = database.Prepare("DELETE FROM value WHERE row = ?");
        _addDelivery = database.Prepare("REPLACE INTO delivery(row, count, checksum) VALUES (?, ?, ?)");
        _removeDelivery = database.Prepare("DELETE FROM delivery WHERE row = ?");
        _setTally = database.Prepare("""
            INSERT INTO tally(variable, stored, fetched, overwritten, checksum) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
            SET stored = excluded.stored, fetched = excluded.fetched, overwritten = excluded.overwritten, checksum = excluded.checksum
            """);
    }

    public long Room => _upkeep.Room;

    /// <summary>Gives out the values that stay in the file.</summary>
    public ValueStore Values { get; }

    /// <summary>Called with the name of each step of a commit, before it is done: tests look at the file, or fail, there.</summary>
    public Action<string>? Step { get; set; }

    /// <summary>Opens the file, or makes it, and gives what it keeps.</summary>
    /// <param name="file">Path of the data file.</param>
    /// <param name="durability">What a commit is to outlast.</param>
    /// <param name="state">For the engine to begin with.</param>
    /// <param name="schema">Tables; null: those of this version.</param>
    /// <param name="disk">Which values the state is to leave in the file; null: none.</param>
    /// <exception cref="NwsStorageException">It cannot be used; the message says why.</exception>
    public static SqliteJournal Open(string file, NwsDurability durability, out DurableState state, SqliteSchema? schema = null, DiskPolicy? disk = null)
    {
        // SQLite does the same; the lock and the log must be those of the file itself.
        if (new FileInfo(file) is { LinkTarget: not null } link) file = link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        var fileLock = DataFileLock.Take(file);
        SqliteDatabase? database = null;
        try
        {
            database = SqliteDatabase.Open(file, create: true);
            SetUp(database);
            (schema ?? SqliteSchema.Current).Apply(database);
            var contents = new DataReader(database, disk ?? DiskPolicy.None).Read();
            if (contents.Faults.Count > 0) throw Damaged(file, contents.Faults);
            CountStart(database, contents.Starts + 1);
            state = contents.ToState(firstNumber: contents.Starts << NumberBits);
            return new SqliteJournal(database, fileLock, contents, durability == NwsDurability.Full ? new LogSync(file) : null);
        }
        catch
        {
            database?.Dispose();
            fileLock.Dispose();
            throw;
        }
    }

    public void Commit(IReadOnlyList<JournalRecord> records)
    {
        _sync?.Check();
        try
        {
            Reach("begin");
            _begin.Run();
            foreach (var record in records)
            {
                if (Step is not null) Reach(record.GetType().Name);
                Write(record);
            }
            Reach("tally");
            WriteTallies();
            Reach("commit");
            _commit.Run();
            Reach("committed");
        }
        catch
        {
            _changed.Clear();
            _database.Rollback();
            throw;
        }
        KeepTallies();
        _sync?.Run();
    }

    /// <summary>Lets the file have so many pages at most, as if the disk ended there.</summary>
    public void LimitPages(int pages) => _database.Execute($"PRAGMA max_page_count = {pages}");

    public bool Maintain() => _upkeep.Work();

    public void Dispose()
    {
        Values.Dispose();
        _sync?.Dispose();
        _database.Dispose();
        _lock.Dispose();
    }

    private static void SetUp(SqliteDatabase database)
    {
        // Before the first table: free pages can be given back later only if the file was made for it.
        if (database.Number("PRAGMA page_count") == 0) database.Execute("PRAGMA auto_vacuum = INCREMENTAL");
        if (database.Text("PRAGMA journal_mode = WAL") != "wal") throw new NwsStorageException($"'{database.File}' cannot have a log beside it; put it on a local disk.");
        // SQLite brings the log to the disk before it copies from it; what a commit needs does LogSync.
        database.Execute("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768");
        SqliteUpkeep.SetUp(database);
    }

    private static NwsStorageException Damaged(string file, List<string> faults) => new(
        $"The data file '{file}' is damaged: {string.Join(" ", faults.Take(3))}{(faults.Count > 3 ? " And more." : "")} Restore a backup; nws verify lists every fault.");

    private static void CountStart(SqliteDatabase database, long starts) => database.InTransaction(() =>
        database.Execute($"REPLACE INTO start(one, number, checksum) VALUES (1, {starts}, {Checksum.Of(1, starts)})"));

    private void Reach(string step) => Step?.Invoke(step);

    private void Write(JournalRecord record)
    {
        switch (record)
        {
            case ValueStored stored:
                Add(stored.Variable, stored.Value, stored.Term);
                Count(stored.Variable, tally => tally with { Stored = tally.Stored + 1 });
                break;
            case ValueDelivered delivered:
                _addDelivery.With(delivered.Row).With(delivered.Deliveries).With(Checksum.Of(delivered.Row, delivered.Deliveries)).Run();
                break;
            case ValueFetched fetched:
                Remove(fetched.Row, fetched.HasTerms);
                Count(fetched.Variable, tally => tally with { Fetched = tally.Fetched + 1 });
                break;
            case ValueOverwritten overwritten:
                Remove(overwritten.Row, overwritten.HasTerms);
                Count(overwritten.Variable, tally => tally with { Overwritten = tally.Overwritten + 1 });
                break;
            case ValueAdmitted admitted:
                Add(admitted.Variable, admitted.Value, admitted.Term);
                if (admitted.WasFetched) Count(admitted.Variable, tally => tally with { Fetched = tally.Fetched - 1 });
                break;
            case VariableMade made: Make(made); break;
            case VariableDeleted deleted: Delete(deleted); break;
            case WorkspaceMade made: Make(made); break;
            case WorkspaceDeleted deleted: _database.Execute($"DELETE FROM workspace WHERE id = {deleted.Workspace}"); break;
            case ValueHeld or ValueBuried or ValueUnearthed or PendingStored or PendingGone or KeyRemembered or KeyForgotten: _terms.Write(record); break;
            default: throw new UnreachableException($"{record.GetType()} cannot be written down.");
        }
    }

    private void Add(long variable, StoredValue value, KeptTerm? term)
    {
        byte[] bytes = value.Bytes.InMemory!;
        long sum = new ValueRow(value.Row, variable, value.Index, value.Time, value.Priority, bytes.Length).Sum(bytes);
        // What was damaged before it appeared stays so.
        if (value.Bytes.OnDisk?.Damage is not null) sum ^= 1;
        _addValue.With(value.Row).With(variable).With(value.Index).With(sum).With(bytes).With(value.Time).With(value.Priority).Run();
        if (term is { } kept) _terms.Add(value.Row, kept);
        if (value.Deliveries > 0) Write(new ValueDelivered(value.Row, value.Deliveries));
    }

    private void Remove(long row, bool hasTerms)
    {
        if (hasTerms) _terms.Remove(row);
        if (Values.TakeExpected(row) is { } expected) Recall(expected);
        _removeValue.With(row).Run();
        _removeDelivery.With(row).Run();
    }

    /// <summary>Somebody is still to get the value although its row goes.</summary>
    private void Recall(LargeValue value)
    {
        if (value.InMemory is { } present) value.Recall(present, value.Damage);
        else if (_rows.Read(value.Row) is { } found) value.Recall(found.Bytes, found.IsDamaged ? _rows.Damage(value.Row) : null);
    }

    private void Make(WorkspaceMade made)
    {
        using var add = _database.Query("INSERT INTO workspace(id, name, owner, checksum) VALUES (?, ?, ?, ?)");
        add.With(made.Workspace).With(made.Name).With(made.Owner).With(new Checksum().With(made.Workspace).With(made.Name).With(made.Owner).Value).Run();
    }

    private void Make(VariableMade made)
    {
        var kept = new KeptVariable(made.Variable, made.Workspace, made.Name, made.Mode);
        using var add = _database.Query("INSERT INTO variable(id, workspace, name, mode, checksum) VALUES (?, ?, ?, ?, ?)");
        add.With(kept.Id).With(kept.Workspace).With(kept.Name).With(VariableModes.Name(kept.Mode)).With(DataReader.Identity(kept)).Run();
        _changed[made.Variable] = new Tally(made.Stored, made.Fetched, 0);
    }

    private void Delete(VariableDeleted deleted)
    {
        foreach (long row in deleted.Rows) Remove(row, hasTerms: true);
        _terms.Delete(deleted);
        _database.Execute($"DELETE FROM variable WHERE id = {deleted.Variable}; DELETE FROM tally WHERE variable = {deleted.Variable}");
        _changed[deleted.Variable] = null;
    }

    private void Count(long variable, Func<Tally, Tally> change)
    {
        var tally = _changed.TryGetValue(variable, out var changed) ? changed : _tallies[variable];
        // One that confirms may come behind the end of its variable.
        if (tally is { } counted) _changed[variable] = change(counted);
    }

    private void WriteTallies()
    {
        foreach (var (variable, tally) in _changed)
        {
            if (tally is { } counted)
                _setTally.With(variable).With(counted.Stored).With(counted.Fetched).With(counted.Overwritten).With(counted.Checksum(variable)).Run();
        }
    }

    private void KeepTallies()
    {
        foreach (var (variable, tally) in _changed)
        {
            if (tally is { } counted) _tallies[variable] = counted;
            else _tallies.Remove(variable);
        }
        _changed.Clear();
    }
}
