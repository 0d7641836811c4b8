namespace Nws.Server.Engine;

/// <summary>
/// Values in the order of their indices, open at both ends. Nearly all are appended and taken at an end; the few that come back from
/// a fetcher, or may vanish, are kept apart in a tree, so that a return or removal is quick wherever its place is and however many there are at once.
/// </summary>
internal sealed class OrderedValues
{
    private static readonly Comparer<StoredValue> ByIndex = Comparer<StoredValue>.Create((a, b) => a.Index.CompareTo(b.Index));

    private readonly ValueDeque _appended = new();
    private readonly SortedSet<StoredValue> _returned = new(ByIndex);

    public int Count => _appended.Count + _returned.Count;

    public IEnumerable<StoredValue> All => Enumerable.Range(0, _appended.Count).Select(position => _appended[position]).Concat(_returned);

    private bool FirstIsReturned => _returned.Count > 0 && (_appended.Count == 0 || _returned.Min.Index < _appended[0].Index);

    private bool LastIsReturned => _returned.Count > 0 && (_appended.Count == 0 || _returned.Max.Index > _appended[^1].Index);

    /// <param name="value">Its index is above all others, also of values that were taken and may return.</param>
    public void Append(StoredValue value) => _appended.AddLast(value);

    public void Insert(StoredValue value) => _returned.Add(value);

    /// <summary>Removes one that was inserted; false if it is not here.</summary>
    public bool TryRemoveInserted(StoredValue like, out StoredValue value) => _returned.TryGetValue(like, out value) && _returned.Remove(value);

    /// <summary>Removes the value with that index; moves at most half of the others.</summary>
    public bool TryRemoveAt(long index, out StoredValue value)
    {
        if (!TryPeekAfter(index - 1, out value) || value.Index != index) return false;
        if (_returned.Remove(value)) return true;
        _appended.RemoveAt(FirstPositionAfter(index - 1));
        return true;
    }

    /// <summary>Up to so many values with indices above <paramref name="after"/>, in the order of their indices.</summary>
    public IEnumerable<StoredValue> Page(long after, int count)
    {
        var page = new List<StoredValue>();
        while (page.Count < count && TryPeekAfter(after, out var value))
        {
            page.Add(value);
            after = value.Index;
        }

        return page;
    }

    public bool TryPeekFirst(out StoredValue value)
    {
        value = Count == 0 ? default : FirstIsReturned ? _returned.Min : _appended[0];
        return Count > 0;
    }

    public bool TryPeekLast(out StoredValue value)
    {
        value = Count == 0 ? default : LastIsReturned ? _returned.Max : _appended[^1];
        return Count > 0;
    }

    public bool TryTakeFirst(out StoredValue value)
    {
        if (!TryPeekFirst(out value)) return false;
        if (FirstIsReturned) _returned.Remove(value);
        else _appended.RemoveFirst();
        return true;
    }

    public bool TryTakeLast(out StoredValue value)
    {
        if (!TryPeekLast(out value)) return false;
        if (LastIsReturned) _returned.Remove(value);
        else _appended.RemoveLast();
        return true;
    }

    /// <summary>The value with the lowest index above <paramref name="index"/>.</summary>
    public bool TryPeekAfter(long index, out StoredValue value)
    {
        var position = FirstPositionAfter(index);
        value = position < _appended.Count ? _appended[position] : default;
        if (TryPeekReturnedAfter(index, out var returned) && (value.Bytes.AreMissing || returned.Index < value.Index)) value = returned;
        return !value.Bytes.AreMissing;
    }

    private int FirstPositionAfter(long index)
    {
        var (low, high) = (0, _appended.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_appended[middle].Index > index) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    private bool TryPeekReturnedAfter(long index, out StoredValue value)
    {
        value = default;
        if (_returned.Count == 0 || _returned.Max.Index <= index) return false;
        value = _returned.GetViewBetween(new StoredValue(default, index + 1, 0), _returned.Max).Min;
        return true;
    }
}
