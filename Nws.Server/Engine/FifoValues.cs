namespace Nws.Server.Engine;

/// <summary>Oldest value first.</summary>
internal sealed class FifoValues : IterableValues
{
    private readonly OrderedValues _values = new();

    public override VariableMode Mode => VariableMode.Fifo;

    public override int Count => _values.Count;

    public override IEnumerable<StoredValue> All => _values.All;

    public override void Add(StoredValue value) => _values.Append(value);

    public override bool Return(StoredValue value)
    {
        _values.Insert(value);
        return true;
    }

    public override bool TryPeek(out StoredValue value) => _values.TryPeekFirst(out value);

    public override bool TryPeekAfter(long index, out StoredValue value) => _values.TryPeekAfter(index, out value);

    public override bool TryTake(out StoredValue value) => _values.TryTakeFirst(out value);
}
