using SQLitePCL;

namespace Nws.Server.Persistence;

/// <summary>A prepared statement. Parameters are bound in their order, from 1; columns are read in theirs, from 0.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt statement) : IDisposable
{
    private int _bound;

    public SqliteStatement With(long number)
    {
        database.Check(raw.sqlite3_bind_int64(statement, ++_bound, number));
        return this;
    }

    public SqliteStatement With(string text)
    {
        database.Check(raw.sqlite3_bind_text(statement, ++_bound, text));
        return this;
    }

    public SqliteStatement With(ReadOnlySpan<byte> bytes)
    {
        // An empty span would be bound as null.
        int code = bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, ++_bound, 0) : raw.sqlite3_bind_blob(statement, ++_bound, bytes);
        database.Check(code);
        return this;
    }

    /// <summary>Executes it with what was bound, and makes it ready to be bound again.</summary>
    public void Run()
    {
        _bound = 0;
        int code = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        if (code != raw.SQLITE_ROW) database.Check(code);
    }

    /// <summary>Goes to the next row; false behind the last.</summary>
    public bool Read()
    {
        int code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW) return true;
        raw.sqlite3_reset(statement);
        database.Check(code);
        return false;
    }

    /// <summary>Goes to the only row of what was bound, if it is there; after <see cref="Reset"/> it can be bound again.</summary>
    public bool ReadOnce()
    {
        _bound = 0;
        return Read();
    }

    public void Reset() => raw.sqlite3_reset(statement);

    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string() ?? "";

    /// <summary>Valid until the next row.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose() => statement.Dispose();
}
