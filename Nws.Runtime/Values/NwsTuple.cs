using System.Collections;
using System.Runtime.CompilerServices;

namespace Nws;

/// <summary>
/// A tuple of any length whose types are not known before: what <see cref="NwsValue.ToObject"/> makes of a tuple. Patterns take it apart
/// (<c>value is (string name, long count)</c>), and it equals another with equal elements.
/// </summary>
public sealed class NwsTuple : ITuple, IReadOnlyList<object?>, IEquatable<NwsTuple>
{
    private readonly object?[] _items;

    internal NwsTuple(NwsValue value)
    {
        Value = value;
        _items = Array.ConvertAll((NwsValue[])value.Content!, item => item.ToObject());
    }

    /// <summary>How many elements the tuple has.</summary>
    public int Length => _items.Length;

    int IReadOnlyCollection<object?>.Count => _items.Length;

    internal NwsValue Value { get; }

    /// <summary>An element.</summary>
    /// <param name="index">Its index, from 0.</param>
    public object? this[int index] => _items[index];

    /// <inheritdoc/>
    public bool Equals(NwsTuple? other) => other is not null && Value.Equals(other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NwsTuple);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
