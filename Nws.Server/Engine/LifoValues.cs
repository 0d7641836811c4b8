namespace Nws.Server.Engine;

/// <summary>Newest value first.</summary>
internal sealed class LifoValues : ValueContainer
{
    private readonly OrderedValues _values = new();

    public override VariableMode Mode => VariableMode.Lifo;

    public override int Count => _values.Count;

    public override IEnumerable<StoredValue> All => _values.All;

    public override void Add(StoredValue value)
    {
        if (value.HasTerms) _values.Insert(value);
        else _values.Append(value);
    }

    public override bool TryRemove(StoredValue like, out StoredValue value) => _values.TryRemoveInserted(like, out value);

    public override bool TryRemoveAt(long index, out StoredValue value) => _values.TryRemoveAt(index, out value);

    public override IEnumerable<StoredValue> Page(long after, int count) => _values.Page(after, count);

    public override bool Return(StoredValue value)
    {
        _values.Insert(value);
        return true;
    }

    public override bool TryPeek(out StoredValue value) => _values.TryPeekLast(out value);

    public override bool TryTake(out StoredValue value) => _values.TryTakeLast(out value);
}
