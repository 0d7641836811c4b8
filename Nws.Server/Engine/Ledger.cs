namespace Nws.Server.Engine;

/// <summary>
/// What the persistent workspaces must not forget: the engine adds records, whoever drives it takes them to the journal and tells how much more
/// the journal can take.
/// </summary>
internal sealed class Ledger(long lastRow, DiskPolicy disk)
{
    private readonly List<JournalRecord> _records = [];
    private long _lastRow = lastRow;

    /// <summary>Which values stay on the disk.</summary>
    public DiskPolicy Disk => disk;

    /// <summary>How many bytes of values were ever left to the disk.</summary>
    public long Left { get; private set; }

    /// <summary>How many of them are out of memory since they have been written down; as told by whoever drives the engine.</summary>
    public long Released { get; set; }

    /// <summary>How many records were ever added. What the engine says becomes lasting when as many have been written.</summary>
    public long Position { get; private set; }

    /// <summary>Records that have not been taken yet.</summary>
    public int Count => _records.Count;

    /// <summary>How many bytes more may be stored; the rest of the disk is kept for taking values out.</summary>
    public long Room { get; set; } = long.MaxValue;

    /// <summary>Why nothing can be written at all at present; null: it can.</summary>
    public string? Fault { get; set; }

    public long NextRow() => ++_lastRow;

    /// <summary>A value has come that stays on the disk.</summary>
    public void Leave(long bytes) => Left += bytes;

    public void Add(JournalRecord record)
    {
        _records.Add(record);
        Position++;
        if (record is ValueStored or ValueAdmitted or PendingStored) Room -= record.Size;
    }

    /// <summary>Moves the records to the end of <paramref name="batch"/>.</summary>
    /// <returns>Their size in bytes.</returns>
    public long MoveTo(List<JournalRecord> batch)
    {
        long size = 0;
        foreach (var record in _records) size += record.Size;
        batch.AddRange(_records);
        _records.Clear();
        return size;
    }
}
