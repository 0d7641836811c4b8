using SQLitePCL;

namespace Nws.Server.Persistence;

/// <summary>
/// An open SQLite file. The calls go to the library's own interface: prepared statements, counters and checkpoints are at hand there, without an object per
/// execution. Every failure is a <see cref="NwsStorageException"/> that names the file.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int BusyMilliseconds = 10_000;

    private readonly sqlite3 _handle;
    private readonly List<SqliteStatement> _statements = [];

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(string file, sqlite3 handle) => (File, _handle) = (file, handle);

    public string File { get; }

    /// <param name="file">Path of the file.</param>
    /// <param name="create">Makes it if there is none; default: it must be there.</param>
    /// <exception cref="NwsStorageException">It cannot be opened.</exception>
    public static SqliteDatabase Open(string file, bool create = false)
    {
        int flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (create ? raw.SQLITE_OPEN_CREATE : 0);
        int code = raw.sqlite3_open_v2(file, out var handle, flags, null);
        var database = new SqliteDatabase(file, handle);
        try
        {
            database.Check(code);
            raw.sqlite3_extended_result_codes(handle, 1);
            raw.sqlite3_busy_timeout(handle, BusyMilliseconds);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Executes SQL text, several statements if need be.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>A statement to be executed often; it ends with the database.</summary>
    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        _statements.Add(new SqliteStatement(this, statement));
        return _statements[^1];
    }

    /// <summary>The number in the first column of the first row; 0 without a row.</summary>
    public long Number(string sql)
    {
        using var query = Query(sql);
        return query.Read() ? query.Number(0) : 0;
    }

    /// <summary>The text in the first column of the first row.</summary>
    public string Text(string sql)
    {
        using var query = Query(sql);
        return query.Read() ? query.Text(0) : "";
    }

    /// <summary>A statement to be executed once.</summary>
    public SqliteStatement Query(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var statement));
        return new SqliteStatement(this, statement);
    }

    /// <summary>The column <c>bytes</c> of a row, to be read in pieces; null: there is no such row.</summary>
    public SqliteBlob? OpenBlob(string table, long row)
    {
        int code = raw.sqlite3_blob_open(_handle, "main", table, "bytes", row, 0, out var blob);
        if (code == raw.SQLITE_OK) return new SqliteBlob(this, blob);
        blob?.Dispose();
        if (code != raw.SQLITE_ERROR) Check(code);
        return null;
    }

    /// <summary>Does something in one transaction: all of it, or on a failure nothing.</summary>
    public void InTransaction(Action work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            Execute("COMMIT");
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <summary>Ends a transaction that failed, if the failure has not ended it.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(_handle) == 0) raw.sqlite3_exec(_handle, "ROLLBACK");
    }

    /// <summary>How many pages were written since this was last asked.</summary>
    public int TakePagesWritten()
    {
        raw.sqlite3_db_status(_handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out int pages, out _, 1);
        return pages;
    }

    /// <summary>Copies into the file itself what is in the log beside it, as far as nobody reads the old state; never waits.</summary>
    /// <returns>How many pages the log has, and how many of them are not in the file yet. A log that has none of these begins anew with the next commit.</returns>
    public (int Pages, int Left) Checkpoint()
    {
        raw.sqlite3_wal_checkpoint_v2(_handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out int pages, out int copied);
        return (Math.Max(pages, 0), Math.Max(pages - copied, 0));
    }

    /// <exception cref="NwsStorageException">The result code is that of a failure.</exception>
    public void Check(int code)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW) return;
        throw new NwsStorageException($"{Reason(code & 0xff)} ('{File}': {raw.sqlite3_errmsg(_handle).utf8_to_string()}, code {code})");
    }

    public void Dispose()
    {
        foreach (var statement in _statements) statement.Dispose();
        _handle.Dispose();
    }

    private static string Reason(int code) => code switch
    {
        raw.SQLITE_FULL => "the disk is full",
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => "the data file may not be written to",
        raw.SQLITE_CANTOPEN => "the data file cannot be opened",
        raw.SQLITE_CORRUPT => "the data file is damaged; restore a backup, nws verify tells more",
        raw.SQLITE_NOTADB => "this is no data file of Nws",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "another program holds the data file",
        raw.SQLITE_IOERR => "the disk failed",
        _ => "the data file cannot be used",
    };
}
