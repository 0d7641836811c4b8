using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Nws.Values;

namespace Nws;

/// <summary>
/// Numbers of one type in a shape, also of types and shapes for which .NET has no array (complex numbers of 32-bit floats, zero
/// dimensions). Immutable. Arrays of numbers become it when they are stored, and <see cref="NwsValue.To{T}"/> makes arrays of it.
/// </summary>
public sealed class NwsNumericArray : IEquatable<NwsNumericArray>
{
    private const int MaxDimensions = 64;
    private const int ShownDimensions = 8;

    private readonly ElementType _type;

    /// <summary>Makes an array of a copy of <paramref name="data"/>.</summary>
    /// <param name="elementType">The type of the elements.</param>
    /// <param name="shape">The length of each dimension, of which there are at most 64; empty for a single number.</param>
    /// <param name="data">The elements, little-endian, the last dimension varying fastest; exactly as many as the shape has places.</param>
    /// <exception cref="NwsValueException">The data do not fit the shape, or a bool is neither 0 nor 1.</exception>
    public NwsNumericArray(NwsElementType elementType, ReadOnlySpan<int> shape, ReadOnlySpan<byte> data)
        : this(Values.ElementType.Of(elementType), ImmutableArray.Create(shape), data.ToArray())
    {
        if (FindFault(_type, shape, data) is { } fault)
            throw NwsValueException.AtPath("", fault);
    }

    private NwsNumericArray(ElementType type, ImmutableArray<int> shape, ReadOnlyMemory<byte> data)
    {
        _type = type;
        Shape = shape;
        Data = data;
    }

    /// <summary>The type of the elements.</summary>
    public NwsElementType ElementType => _type.Type;

    /// <summary>The length of each dimension; empty for a single number.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The elements, little-endian, the last dimension varying fastest.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>How many elements there are in all dimensions together.</summary>
    public int Length => Data.Length / _type.Size;

