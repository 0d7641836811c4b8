namespace Nws.Server.Persistence;

/// <summary>
/// Keeps the file and the log beside it small: copies the log into the file when it has grown, gives back pages that stand empty, and watches how much the disk can
/// take. Done between commits, when nobody waits.
/// </summary>
internal sealed class SqliteUpkeep
{
    /// <summary>The log is copied into the file when it has grown by so many pages.</summary>
    private const int PagesPerCheckpoint = 1000;

    /// <summary>Pages that may stand empty whatever the size of the file: they will be wanted again.</summary>
    private const long SparePages = 256;
    private const int PagesGivenBackAtOnce = 256;
    private const int PageBytes = 4096;

    /// <summary>Kept for the log of commits that take values out, so that a full disk can be emptied.</summary>
    private const long ReserveBytes = 3L * PagesPerCheckpoint * PageBytes;
    private const long LogBytes = 4L * PagesPerCheckpoint * PageBytes;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly SqliteDatabase _database;
    private readonly DriveInfo _disk;
    private long _room;
    private long _lastLook;
    private int _pages;
    private int _pagesSinceCount;
    private bool _givesBack = true;

    public SqliteUpkeep(SqliteDatabase database)
    {
        (_database, _disk) = (database, new DriveInfo(Path.GetFullPath(database.File)));
        Look();
    }

    /// <summary>Bytes of values the disk can take. A value is written twice, to the log and then to the file.</summary>
    public long Room => Volatile.Read(ref _room);

    public static void SetUp(SqliteDatabase database) =>
        database.Execute($"PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = {LogBytes}");

    /// <returns>Whether there is more to do now.</returns>
    public bool Work()
    {
        int written = _database.TakePagesWritten();
        _pages += written;
        _pagesSinceCount += written;
        bool due = _pages >= PagesPerCheckpoint;
        if (due) Checkpoint();
        if (due || Environment.TickCount64 - _lastLook > LookInterval.TotalMilliseconds) Look();
        return (_givesBack || _pagesSinceCount >= SparePages) && GiveBack();
    }

    private void Checkpoint()
    {
        _database.Checkpoint();
        _pages = 0;
    }

    private void Look()
    {
        _lastLook = Environment.TickCount64;
        Volatile.Write(ref _room, (_disk.AvailableFreeSpace - ReserveBytes - (long)_pages * PageBytes) / 2);
    }

    // At most half of the file may stand empty, so the file is at most about twice what is in it.
    private bool GiveBack()
    {
        _pagesSinceCount = 0;
        long empty = _database.Number("PRAGMA freelist_count");
        bool much = empty > SparePages && empty > _database.Number("PRAGMA page_count") / 2;
        // The file itself becomes shorter only now.
        if (_givesBack && !much) Checkpoint();
        _givesBack = much;
        if (!much) return false;
        using var giveBack = _database.Query($"PRAGMA incremental_vacuum({PagesGivenBackAtOnce})");
        while (giveBack.Read()) { }
        return true;
    }
}
