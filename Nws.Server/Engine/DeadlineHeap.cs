namespace Nws.Server.Engine;

/// <summary>
/// The waiters that give up some day, the earliest on top: a binary heap whose members know their position, so that any of them can leave.
/// </summary>
internal sealed class DeadlineHeap
{
    /// <summary>The position of a waiter that is not in the heap.</summary>
    public const int Outside = -1;

    private readonly List<Waiter> _heap = [];

    public Waiter? Earliest => _heap.Count == 0 ? null : _heap[0];

    public void Add(Waiter waiter)
    {
        _heap.Add(waiter);
        MoveUp(waiter, _heap.Count - 1);
    }

    /// <summary>Does nothing if the waiter is not in the heap.</summary>
    public void Remove(Waiter waiter)
    {
        var position = waiter.HeapPosition;
        if (position == Outside) return;
        waiter.HeapPosition = Outside;
        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (last == waiter) return;
        if (position > 0 && last.Deadline < _heap[Parent(position)].Deadline) MoveUp(last, position);
        else MoveDown(last, position);
    }

    private static int Parent(int position) => (position - 1) / 2;

    private void MoveUp(Waiter waiter, int position)
    {
        while (position > 0 && waiter.Deadline < _heap[Parent(position)].Deadline)
        {
            Place(_heap[Parent(position)], position);
            position = Parent(position);
        }

        Place(waiter, position);
    }

    private void MoveDown(Waiter waiter, int position)
    {
        while (EarlierChild(position) is var child && child < _heap.Count && _heap[child].Deadline < waiter.Deadline)
        {
            Place(_heap[child], position);
            position = child;
        }

        Place(waiter, position);
    }

    /// <summary>A position beyond the heap if there is no child.</summary>
    private int EarlierChild(int position)
    {
        var left = 2 * position + 1;
        var right = left + 1;
        return right < _heap.Count && _heap[right].Deadline < _heap[left].Deadline ? right : left;
    }

    private void Place(Waiter waiter, int position)
    {
        _heap[position] = waiter;
        waiter.HeapPosition = position;
    }
}
