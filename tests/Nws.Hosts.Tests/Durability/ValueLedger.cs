using System.Collections.Concurrent;

namespace Nws.Hosts.Tests.Durability;

/// <summary>What the clients of a server know about each value, all of them different, and what follows for the server.</summary>
internal sealed class ValueLedger
{
    private readonly ConcurrentDictionary<string, Entry> _entries = [];
    private readonly ConcurrentQueue<string> _faults = [];

    /// <summary>The store was sent, nothing is known of it yet.</summary>
    public void Sending(string value) => _entries[value] = new Entry();

    /// <summary>The server has answered the store.</summary>
    public void Stored(string value) => _entries[value].IsStored = true;

    /// <summary>A fetch has given the value, for the <paramref name="attempt"/>th time as the server says.</summary>
    public void Delivered(string value, int attempt)
    {
        if (!_entries.TryGetValue(value, out var entry))
        {
            _faults.Enqueue($"unexpected: {value} was delivered and never stored");
            return;
        }
        lock (entry)
        {
            // A program may look at an earlier delivery only after the one that was completed: it was there first.
            if (attempt > entry.CompletedAttempt) _faults.Enqueue($"duplicated: {value} was delivered as attempt {attempt} although it had been completed at attempt {entry.CompletedAttempt}");
            if (!entry.Attempts.Add(attempt)) _faults.Enqueue($"duplicated: {value} came as attempt {attempt} twice");
        }
    }

    /// <summary>The complete or confirm is about to be sent: from now on the value may be gone for good, or come again.</summary>
    public void Completing(string value) => _entries[value].MayBeCompleted = true;

    /// <summary>The server has answered the complete of the <paramref name="attempt"/>th delivery.</summary>
    public void Completed(string value, int attempt)
    {
        lock (_entries[value]) _entries[value].CompletedAttempt = attempt;
    }

    /// <summary>The value was there at the end.</summary>
    public void Present(string value, int attempt)
    {
        Delivered(value, attempt);
        if (_entries.TryGetValue(value, out var entry)) entry.IsPresent = true;
    }

    public IReadOnlyList<string> Faults() =>
    [
        .. _faults,
        .. from pair in _entries
           let entry = pair.Value
           where entry.IsStored && !entry.IsPresent && !entry.MayBeCompleted
           select $"lost: {pair.Key} was stored, delivered {entry.Attempts.Count} times and is not there",
    ];

    /// <summary>The counts, in one line.</summary>
    public override string ToString()
    {
        var entries = _entries.Values;
        var faults = Faults();
        int Count(Func<Entry, bool> what) => entries.Count(what);
        int Kind(string name) => faults.Count(fault => fault.StartsWith(name, StringComparison.Ordinal));
        return $"stores sent {entries.Count}, acknowledged {Count(entry => entry.IsStored)}, completed {Count(entry => entry.IsCompleted)}, "
            + $"confirmed or completion unanswered {Count(entry => entry is { MayBeCompleted: true, IsCompleted: false, IsPresent: false })}, "
            + $"delivered again {Count(entry => entry.Attempts.Count > 1)}, "
            + $"present {Count(entry => entry.IsPresent)}; lost {Kind("lost")}, duplicated {Kind("duplicated")}, unexpected {Kind("unexpected")}";
    }

    private sealed class Entry
    {
        public volatile bool IsStored;
        public volatile bool MayBeCompleted;
        public volatile int CompletedAttempt = int.MaxValue;
        public volatile bool IsPresent;

        public bool IsCompleted => CompletedAttempt != int.MaxValue;

        public HashSet<int> Attempts { get; } = [];
    }
}
