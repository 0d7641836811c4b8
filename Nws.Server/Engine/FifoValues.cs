namespace Nws.Server.Engine;

/// <summary>
/// Oldest value first; one with a priority counts as older, or younger, than it is. Such values are kept apart, so that all others cost what they would cost without them: the two
/// heads are compared whenever one is taken. Iterations go by the order of storing in both.
/// </summary>
internal sealed class FifoValues : IterableValues
{
    private readonly OrderedValues _values = new();
    private PrioritisedValues? _prioritised;

    public override VariableMode Mode => VariableMode.Fifo;

    public override int Count => _values.Count + (_prioritised?.Count ?? 0);

    public override IEnumerable<StoredValue> All => _prioritised is null ? _values.All : _values.All.Concat(_prioritised.All);

    public override void Add(StoredValue value)
    {
        if (value.Priority == 0 && value.HasTerms) _values.Insert(value);
        else if (value.Priority == 0) _values.Append(value);
        else Prioritise(value);
    }

    public override bool Return(StoredValue value)
    {
        if (value.Priority == 0) _values.Insert(value);
        else Prioritise(value);
        return true;
    }

    public override bool TryRemove(StoredValue like, out StoredValue value)
    {
        if (like.Priority == 0) return _values.TryRemoveInserted(like, out value);
        value = default;
        return _prioritised is not null && _prioritised.TryGet(like, out value) && Take(value);
    }

    public override bool TryRemoveAt(long index, out StoredValue value)
    {
        if (!TryPeekAfter(index - 1, out value) || value.Index != index) return false;
        return value.Priority == 0 ? _values.TryRemoveAt(index, out value) : Take(value);
    }

    public override bool TryPeek(out StoredValue value)
    {
        var ordinary = _values.TryPeekFirst(out value);
        if (_prioritised is not { } prioritised) return ordinary;
        if (!ordinary || prioritised.First.Precedes(value)) value = prioritised.First;
        return true;
    }

    public override bool TryPeekAfter(long index, out StoredValue value)
    {
        var ordinary = _values.TryPeekAfter(index, out value);
        if (_prioritised is null || !_prioritised.TryPeekAfter(index, out var other)) return ordinary;
        if (!ordinary || other.Index < value.Index) value = other;
        return true;
    }

    public override bool TryTake(out StoredValue value)
    {
        if (_prioritised is null) return _values.TryTakeFirst(out value);
        TryPeek(out value);
        return Take(value);
    }

    public override bool TryTakeOldest(out StoredValue value)
    {
        if (_prioritised is not { } prioritised) return _values.TryTakeFirst(out value);
        if (!_values.TryPeekFirst(out value) || prioritised.Oldest.Index < value.Index) value = prioritised.Oldest;
        return Take(value);
    }

    /// <param name="value">The first of the ordinary values, or any with a priority.</param>
    private bool Take(StoredValue value)
    {
        if (value.Priority == 0) return _values.TryTakeFirst(out _);
        _prioritised!.Remove(value);
        if (_prioritised.Count == 0) _prioritised = null;
        return true;
    }

    private void Prioritise(StoredValue value) => (_prioritised ??= new PrioritisedValues()).Add(value);
}
