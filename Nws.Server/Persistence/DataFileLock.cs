namespace Nws.Server.Persistence;

/// <summary>
/// Lets one server only use a data file. The lock is on a file beside it, because closing a second handle of the data file would end SQLite's own locks;
/// the system takes it away from a process that ends in whatever way. The empty file stays.
/// </summary>
internal static class DataFileLock
{
    /// <exception cref="NwsStorageException">Another server has it, or the folder cannot be used.</exception>
    public static IDisposable Take(string file)
    {
        try
        {
            return new FileStream(file + "-lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new NwsStorageException($"The data file '{file}' cannot be used: {fault.Message}", fault);
        }
        catch (IOException fault)
        {
            throw new NwsStorageException($"The data file '{file}' is in use by another server; stop that one, or name another file.", fault);
        }
    }
}
