using System.Buffers;
using System.Collections.Immutable;
using System.Dynamic;
using System.Linq.Expressions;
using System.Numerics;
using System.Runtime.InteropServices;
using Nws.Values;

namespace Nws;

/// <summary>
/// A value any language can read: what workspaces hold. Immutable, and equal to another exactly when kind and content are equal (so 1
/// differs from 1.0, and the order of maps and sets does not count). As <c>dynamic</c>, maps have their keys as members:
/// <c>value.rows[3].name</c>.
/// </summary>
public sealed class NwsValue : IEquatable<NwsValue>, IDynamicMetaObjectProvider
{
    /// <summary>At most this many containers may be inside each other: lists, tuples, sets, maps and causes of errors.</summary>
    internal const int MaxDepth = 256;

    private readonly ushort _depth;
    private int _hash;

    internal NwsValue(NwsValueKind kind, object? content, long bits = 0, int depth = 0)
    {
        Kind = kind;
        Content = content;
        Bits = bits;
        _depth = (ushort)depth;
    }

    /// <summary>The value that is nothing.</summary>
    public static NwsValue Nil { get; } = new(NwsValueKind.Nil, null);

    /// <summary>What the value is.</summary>
    public NwsValueKind Kind { get; }

    /// <summary>How many elements a list, tuple, set, map or (in its first dimension) numeric array has.</summary>
    /// <exception cref="NwsValueException">The value is of another kind.</exception>
    public int Count => ValueAccess.Count(this);

    /// <summary>The elements of a list, tuple or set.</summary>
    /// <exception cref="NwsValueException">The value is of another kind.</exception>
    public ImmutableArray<NwsValue> Items => ImmutableCollectionsMarshal.AsImmutableArray(ValueAccess.Items(this));

    /// <summary>The entries of a map, in their order.</summary>
    /// <exception cref="NwsValueException">The value is no map.</exception>
    public IEnumerable<KeyValuePair<NwsValue, NwsValue>> Entries => ValueAccess.Entries(this);

    /// <summary>
    /// The content, if it is an object: string, byte[], NwsValue[], KeyedValues (set), ValueMap, Moment, Guid, Complex, ...
    /// </summary>
    internal object? Content { get; }

    /// <summary>The content, if it is a number of 64 bits or fewer (an integer then has no <see cref="Content"/>).</summary>
    internal long Bits { get; }

    /// <summary>How many containers are inside each other here, this one included.</summary>
    internal int Depth => _depth;

    /// <summary>An element of a list, tuple, set or numeric array by its index; in a map, the value whose key is that integer.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <exception cref="NwsValueException">There is no such element.</exception>
    public NwsValue this[int index] => ValueAccess.At(this, index);

    /// <summary>The value of a map under a text key.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="NwsValueException">There is no such key, or the value is no map.</exception>
    public NwsValue this[string key] => this[ValueFactory.Text(key)];

    /// <summary>The value of a map under a key of any kind.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="NwsValueException">There is no such key, or the value is no map.</exception>
    public NwsValue this[NwsValue key] => ValueAccess.At(this, key);

    /// <summary>Looks a key up in a map.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value under it; <see cref="Nil"/> if there is none.</param>
    /// <returns>Whether the key is there; false also for what is no map.</returns>
    public bool TryGetValue(NwsValue key, out NwsValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        int index = Content is ValueMap map ? map.Keys.IndexOf(key) : -1;
        value = index >= 0 ? ((ValueMap)Content!).Values[index] : Nil;
        return index >= 0;
    }

    /// <summary>Makes a value of a C# object.</summary>
    /// <param name="content">
    /// Null, a number, text, bytes, a time, a tuple, a collection, a dictionary, an exception, a value already, or a record, class or
    /// struct, which becomes a map of its public properties and fields that can be set again. An enum becomes text, its name.
    /// </param>
    /// <returns>The value, which later changes of the object do not reach.</returns>
    /// <exception cref="NwsValueException">
    /// Something in it is no value (a function, a stream, an object that contains itself, ...); the message names the path to it.
    /// </exception>
    public static NwsValue From(object? content) => ClrWriter.Write(content);

