using Nws.Server.Engine;
using Nws.Server.Persistence;

namespace Nws.Server.Tests.Persistence;

/// <summary>A journal in memory that can be held up and can fail, and remembers what it was asked to write.</summary>
internal sealed class FakeJournal : IJournal
{
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private readonly List<IReadOnlyList<JournalRecord>> _commits = [];
    private volatile string? _fault;
    private long _room = long.MaxValue / 4;

    public long Room
    {
        get => Interlocked.Read(ref _room);
        set => Interlocked.Exchange(ref _room, value);
    }

    /// <summary>Why every commit fails; null: it succeeds.</summary>
    public string? Fault
    {
        get => _fault;
        set => _fault = value;
    }

    /// <summary>Commits that failed.</summary>
    public int Failures { get; private set; }

    /// <summary>Whether a commit is under way and held up.</summary>
    public bool IsBusy { get; private set; }

    public bool IsClosed { get; private set; }

    public IReadOnlyList<IReadOnlyList<JournalRecord>> Commits
    {
        get
        {
            lock (_commits) return [.. _commits];
        }
    }

    public bool HasStored(string value)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(value);
        return Commits.SelectMany(records => records).OfType<ValueStored>().Any(stored => stored.Value.Bytes.InMemory.AsSpan().SequenceEqual(bytes));
    }

    /// <summary>Lets commits wait until <see cref="Resume"/>.</summary>
    public void HoldUp() => _open.Reset();

    public void Resume() => _open.Set();

    public void Commit(IReadOnlyList<JournalRecord> records)
    {
        IsBusy = true;
        _open.Wait();
        IsBusy = false;
        if (Fault is { } fault)
        {
            Failures++;
            throw new NwsStorageException(fault);
        }
        lock (_commits) _commits.Add([.. records]);
    }

    public bool Maintain() => false;

    public void Dispose() => IsClosed = true;
}
