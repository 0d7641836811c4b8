namespace Nws.Server.Engine;

/// <summary>Newest value first.</summary>
internal sealed class LifoValues : ValueContainer
{
    private readonly OrderedValues _values = new();

    public override VariableMode Mode => VariableMode.Lifo;

    public override int Count => _values.Count;

    public override void Add(StoredValue value) => _values.Append(value);

    public override void Return(StoredValue value) => _values.Insert(value);

    public override bool TryPeek(out StoredValue value) => _values.TryPeekLast(out value);

    public override bool TryTake(out StoredValue value) => _values.TryTakeLast(out value);
}
