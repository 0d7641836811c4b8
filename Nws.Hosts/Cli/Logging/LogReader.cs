namespace Nws.Hosts.Cli.Logging;

/// <summary>Reads a log file: its last lines, and what is written to it meanwhile, also when it is begun anew.</summary>
internal sealed class LogReader : IDisposable
{
    private const int Block = 1 << 16;
    private const byte LineEnd = (byte)'\n';
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly string _path;
    private readonly Action<ReadOnlyMemory<byte>> _write;
    private readonly FileStream _file;

    /// <param name="path">The file.</param>
    /// <param name="write">Is given what is read.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public LogReader(string path, Action<ReadOnlyMemory<byte>> write)
    {
        (_path, _write) = (path, write);
        _file = Open(path);
    }

    /// <summary>Writes the last lines.</summary>
    public async Task WriteLastAsync(int lines, CancellationToken cancellation)
    {
        _file.Position = await FindAsync(lines, cancellation).ConfigureAwait(false);
        await CopyAsync(_file, cancellation).ConfigureAwait(false);
    }

    /// <summary>Writes what comes, until it is cancelled.</summary>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
        {
            if (_file.Length < _file.Position) await CatchUpAsync(cancellation).ConfigureAwait(false);
            await CopyAsync(_file, cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose() => _file.Dispose();

    // The file was begun anew: what had not been read of it is in the copy.
    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        long position = _file.Position;
        _file.Position = 0;
        if (!File.Exists(LogOutput.OlderPart(_path, 1))) return;
        await using var older = Open(LogOutput.OlderPart(_path, 1));
        if (older.Length <= position) return;
        older.Position = position;
        await CopyAsync(older, cancellation).ConfigureAwait(false);
    }

    private async Task CopyAsync(FileStream from, CancellationToken cancellation)
    {
        byte[] block = new byte[Block];
        while (await from.ReadAsync(block, cancellation).ConfigureAwait(false) is > 0 and var size) _write(block.AsMemory(0, size));
    }

    /// <returns>Where the last so many lines begin.</returns>
    private async Task<long> FindAsync(int lines, CancellationToken cancellation)
    {
        byte[] block = new byte[Block];
        long end = _file.Length;
        int ends = 0;
        for (long begin = end; begin > 0;)
        {
            int size = (int)Math.Min(Block, begin);
            begin -= size;
            _file.Position = begin;
            await _file.ReadExactlyAsync(block.AsMemory(0, size), cancellation).ConfigureAwait(false);
            for (int i = size - 1; i >= 0; i--)
            {
                // The end of the last line begins no further one.
                if (block[i] == LineEnd && begin + i != end - 1 && ++ends == lines) return begin + i + 1;
            }
        }
        return lines == 0 ? end : 0;
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
