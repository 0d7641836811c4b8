using System.Diagnostics;

namespace Nws.Server.Engine;

/// <summary>
/// A sequence of values in one ring buffer: constant time at both ends. The buffer doubles when full and halves when three quarters of
/// it stand empty.
/// </summary>
internal sealed class ValueDeque
{
    private const int SmallCapacity = 4;

    private StoredValue[] _buffer = [];
    private int _first;

    public int Count { get; private set; }

    public int Capacity => _buffer.Length;

    public StoredValue this[int position] => _buffer[Slot(position)];

    public void AddLast(StoredValue value)
    {
        if (Count == Capacity) Resize(Math.Max(SmallCapacity, Count * 2));
        _buffer[Slot(Count++)] = value;
    }

    public StoredValue RemoveFirst()
    {
        var value = Remove(_first);
        _first = Slot(1);
        ShrinkAfterRemoval();
        return value;
    }

    public StoredValue RemoveLast()
    {
        var value = Remove(Slot(Count - 1));
        ShrinkAfterRemoval();
        return value;
    }

    /// <summary>Moves what lies between the value and the nearer end.</summary>
    public void RemoveAt(int position)
    {
        if (position < Count / 2)
        {
            for (var i = position; i > 0; i--) _buffer[Slot(i)] = _buffer[Slot(i - 1)];
            RemoveFirst();
        }
        else
        {
            for (var i = position; i < Count - 1; i++) _buffer[Slot(i)] = _buffer[Slot(i + 1)];
            RemoveLast();
        }
    }

    /// <summary>The slot is cleared, so that the value's bytes do not outlive it.</summary>
    private StoredValue Remove(int slot)
    {
        Debug.Assert(Count > 0);
        var value = _buffer[slot];
        _buffer[slot] = default;
        return value;
    }

    /// <summary>Capacities are powers of two, so the mask wraps around.</summary>
    private int Slot(int position) => (_first + position) & (Capacity - 1);

    private void ShrinkAfterRemoval()
    {
        Count--;
        if (Capacity > SmallCapacity && Count <= Capacity / 4) Resize(Capacity / 2);
    }

    private void Resize(int capacity)
    {
        var buffer = new StoredValue[capacity];
        var untilEnd = Math.Min(Count, Capacity - _first);
        Array.Copy(_buffer, _first, buffer, 0, untilEnd);
        Array.Copy(_buffer, 0, buffer, untilEnd, Count - untilEnd);
        (_buffer, _first) = (buffer, 0);
    }
}
