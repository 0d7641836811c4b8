namespace Nws.Server.Persistence;

/// <summary>
/// Keeps the file and the log beside it small: copies the log into the file when it has grown, and gives back pages that stand empty. Done between commits, when nobody waits.
/// </summary>
internal sealed class SqliteUpkeep
{
    /// <summary>The log is copied into the file when it has grown by so many pages.</summary>
    private const int PagesPerCheckpoint = 1000;

    /// <summary>Pages that may stand empty whatever the size of the file: they will be wanted again.</summary>
    private const long SparePages = 256;
    private const int PagesGivenBackAtOnce = 256;
    private const long PageBytes = 4096;
    private const long LogBytes = 4 * PagesPerCheckpoint * PageBytes;

    /// <summary>With less room than this every page counts.</summary>
    private const long LittleRoom = 64L << 20;

    private readonly SqliteDatabase _database;
    private readonly DiskRoom _room;
    private int _pages;
    private int _pagesSinceCount;
    private bool _givesBack = true;

    public SqliteUpkeep(SqliteDatabase database)
    {
        (_database, _room) = (database, new DiskRoom(database.File));
        CountEmpty();
    }

    /// <summary>Bytes of values the disk can take.</summary>
    public long Room => _room.Bytes;

    public static void SetUp(SqliteDatabase database) =>
        database.Execute($"PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = {LogBytes}");

    /// <returns>Whether there is more to do now.</returns>
    public bool Work()
    {
        int written = _database.TakePagesWritten();
        _pages += written;
        _pagesSinceCount += written;
        if (_pages >= PagesPerCheckpoint) Checkpoint();
        return (_givesBack || _pagesSinceCount >= SparePages || Room < LittleRoom) && GiveBack();
    }

    private void Checkpoint()
    {
        _database.Checkpoint();
        _pages = 0;
    }

    // At most half of the file may stand empty, so the file is at most about twice what is in it.
    private bool GiveBack()
    {
        long empty = CountEmpty();
        bool much = empty > SparePages && empty > _database.Number("PRAGMA page_count") / 2;
        // The file itself becomes shorter only now.
        if (_givesBack && !much) Checkpoint();
        _givesBack = much;
        if (!much) return false;
        using var giveBack = _database.Query($"PRAGMA incremental_vacuum({PagesGivenBackAtOnce})");
        while (giveBack.Read()) { }
        return true;
    }

    private long CountEmpty()
    {
        _pagesSinceCount = 0;
        long empty = _database.Number("PRAGMA freelist_count");
        _room.Tell(empty * PageBytes, _pages * PageBytes);
        return empty;
    }
}