    /// <summary>Decodes a value.</summary>
    /// <param name="bytes">The encoded value, no byte more.</param>
    /// <returns>The value.</returns>
    /// <exception cref="NwsValueException">The bytes are no value; the message names the position.</exception>
    public static NwsValue Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        NwsValue value = Decode(ref reader);
        return reader.End ? value : throw NwsValueException.AtByte(reader.Position, $"{reader.Remaining} bytes too many behind the value");
    }

    /// <summary>Encodes the value. Equal values have equal bytes, but for the order in maps and sets.</summary>
    /// <returns>The bytes.</returns>
    /// <exception cref="NwsValueException">The value is larger than an array can be (2 GB).</exception>
    public byte[] Encode()
    {
        using var output = new PooledBuffer();
        Encode(output);
        return output.Written.ToArray();
    }

    /// <summary>Encodes the value into a buffer.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <exception cref="NwsValueException">The value is larger than an array can be (2 GB).</exception>
    public void Encode(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Encode(new MessagePackWriter(output));
    }

    /// <summary>Converts the value to a C# type. Numbers convert to any type that holds the same number, never to a rounded one.</summary>
    /// <typeparam name="T">
    /// A number, text, byte array, time, tuple, array, collection, dictionary or enum type; a class, struct or record, made of a map by
    /// the constructor whose parameters are named like keys and by settable properties (names match without regard to case; keys without
    /// a member are ignored).
    /// </typeparam>
    /// <returns>A new object; null only for nil.</returns>
    /// <exception cref="NwsValueException">The value does not fit the type; the message names the path to what does not.</exception>
    public T To<T>() => ClrReader.Read<T>(this);

    /// <inheritdoc cref="To{T}"/>
    /// <param name="type">The type.</param>
    public object? To(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return ClrReader.Read(this, type);
    }

    /// <summary>Converts the value to the C# type that suits its kind best.</summary>
    /// <returns>
    /// null, bool, long (or <see cref="BigInteger"/> beyond), double, float, decimal, string, byte[], <c>List&lt;object?&gt;</c>,
    /// <see cref="NwsTuple"/>, <c>HashSet&lt;object?&gt;</c>, <c>Dictionary&lt;object, object?&gt;</c>, <see cref="DateTimeOffset"/>,
    /// <see cref="DateTime"/> (naive), <see cref="TimeSpan"/>, <see cref="Guid"/>, <see cref="Complex"/>, an array of numbers, or
    /// <see cref="NwsError"/>. What none of them holds exactly stays a <see cref="NwsValue"/> or <see cref="NwsNumericArray"/>, so that
    /// <see cref="From"/> makes an equal value of the object.
    /// </returns>
    public object? ToObject() => NaturalObject.Of(this);

    /// <summary>Writes the value as text.</summary>
    /// <param name="notation">How.</param>
    /// <param name="limits">How much of it; null for <see cref="RenderLimits.Default"/>.</param>
    /// <returns>The text.</returns>
    public string Render(NwsNotation notation, RenderLimits? limits = null) =>
        Notation.Render(this, notation, limits ?? RenderLimits.Default);

    /// <summary>Writes the value as <see cref="NwsNotation.CSharp"/>, within the default limits.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Render(NwsNotation.CSharp);

    /// <inheritdoc/>
    public bool Equals(NwsValue? other) => other is not null && ValueEquality.AreEqual(this, other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NwsValue);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash == 0)
            _hash = ValueEquality.Hash(this);
        return _hash;
    }

    /// <summary>Whether two values are equal.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(NwsValue? left, NwsValue? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two values differ.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(NwsValue? left, NwsValue? right) => !(left == right);

    /// <summary>The bool, as <see cref="To{T}"/> gives it.</summary>
    /// <param name="value">The value.</param>
    public static explicit operator bool(NwsValue value) => Given(value).To<bool>();

    /// <summary>The integer, as <see cref="To{T}"/> gives it.</summary>
    /// <param name="value">The value.</param>
    public static explicit operator int(NwsValue value) => Given(value).To<int>();

    /// <summary>The integer, as <see cref="To{T}"/> gives it.</summary>
    /// <param name="value">The value.</param>
    public static explicit operator long(NwsValue value) => Given(value).To<long>();

    /// <summary>The number, as <see cref="To{T}"/> gives it.</summary>
    /// <param name="value">The value.</param>
    public static explicit operator double(NwsValue value) => Given(value).To<double>();

    /// <summary>The text, as <see cref="To{T}"/> gives it.</summary>
    /// <param name="value">The value.</param>
    public static explicit operator string(NwsValue value) => Given(value).To<string>();

    DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) => new DynamicValue(parameter, this);

    /// <summary>Writes the value as the next element.</summary>
    internal void Encode(MessagePackWriter writer) => ValueEncoder.Write(writer, this);

    /// <summary>Reads the next value and leaves the reader behind it.</summary>
    internal static NwsValue Decode(ref MessagePackReader reader) => ValueDecoder.Read(ref reader, depth: 0, owed: 0);

    private static NwsValue Given(NwsValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }
}
