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

    /// <summary>When to try again to copy a log that somebody still reads, in milliseconds.</summary>
    private const long TryAgain = 1000;

    private readonly SqliteDatabase _database;
    private readonly ValueStore _readers;
    private readonly DiskRoom _room;
    private readonly SqliteStatement _countEmpty, _countPages;
    private int _pages;
    private int _pagesSinceCount;
    private int _pagesNotCopied;
    private long _lastCheckpoint;
    private bool _givesBack = true;

    /// <param name="database">The journal's.</param>
    /// <param name="readers">Who reads values beside it.</param>
    public SqliteUpkeep(SqliteDatabase database, ValueStore readers)
    {
        (_database, _readers, _room) = (database, readers, new DiskRoom(database.File));
        (_countEmpty, _countPages) = (database.Prepare("PRAGMA freelist_count"), database.Prepare("PRAGMA page_count"));
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
        if (_pages >= PagesPerCheckpoint || (_pagesNotCopied > 0 && Environment.TickCount64 - _lastCheckpoint >= TryAgain)) Checkpoint();
        // A large value leaves many pages empty and writes few: so they are counted, too, when there is nothing else to do.
        bool isIdle = written == 0 && _pagesSinceCount > 0;
        return (_givesBack || isIdle || _pagesSinceCount >= SparePages || Room < LittleRoom) && GiveBack();
    }

    private void Checkpoint()
    {
        var log = _database.Checkpoint();
        // Readers of values that take turns would keep a long log from ever beginning anew.
        if (log.Pages > LogBytes / PageBytes) _readers.Pause(() => log = _database.Checkpoint());
        (_pages, _pagesNotCopied, _lastCheckpoint) = (0, log.Left, Environment.TickCount64);
    }

    // At most half of the file may stand empty, so the file is at most about twice what is in it.
    private bool GiveBack()
    {
        long empty = CountEmpty();
        bool much = empty > SparePages && empty > Count(_countPages) / 2;
        // The file itself becomes shorter only now.
        if (_givesBack && !much) _readers.Pause(Checkpoint);
        _givesBack = much;
        if (!much) return false;
        using var giveBack = _database.Query($"PRAGMA incremental_vacuum({PagesGivenBackAtOnce})");
        while (giveBack.Read()) { }
        return true;
    }

    private long CountEmpty()
    {
        _pagesSinceCount = 0;
        long empty = Count(_countEmpty);
        _room.Tell(empty * PageBytes, (_pages + _pagesNotCopied) * PageBytes);
        return empty;
    }

    private static long Count(SqliteStatement counter)
    {
        long count = counter.ReadOnce() ? counter.Number(0) : 0;
        counter.Reset();
        return count;
    }
}