    /// <summary>One element: a bool, a number of the element type, or a <see cref="Complex"/>.</summary>
    /// <param name="index">Its index, counted through all dimensions with the last varying fastest.</param>
    public object this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Length);
            return ReadElement(Data.Span.Slice(index * _type.Size, _type.Size));
        }
    }

    internal ElementType Type => _type;

    /// <summary>Copies a C# array of numbers or bools, of any number of dimensions.</summary>
    /// <param name="array">The array.</param>
    /// <returns>The numeric array.</returns>
    /// <exception cref="NwsValueException">The elements are no numbers.</exception>
    public static NwsNumericArray FromArray(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);
        Type clrType = array.GetType().GetElementType()!;
        ElementType type = Values.ElementType.OfClr(clrType)
            ?? throw NwsValueException.AtPath("", $"an array of {clrType.Name} is no numeric array");
        int[] shape = Enumerable.Range(0, array.Rank).Select(array.GetLength).ToArray();
        return new NwsNumericArray(type, ImmutableCollectionsMarshal.AsImmutableArray(shape), BytesOf(array, type).ToArray());
    }

    /// <summary>The elements without copying.</summary>
    /// <typeparam name="T">The .NET type of the elements: <see cref="double"/> for <see cref="NwsElementType.Float64"/>.</typeparam>
    /// <returns>All elements, the last dimension varying fastest.</returns>
    /// <exception cref="NwsValueException">The elements are of another type.</exception>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged => typeof(T) == _type.ClrType
            ? MemoryMarshal.Cast<byte, T>(Data.Span)
            : throw NwsValueException.AtPath("", $"the elements are {ElementType}, not {typeof(T).Name}");

    /// <summary>Copies the elements into a C# array of the same shape.</summary>
    /// <returns>Such as a <c>double[,]</c>.</returns>
    /// <exception cref="NwsValueException">.NET has no such array: of 32-bit complex floats, or not of 1 to 32 dimensions.</exception>
    public Array ToArray()
    {
        if (!HasClrArray)
            throw NwsValueException.AtPath("", $".NET has no array of {ElementType} in {Shape.Length} dimensions");
        Array array = Array.CreateInstance(_type.ClrType!, Shape.ToArray());
        Data.Span.CopyTo(BytesOf(array, _type));
        return array;
    }

    /// <summary>Whether the other array has the same element type, shape and elements. NaN equals NaN, -0.0 does not equal 0.0.</summary>
    /// <param name="other">The other array.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(NwsNumericArray? other) => other is not null && _type == other._type && Shape.SequenceEqual(other.Shape)
        && (Data.Span.SequenceEqual(other.Data.Span) || FloatBits.Equal(Data.Span, other.Data.Span, _type.FloatSize));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NwsNumericArray);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(_type.Type);
        foreach (int length in Shape)
            hash.Add(length);
        if (_type.FloatSize == 0)
            hash.AddBytes(Data.Span);
        else
            FloatBits.AddTo(ref hash, Data.Span, _type.FloatSize);
        return hash.ToHashCode();
    }

    /// <summary>Element type and shape.</summary>
    /// <returns>Such as <c>Float64[2,3]</c>.</returns>
    public override string ToString() => $"{ElementType}[{string.Join(',', Shape)}]";

    /// <summary>Whether .NET has an array type for these elements in this shape.</summary>
    internal bool HasClrArray => _type.ClrType is not null && Shape.Length is >= 1 and <= 32;

    /// <summary>Takes <paramref name="data"/>, in which <see cref="FindFault"/> has found none.</summary>
    internal static NwsNumericArray Own(ElementType type, int[] shape, byte[] data) =>
        new(type, ImmutableCollectionsMarshal.AsImmutableArray(shape), data);

    /// <summary>What is wrong with an array of these parts; null if nothing.</summary>
    internal static string? FindFault(ElementType type, ReadOnlySpan<int> shape, ReadOnlySpan<byte> data)
    {
        if (shape.Length > MaxDimensions)
            return $"a numeric array has at most {MaxDimensions} dimensions, not {shape.Length}";
        long length = 1;
        foreach (int dimension in shape)
        {
            if (dimension < 0)
                return "a dimension of a numeric array is negative";
            length = Math.Min(length * dimension, int.MaxValue);
        }
        if (length * type.Size != data.Length)
        {
            string lengths = string.Join(", ", shape[..Math.Min(shape.Length, ShownDimensions)].ToArray());
            return $"a numeric array of {type.Code} in the shape [{lengths}] does not consist of {data.Length} bytes";
        }
        if (type.Type == NwsElementType.Bool && data.ContainsAnyExceptInRange((byte)0, (byte)1))
            return "a bool of a numeric array is neither 0 nor 1";
        return null;
    }

    /// <summary>The part with that index in the first dimension: a number, or an array of one dimension fewer.</summary>
    internal object Part(int index)
    {
        if (Shape.Length == 1)
            return this[index];
        int size = Data.Length / Math.Max(Shape[0], 1);
        return new NwsNumericArray(_type, Shape.RemoveAt(0), Data.Slice(index * size, size));
    }

    private object ReadElement(ReadOnlySpan<byte> bytes) => ElementType switch
    {
        NwsElementType.Bool => bytes[0] != 0,
        NwsElementType.Int8 => (sbyte)bytes[0],
        NwsElementType.Int16 => MemoryMarshal.Read<short>(bytes),
        NwsElementType.Int32 => MemoryMarshal.Read<int>(bytes),
        NwsElementType.Int64 => MemoryMarshal.Read<long>(bytes),
        NwsElementType.UInt8 => bytes[0],
        NwsElementType.UInt16 => MemoryMarshal.Read<ushort>(bytes),
        NwsElementType.UInt32 => MemoryMarshal.Read<uint>(bytes),
        NwsElementType.UInt64 => MemoryMarshal.Read<ulong>(bytes),
        NwsElementType.Float16 => MemoryMarshal.Read<Half>(bytes),
        NwsElementType.Float32 => MemoryMarshal.Read<float>(bytes),
        NwsElementType.Float64 => MemoryMarshal.Read<double>(bytes),
        NwsElementType.Complex64 => new Complex(MemoryMarshal.Read<float>(bytes), MemoryMarshal.Read<float>(bytes[4..])),
        _ => MemoryMarshal.Read<Complex>(bytes),
    };

    private static Span<byte> BytesOf(Array array, ElementType type) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(array), checked(array.Length * type.Size));
}
