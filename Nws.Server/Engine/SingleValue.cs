namespace Nws.Server.Engine;

/// <summary>At most one value: the newest.</summary>
internal sealed class SingleValue : IterableValues
{
    private StoredValue _value;
    private bool _present;
    private long _newest = -1;

    public override VariableMode Mode => VariableMode.Single;

    public override int Count => _present ? 1 : 0;

    public override IEnumerable<StoredValue> All => _present ? [_value] : [];

    public override void Add(StoredValue value)
    {
        (_value, _present) = (value, true);
        _newest = value.Index;
    }

    /// <summary>A value that was overwritten while it was away is dropped, as it would have been here.</summary>
    public override bool Return(StoredValue value)
    {
        if (value.Index != _newest) return false;
        (_value, _present) = (value, true);
        return true;
    }

    public override bool TryRemove(StoredValue like, out StoredValue value) => TryPeek(out value) && value.Index == like.Index && TryTake(out value);

    public override bool TryRemoveAt(long index, out StoredValue value) => TryPeek(out value) && value.Index == index && TryTake(out value);

    /// <summary>The newest may have been fetched; then what was overwritten before does not come back.</summary>
    public override void Restore(IEnumerable<StoredValue> values, long stored)
    {
        _newest = stored - 1;
        foreach (var value in values) Return(value);
    }

    public override bool TryPeek(out StoredValue value)
    {
        value = _value;
        return _present;
    }

    public override bool TryPeekAfter(long index, out StoredValue value) => TryPeek(out value) && value.Index > index;

    public override bool TryTakeOldest(out StoredValue value) => TryTake(out value);

    public override bool TryTake(out StoredValue value)
    {
        var present = TryPeek(out value);
        (_value, _present) = (default, false);
        return present;
    }
}
