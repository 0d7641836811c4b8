namespace Nws.Server.Persistence;

/// <summary>
/// The tables of a data file and how they came about: a file of version N becomes one of version N + 1 by the step at position N; a new file takes all steps. A
/// change of the tables is a step more, never a change of one.
/// </summary>
internal sealed class SqliteSchema(params IReadOnlyList<string> steps)
{
    /// <summary>Tells SQLite's file from those of other programs: "NwsD".</summary>
    public const int ApplicationId = 0x4E777344;

    /// <summary>As docs/durability.md describes it.</summary>
    public static readonly SqliteSchema Current = new("""
        CREATE TABLE start(one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE workspace(id INTEGER PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE variable(id INTEGER PRIMARY KEY, workspace INTEGER NOT NULL, name TEXT NOT NULL, mode TEXT NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE tally(variable INTEGER PRIMARY KEY, stored INTEGER NOT NULL, fetched INTEGER NOT NULL, overwritten INTEGER NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE value(row INTEGER PRIMARY KEY, variable INTEGER NOT NULL, position INTEGER NOT NULL, checksum INTEGER NOT NULL, bytes BLOB NOT NULL);
        CREATE TABLE delivery(row INTEGER PRIMARY KEY, count INTEGER NOT NULL, checksum INTEGER NOT NULL);
        """,
        """
        ALTER TABLE value ADD COLUMN time INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE value ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
        """,
        """
        CREATE TABLE term(row INTEGER PRIMARY KEY, expires INTEGER NOT NULL, key TEXT NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE hold(row INTEGER PRIMARY KEY, until INTEGER NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE pending(row INTEGER PRIMARY KEY, variable INTEGER NOT NULL, due INTEGER NOT NULL, priority INTEGER NOT NULL, expires INTEGER NOT NULL,
            key TEXT NOT NULL, checksum INTEGER NOT NULL, bytes BLOB NOT NULL);
        CREATE TABLE memory(variable INTEGER NOT NULL, key TEXT NOT NULL, until INTEGER NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY(variable, key)) WITHOUT ROWID;
        CREATE TABLE buried(row INTEGER PRIMARY KEY, cause TEXT NOT NULL, time INTEGER NOT NULL, checksum INTEGER NOT NULL);
        """);

    public int Version => steps.Count;

    /// <summary>Brings an open file up to date.</summary>
    /// <exception cref="NwsStorageException">It is no data file, or one of a newer version.</exception>
    public void Apply(SqliteDatabase database)
    {
        bool isNew = database.Number("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isNew) Recognise(database);
        RefuseNewer(database);
        if (VersionOf(database) == Version) return;
        database.InTransaction(() =>
        {
            TakeSteps(database);
            database.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}");
        });
    }

    /// <summary>Takes the steps that an older file is behind, in the transaction that is under way. Whoever only looks at the file rolls it back and leaves the file as it was.</summary>
    public void TakeSteps(SqliteDatabase database)
    {
        for (int step = (int)VersionOf(database); step < Version; step++) database.Execute(steps[step]);
    }

    /// <exception cref="NwsStorageException">It is of a newer version.</exception>
    public void RefuseNewer(SqliteDatabase database)
    {
        long version = VersionOf(database);
        if (version > Version)
            throw new NwsStorageException($"'{database.File}' was written by a newer Nws: its version is {version}, this one knows {Version}. Use the newer one.");
    }

    /// <exception cref="NwsStorageException">It is no data file.</exception>
    public static void Recognise(SqliteDatabase database)
    {
        if (database.Number("PRAGMA application_id") != ApplicationId)
            throw new NwsStorageException($"'{database.File}' is no data file of Nws but another SQLite database; name another file.");
    }

    private static long VersionOf(SqliteDatabase database) => database.Number("PRAGMA user_version");
}
