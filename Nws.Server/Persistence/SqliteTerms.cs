using System.Diagnostics;
using Nws.Server.Engine;

namespace Nws.Server.Persistence;

/// <summary>Writes what is kept of values beside themselves: keys, expiries, and those that are to appear or to come back some day.</summary>
internal sealed class SqliteTerms(SqliteDatabase database)
{
    private readonly SqliteStatement _add = database.Prepare("INSERT INTO term(row, expires, key, checksum) VALUES (?, ?, ?, ?)");
    private readonly SqliteStatement _remove = database.Prepare("DELETE FROM term WHERE row = ?");
    private readonly SqliteStatement _hold = database.Prepare("REPLACE INTO hold(row, until, checksum) VALUES (?, ?, ?)");
    private readonly SqliteStatement _removeHold = database.Prepare("DELETE FROM hold WHERE row = ?");
    private readonly SqliteStatement _bury = database.Prepare("INSERT INTO buried(row, cause, time, checksum) VALUES (?, ?, ?, ?)");
    private readonly SqliteStatement _unearth = database.Prepare("DELETE FROM buried WHERE row = ?");
    private readonly SqliteStatement _await = database.Prepare(
        "INSERT INTO pending(row, variable, due, priority, expires, key, checksum, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    private readonly SqliteStatement _appear = database.Prepare("DELETE FROM pending WHERE row = ?");
    private readonly SqliteStatement _remember = database.Prepare("REPLACE INTO memory(variable, key, until, checksum) VALUES (?, ?, ?, ?)");
    private readonly SqliteStatement _forget = database.Prepare("DELETE FROM memory WHERE variable = ? AND key = ?");

    public void Write(JournalRecord record)
    {
        switch (record)
        {
            case ValueHeld held: _hold.With(held.Row).With(held.Until).With(Checksum.Of(held.Row, held.Until)).Run(); break;
            case ValueBuried { Grave: var grave } buried: _bury.With(buried.Row).With(grave.Cause).With(grave.Time).With(Sum(buried.Row, grave)).Run(); break;
            case ValueUnearthed unearthed: _unearth.With(unearthed.Row).Run(); break;
            case PendingStored stored: Await(stored.Variable, stored.Value); break;
            case PendingGone gone:
                if (gone.Large is { } large) Recall(large);
                _appear.With(gone.Row).Run();
                break;
            case KeyRemembered { Memory: var memory } remembered:
                _remember.With(remembered.Variable).With(memory.Key).With(memory.Until).With(Sum(remembered.Variable, memory)).Run();
                break;
            case KeyForgotten forgotten: _forget.With(forgotten.Variable).With(forgotten.Key).Run(); break;
            default: throw new UnreachableException($"{record.GetType()} is about no terms.");
        }
    }

    public void Add(long row, KeptTerm term) => _add.With(row).With(term.Expires).With(term.Key).With(Sum(row, term)).Run();

    public void Remove(long row)
    {
        _remove.With(row).Run();
        _removeHold.With(row).Run();
        _unearth.With(row).Run();
    }

    public void Delete(VariableDeleted deleted)
    {
        foreach (long row in deleted.PendingRows) _appear.With(row).Run();
        database.Execute($"DELETE FROM memory WHERE variable = {deleted.Variable}");
    }

    public static long Sum(long row, KeptTerm term) => new Checksum().With(row).With(term.Expires).With(term.Key).Value;

    public static long Sum(long row, KeptGrave grave) => new Checksum().With(row).With(grave.Cause).With(grave.Time).Value;

    public static long Sum(long variable, KeyMemory memory) => new Checksum().With(variable).With(memory.Key).With(memory.Until).Value;

    public static long Sum(long variable, PendingValue value) => new Checksum().With(value.Row).With(variable).With(value.Due).With(value.Priority)
        .With(value.Expires).With(value.Key).With(value.Bytes.InMemory).Value;

    /// <summary>Brings back a value that is about to be stored in a row of its own. A damaged one stays damaged there.</summary>
    private void Recall(LargeValue large)
    {
        if (large.InMemory is not null) return;
        using var query = database.Query("SELECT variable, due, priority, expires, key, checksum, bytes FROM pending WHERE row = ?");
        query.With(large.Row);
        if (!query.Read()) throw new NwsStorageException($"Value {large.Row}, which is to appear, is missing in '{database.File}'");
        byte[] bytes = query.Bytes(6).ToArray();
        var pending = new PendingValue(large.Row, bytes, query.Number(1), (int)query.Number(2), query.Number(3), query.Text(4));
        large.Recall(bytes, Sum(query.Number(0), pending) == query.Number(5) ? null : $"value {large.Row} is damaged");
    }

    private void Await(long variable, PendingValue value) => _await.With(value.Row).With(variable).With(value.Due).With(value.Priority).With(value.Expires)
        .With(value.Key).With(Sum(variable, value)).With(value.Bytes.InMemory).Run();
}
