namespace Nws.Server.Persistence;

/// <summary>
/// Copies of a server's own data file for those who ask from afar, and checks of it. One at a time: each reads the whole file. A copy stands beside the file while it is fetched, and has no name any more where
/// the system allows that, so that nothing is left of it however the server ends.
/// </summary>
internal sealed class DataCopies : IDisposable
{
    private const string Mark = "-served-copy";

    private readonly string _file;
    private readonly SemaphoreSlim _one = new(1);
    private int _number;

    public DataCopies(string file)
    {
        _file = file;
        // Of a server that was killed while it made one.
        foreach (string left in Directory.GetFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + Mark + "*")) File.Delete(left);
    }

    /// <exception cref="NwsStorageException">It cannot be made: the disk has no room for it, or the file is damaged.</exception>
    public Task<FileStream> MakeAsync() => AloneAsync(Make);

    /// <exception cref="NwsStorageException">The file cannot be read at all.</exception>
    public Task<NwsDataReport> VerifyAsync() => AloneAsync(() => NwsDataFile.Verify(_file));

    public void Dispose() => _one.Dispose();

    private FileStream Make()
    {
        long room = new DriveInfo(_file).AvailableFreeSpace - DiskRoom.CopyReserve;
        long length = new FileInfo(_file).Length + (new FileInfo(_file + "-wal") is { Exists: true } log ? log.Length : 0);
        if (length > room) throw new NwsStorageException($"the disk of the server has no room for a copy of {length} bytes; nws backup FILE COPY on its machine can write it elsewhere");
        string copy = $"{_file}{Mark}{Interlocked.Increment(ref _number)}";
        DataBackup.Make(_file, copy);
        var stream = new FileStream(copy, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        if (!OperatingSystem.IsWindows()) File.Delete(copy);
        return stream;
    }

    private async Task<T> AloneAsync<T>(Func<T> work)
    {
        await _one.WaitAsync().ConfigureAwait(false);
        try
        {
            return await Task.Run(work).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }
}
