namespace Nws.Server.Persistence;

/// <summary>How much more the disk of a data file can take. Asked by the engine's owner, told by the journal's thread.</summary>
internal sealed class DiskRoom(string file)
{
    /// <summary>Kept for the log of commits that take values out, so that a full disk can be emptied.</summary>
    private const long Reserve = 12L << 20;

    /// <summary>Kept when a copy of the file is made beside it.</summary>
    public const long CopyReserve = 64L << 20;

    /// <summary>Kept even when empty pages in the file could take more: all goes to the log first.</summary>
    private const long LogReserve = 4L << 20;
    private const long LookInterval = 100;

    private readonly DriveInfo _disk = new(file);
    private long _available;
    private long _lastLook = long.MinValue / 2;
    private long _emptyBytes;
    private long _pendingBytes;

    /// <summary>Bytes of values it can take. A value is written twice: to the log, and then to the file, where pages that stand empty take it, too.</summary>
    public long Bytes
    {
        get
        {
            long now = Environment.TickCount64;
            if (now - Interlocked.Read(ref _lastLook) > LookInterval)
            {
                Interlocked.Exchange(ref _available, _disk.AvailableFreeSpace);
                Interlocked.Exchange(ref _lastLook, now);
            }
            long available = Interlocked.Read(ref _available);
            long twice = (available - Reserve + Interlocked.Read(ref _emptyBytes) - Interlocked.Read(ref _pendingBytes)) / 2;
            return Math.Min(twice, available - LogReserve);
        }
    }

    /// <param name="emptyBytes">What stands empty in the file.</param>
    /// <param name="pendingBytes">What is in the log and not yet in the file.</param>
    public void Tell(long emptyBytes, long pendingBytes)
    {
        Interlocked.Exchange(ref _emptyBytes, emptyBytes);
        Interlocked.Exchange(ref _pendingBytes, pendingBytes);
    }
}
