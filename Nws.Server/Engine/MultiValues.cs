namespace Nws.Server.Engine;

/// <summary>Any value, each as likely as the others.</summary>
internal sealed class MultiValues(Random random) : ValueContainer
{
    private const int SmallCapacity = 16;

    private readonly List<StoredValue> _values = [];

    public override VariableMode Mode => VariableMode.Multi;

    public override int Count => _values.Count;

    public override IEnumerable<StoredValue> All => _values;

    public override void Add(StoredValue value) => _values.Add(value);

    public override bool Return(StoredValue value)
    {
        _values.Add(value);
        return true;
    }

    public override bool TryPeek(out StoredValue value)
    {
        value = _values.Count == 0 ? default : _values[random.Next(_values.Count)];
        return _values.Count > 0;
    }

    public override bool TryTake(out StoredValue value)
    {
        value = default;
        if (_values.Count == 0) return false;
        value = RemoveAt(random.Next(_values.Count));
        return true;
    }

    /// <summary>Looks through all values.</summary>
    public override bool TryRemove(StoredValue like, out StoredValue value)
    {
        var position = _values.FindIndex(candidate => candidate.Index == like.Index);
        value = position < 0 ? default : RemoveAt(position);
        return position >= 0;
    }

    /// <summary>Looks through all values.</summary>
    public override bool TryRemoveAt(long index, out StoredValue value) => TryRemove(new StoredValue(Array.Empty<byte>(), index, 0), out value);

    /// <summary>Looks through all values, and keeps no more than the page.</summary>
    public override IEnumerable<StoredValue> Page(long after, int count)
    {
        var chosen = new PriorityQueue<StoredValue, long>();
        foreach (var value in _values)
        {
            if (value.Index <= after) continue;
            if (chosen.Count < count) chosen.Enqueue(value, -value.Index);
            else chosen.EnqueueDequeue(value, -value.Index);
        }

        return chosen.UnorderedItems.Select(item => item.Element).OrderBy(value => value.Index);
    }

    private StoredValue RemoveAt(int position)
    {
        var value = _values[position];
        _values[position] = _values[^1];
        _values.RemoveAt(_values.Count - 1);
        if (_values.Capacity > SmallCapacity && _values.Count <= _values.Capacity / 4) _values.Capacity /= 2;
        return value;
    }
}
