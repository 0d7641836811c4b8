using System.Collections.Concurrent;

namespace Nws.TestKit.Linearizability;

/// <summary>What all clients did to one cell, as it happens.</summary>
internal sealed class CellHistory
{
    private readonly ConcurrentQueue<CellOperation> _operations = [];
    private long _time;
    private int _value;

    /// <summary>What has been recorded; complete when no client is at it any more.</summary>
    public IReadOnlyCollection<CellOperation> Operations => _operations;

    /// <summary>A value nobody has written.</summary>
    public int NextValue() => Interlocked.Increment(ref _value);

    /// <summary>Does something and records it. What ends with a lost connection may have been done or not.</summary>
    /// <returns>Whether the connection still stands.</returns>
    public async Task<bool> RecordAsync(CellOperationKind kind, int expected, int value, Func<Task<(CellOutcome Outcome, int Value)>> work)
    {
        long call = Interlocked.Increment(ref _time);
        try
        {
            var (outcome, found) = await work();
            _operations.Enqueue(new CellOperation(kind, expected, kind == CellOperationKind.Read ? found : value, outcome, call, Interlocked.Increment(ref _time)));
            return true;
        }
        catch (NwsServerException)
        {
            _operations.Enqueue(new CellOperation(kind, expected, value, CellOutcome.Unknown, call, long.MaxValue));
            return false;
        }
    }

    public override string ToString() => string.Join("\n", _operations.OrderBy(operation => operation.Call));
}
