namespace Nws.Server.Engine;

/// <summary>
/// What happens some day, the earliest on top: a binary heap whose members know their position, so that any of them can leave.
/// </summary>
internal sealed class DeadlineHeap
{
    /// <summary>The position of what is not in the heap.</summary>
    public const int Outside = -1;

    private readonly List<Timed> _heap = [];
    private long _added;

    public Timed? Earliest => _heap.Count == 0 ? null : _heap[0];

    public void Add(Timed timed)
    {
        timed.Order = ++_added;
        _heap.Add(timed);
        MoveUp(timed, _heap.Count - 1);
    }

    /// <summary>Does nothing if it is not in the heap.</summary>
    public void Remove(Timed timed)
    {
        var position = timed.HeapPosition;
        if (position == Outside) return;
        timed.HeapPosition = Outside;
        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (last == timed) return;
        if (position > 0 && last.IsBefore(_heap[Parent(position)])) MoveUp(last, position);
        else MoveDown(last, position);
    }

    private static int Parent(int position) => (position - 1) / 2;

    private void MoveUp(Timed timed, int position)
    {
        while (position > 0 && timed.IsBefore(_heap[Parent(position)]))
        {
            Place(_heap[Parent(position)], position);
            position = Parent(position);
        }

        Place(timed, position);
    }

    private void MoveDown(Timed timed, int position)
    {
        while (EarlierChild(position) is var child && child < _heap.Count && _heap[child].IsBefore(timed))
        {
            Place(_heap[child], position);
            position = child;
        }

        Place(timed, position);
    }

    /// <summary>A position beyond the heap if there is no child.</summary>
    private int EarlierChild(int position)
    {
        var left = 2 * position + 1;
        var right = left + 1;
        return right < _heap.Count && _heap[right].IsBefore(_heap[left]) ? right : left;
    }

    private void Place(Timed timed, int position)
    {
        _heap[position] = timed;
        timed.HeapPosition = position;
    }
}
