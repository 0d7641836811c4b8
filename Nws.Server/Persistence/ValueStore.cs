using System.Collections.Concurrent;
using Nws.Server.Engine;

namespace Nws.Server.Persistence;

/// <summary>
/// Gives out the values that stay in the data file, on connections of its own beside the journal's. Every value is held against its checksum before anything of it is given out.
/// </summary>
/// <remarks>
/// Between its delivery by the engine and its reading a value may be deleted by somebody else. So it is <see cref="Expect">expected</see> as long as it is on its way, and before its row goes the journal
/// brings it back into memory. Whoever is expected and never sent, for its client is gone, costs that at most.
/// </remarks>
internal sealed class ValueStore(string file) : IDisposable
{
    /// <summary>How many threads may read at once.</summary>
    private const int MaxReaders = 4;

    /// <summary>How long a pause waits for those who read, in milliseconds: a piece each, so they are soon done.</summary>
    private const long PauseLimit = 1000;

    private readonly ConcurrentDictionary<long, (LargeValue Value, int Times)> _expected = [];
    private readonly ConcurrentBag<ValueRows> _readers = [];
    private readonly SemaphoreSlim _free = new(MaxReaders);
    private volatile TaskCompletionSource? _pause;
    private volatile bool _disposed;

    /// <summary>Copies and checks of the file.</summary>
    public DataCopies Copies { get; } = new(file);

    /// <summary>The values of the outcome will be read. Called before any record that comes behind it is handed to the journal.</summary>
    public void Expect(Outcome outcome)
    {
        foreach (var value in Values(outcome)) _expected.AddOrUpdate(value.Row, (value, 1), (_, present) => (value, present.Times + 1));
    }

    /// <summary>The values of the outcome have been read.</summary>
    public void Settle(Outcome outcome)
    {
        foreach (var value in Values(outcome))
        {
            while (_expected.TryGetValue(value.Row, out var present))
            {
                bool done = present.Times == 1
                    ? _expected.TryRemove(new KeyValuePair<long, (LargeValue, int)>(value.Row, present))
                    : _expected.TryUpdate(value.Row, (value, present.Times - 1), present);
                if (done) break;
            }
        }
    }

    /// <summary>The value in that row if it is on its way to somebody; the row is about to go.</summary>
    public LargeValue? TakeExpected(long row) => !_expected.IsEmpty && _expected.TryRemove(row, out var expected) ? expected.Value : null;

    /// <summary>The whole value.</summary>
    /// <exception cref="NwsStorageException">It is damaged or cannot be read.</exception>
    public async ValueTask<byte[]> ReadAsync(LargeValue value)
    {
        if (InMemory(value) is { } present) return present;
        return await RunAsync(rows => rows.Read(value.Row) is not { } found ? null : found.IsDamaged ? throw new NwsStorageException(rows.Damage(value.Row)) : found.Bytes).ConfigureAwait(false)
            ?? Recalled(value);
    }

    /// <summary>Reads the value and holds it against its checksum, without keeping it.</summary>
    /// <exception cref="NwsStorageException">It is damaged or cannot be read.</exception>
    public async ValueTask VerifyAsync(LargeValue value)
    {
        if (InMemory(value) is not null) return;
        bool isThere = await RunAsync(rows => rows.IsWhole(value.Row) is not { } isWhole ? false : isWhole ? true : throw new NwsStorageException(rows.Damage(value.Row))).ConfigureAwait(false);
        if (!isThere) Recalled(value);
    }

    /// <summary>Reads some bytes of a value.</summary>
    /// <returns>What stands in the row beside them, with its checksum; null: the row is gone, the value is in memory.</returns>
    /// <exception cref="NwsStorageException">It cannot be read.</exception>
    public async ValueTask<(ValueRow Place, long Checksum)?> ReadPieceAsync(LargeValue value, int offset, Memory<byte> piece)
    {
        if (InMemory(value) is null)
        {
            var found = await RunAsync(rows => rows.Find(value.Row) is { } place && rows.ReadPiece(value.Row, offset, piece.Span) ? place : default((ValueRow, long)?)).ConfigureAwait(false);
            if (found is not null) return found;
        }
        Recalled(value).AsSpan(offset, piece.Length).CopyTo(piece.Span);
        return null;
    }

    /// <summary>Does something while nobody reads here, or if a reader does not end in time as it is. For one thread.</summary>
    public void Pause(Action work)
    {
        // Whoever comes now waits outside: he would be quicker than this thread wakes, and so would the next.
        var pause = _pause = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (paused, end) = (0, Environment.TickCount64 + PauseLimit);
        while (paused < MaxReaders && _free.Wait((int)Math.Max(0, end - Environment.TickCount64))) paused++;
        try
        {
            work();
        }
        finally
        {
            _pause = null;
            if (paused > 0) _free.Release(paused);
            pause.SetResult();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        Copies.Dispose();
        while (_readers.TryTake(out var rows)) rows.Dispose();
    }

    /// <summary>The values of an outcome that stay on the disk.</summary>
    public static IEnumerable<LargeValue> Values(Outcome outcome) => outcome switch
    {
        Outcome.Delivered { Value.OnDisk: { } value } => [value],
        Outcome.DeliveredTogether { Items: var items } => items.Where(item => item.Value.OnDisk is not null).Select(item => item.Value.OnDisk!),
        Outcome.BuriedValues { Values: var buried } => buried.Where(value => value.Value.Bytes.OnDisk is not null).Select(value => value.Value.Bytes.OnDisk!),
        _ => [],
    };

    private static byte[]? InMemory(LargeValue value)
    {
        if (value.InMemory is not { } bytes) return null;
        return value.Damage is { } damage ? throw new NwsStorageException(damage) : bytes;
    }

    private static byte[] Recalled(LargeValue value) => InMemory(value) ?? throw new NwsStorageException($"value {value.Row} is missing in the data file");

    private async Task<T> RunAsync<T>(Func<ValueRows, T> read)
    {
        if (_pause is { } pause) await pause.Task.ConfigureAwait(false);
        await _free.WaitAsync().ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Run(read)).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    private T Run<T>(Func<ValueRows, T> read)
    {
        if (!_readers.TryTake(out var rows)) rows = Open();
        try
        {
            return read(rows);
        }
        finally
        {
            if (_disposed) rows.Dispose();
            else _readers.Add(rows);
        }
    }

    private ValueRows Open()
    {
        var database = SqliteDatabase.Open(file);
        database.Execute("PRAGMA query_only = 1; PRAGMA cache_size = -1024");
        return new ValueRows(database);
    }
}
