using System.Collections.Concurrent;

namespace Nws.Hosts.Tests.Soak;

/// <summary>Values that are all different, who stored them and who got them: what goes in must come out, once.</summary>
internal sealed class QueueLedger
{
    private readonly ConcurrentDictionary<int, int> _deliveries = [];
    private readonly ConcurrentQueue<string> _unexpected = [];
    private int _stored;

    /// <summary>Whether every value has been delivered.</summary>
    public bool IsComplete => _deliveries.Values.All(times => times > 0);

    /// <summary>The next value; it is stored from now on.</summary>
    public int Next()
    {
        int value = Interlocked.Increment(ref _stored);
        _deliveries[value] = 0;
        return value;
    }

    public void Delivered(int value)
    {
        if (!_deliveries.ContainsKey(value)) Unexpected($"{value} was never stored");
        else _deliveries.AddOrUpdate(value, 1, (_, times) => times + 1);
    }

    /// <summary>Something happened that must not.</summary>
    public void Unexpected(string what) => _unexpected.Enqueue(what);

    /// <summary>All must have been delivered by now. Writes the line of the scenario and fails if anything is wrong.</summary>
    public void Close(string scenario, ITestOutputHelper output)
    {
        var lost = _deliveries.Where(pair => pair.Value == 0).Select(pair => pair.Key).Order().ToList();
        var duplicated = _deliveries.Where(pair => pair.Value > 1).Select(pair => pair.Key).Order().ToList();
        int delivered = _deliveries.Values.Count(times => times > 0);
        output.WriteLine($"{scenario}: stored {_stored}, delivered {delivered}; lost {lost.Count}, duplicated {duplicated.Count}, unexpected {_unexpected.Count}");
        Assert.Empty(lost);
        Assert.Empty(duplicated);
        Assert.Empty(_unexpected);
        Assert.InRange(_stored, 1, int.MaxValue);
    }
}
