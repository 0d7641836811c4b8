using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Nws.Server.Persistence;

/// <summary>
/// Brings SQLite's log to the disk at the end of a commit. SQLite can do it itself, but as it is built here with <c>fsync</c>, which also writes the file's
/// time of change and so costs a commit of the file system's own journal; the log is overwritten in place most of the time, and <c>fdatasync</c> writes
/// just that.
/// </summary>
/// <param name="file">The data file, open, with something in its log: so the log is there, and stays the same file.</param>
internal sealed class LogSync(string file) : IDisposable
{
    private readonly SafeFileHandle _log = File.OpenHandle(file + "-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    private bool _failed;

    /// <exception cref="NwsStorageException">
    /// It is not certain what the disk has, now and ever after: the system may have dropped what it could not write, so that a second attempt would succeed for nothing.
    /// </exception>
    public void Run()
    {
        Check();
        if (TrySync(_log)) return;
        _failed = true;
        Check();
    }

    /// <exception cref="NwsStorageException">It has failed before.</exception>
    public void Check()
    {
        if (!_failed) return;
        throw new NwsStorageException($"the disk did not take what was written to '{file}-wal'; see to the disk, then start the server again");
    }

    public void Dispose() => _log.Dispose();

    private static bool TrySync(SafeFileHandle log)
    {
        if (OperatingSystem.IsLinux()) return SyncData(log) == 0;
        try
        {
            RandomAccess.FlushToDisk(log);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncData(SafeFileHandle file);
}
