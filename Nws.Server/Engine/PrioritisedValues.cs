namespace Nws.Server.Engine;

/// <summary>Values that were stored with a priority, in the order they are taken and in the order they were stored.</summary>
internal sealed class PrioritisedValues
{
    private readonly SortedSet<StoredValue> _byPrecedence = new(Comparer<StoredValue>.Create((a, b) => a.Precedes(b) ? -1 : b.Precedes(a) ? 1 : 0));
    private readonly SortedSet<StoredValue> _byIndex = new(Comparer<StoredValue>.Create((a, b) => a.Index.CompareTo(b.Index)));

    public int Count => _byIndex.Count;

    public IEnumerable<StoredValue> All => _byIndex;

    /// <summary>The one to be taken first; there must be one.</summary>
    public StoredValue First => _byPrecedence.Min;

    /// <summary>The one stored first; there must be one.</summary>
    public StoredValue Oldest => _byIndex.Min;

    public void Add(StoredValue value)
    {
        _byPrecedence.Add(value);
        _byIndex.Add(value);
    }

    public bool TryGet(StoredValue like, out StoredValue value) => _byIndex.TryGetValue(like, out value);

    public void Remove(StoredValue value)
    {
        _byPrecedence.Remove(value);
        _byIndex.Remove(value);
    }

    /// <summary>The value with the lowest index above <paramref name="index"/>.</summary>
    public bool TryPeekAfter(long index, out StoredValue value)
    {
        value = default;
        if (Count == 0 || _byIndex.Max.Index <= index) return false;
        value = _byIndex.GetViewBetween(new StoredValue(default, index + 1, 0), _byIndex.Max).Min;
        return true;
    }
}
