using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nws.Values;

/// <summary>How values become objects without parts, and objects of no particular type.</summary>
internal static class ScalarReaders
{
    internal static readonly Dictionary<Type, ReadValue> All = new()
    {
        [typeof(object)] = (value, _) => NaturalObject.Of(value),
        [typeof(IEnumerable)] = (value, _) => NaturalObject.Of(value),
        [typeof(NwsValue)] = (value, _) => value,
        [typeof(bool)] = (value, reader) => value.Kind == NwsValueKind.Bool ? value.Bits != 0 : throw reader.Fault(value, typeof(bool)),
        [typeof(int)] = NumberReaders.ReadInteger<int>,
        [typeof(long)] = NumberReaders.ReadInteger<long>,
        [typeof(short)] = NumberReaders.ReadInteger<short>,
        [typeof(sbyte)] = NumberReaders.ReadInteger<sbyte>,
        [typeof(byte)] = NumberReaders.ReadInteger<byte>,
        [typeof(ushort)] = NumberReaders.ReadInteger<ushort>,
        [typeof(uint)] = NumberReaders.ReadInteger<uint>,
        [typeof(ulong)] = NumberReaders.ReadInteger<ulong>,
        [typeof(Int128)] = NumberReaders.ReadInteger<Int128>,
        [typeof(UInt128)] = NumberReaders.ReadInteger<UInt128>,
        [typeof(BigInteger)] = NumberReaders.ReadInteger<BigInteger>,
        [typeof(double)] = NumberReaders.ReadFloat<double>,
        [typeof(float)] = NumberReaders.ReadFloat<float>,
        [typeof(Half)] = NumberReaders.ReadFloat<Half>,
        [typeof(decimal)] = NumberReaders.ReadDecimal,
        [typeof(Complex)] = NumberReaders.ReadComplex,
        [typeof(string)] = Content<string>(NwsValueKind.Text),
        [typeof(char)] = ReadCharacter,
        [typeof(byte[])] = ReadBytes,
        [typeof(ReadOnlyMemory<byte>)] = (value, reader) => BytesOf(value, typeof(ReadOnlyMemory<byte>), reader),
        [typeof(Memory<byte>)] = (value, reader) => new Memory<byte>(BytesOf(value, typeof(Memory<byte>), reader).ToArray()),
        [typeof(ArraySegment<byte>)] = (value, reader) =>
            new ArraySegment<byte>(BytesOf(value, typeof(ArraySegment<byte>), reader).ToArray()),
        [typeof(DateTime)] = TimeReaders.ReadDateTime,
        [typeof(DateTimeOffset)] = TimeReaders.ReadDateTimeOffset,
        [typeof(TimeSpan)] = TimeReaders.ReadTimeSpan,
        [typeof(Guid)] = Content<Guid>(NwsValueKind.Uuid),
        [typeof(NwsError)] = Content<NwsError>(NwsValueKind.Error),
        [typeof(NwsNumericArray)] = Content<NwsNumericArray>(NwsValueKind.NumericArray),
        [typeof(NwsTuple)] = ReadTuple,
        [typeof(ITuple)] = ReadTuple,
    };

    internal static object ReadEnum(Type type, NwsValue value, ClrReader reader)
    {
        if (value.Kind != NwsValueKind.Text)
            return Enum.ToObject(type, reader.ReadInside(value, Enum.GetUnderlyingType(type))!);
        string name = (string)value.Content!;
        bool isName = name.Length > 0 && !char.IsAsciiDigit(name[0]) && name[0] is not ('-' or '+');
        return isName && Enum.TryParse(type, name, out object? member)
            ? member
            : throw reader.Fault(value, type, $"its names are {string.Join(", ", Enum.GetNames(type))}");
    }

    private static ReadValue Content<T>(NwsValueKind kind) => (value, reader) =>
    {
        if (value.Kind == kind)
            return value.Content;
        return value.Kind == NwsValueKind.Nil && !typeof(T).IsValueType ? null : throw reader.Fault(value, typeof(T));
    };

    private static object ReadCharacter(NwsValue value, ClrReader reader) =>
        value is { Kind: NwsValueKind.Text, Content: string { Length: 1 } text } ? text[0] : throw reader.Fault(value, typeof(char));

    private static object? ReadBytes(NwsValue value, ClrReader reader) =>
        value.Kind == NwsValueKind.Nil ? null : BytesOf(value, typeof(byte[]), reader).ToArray();

    private static ReadOnlyMemory<byte> BytesOf(NwsValue value, Type type, ClrReader reader) => value.Content switch
    {
        byte[] bytes => bytes,
        NwsNumericArray { ElementType: NwsElementType.UInt8, Shape.Length: 1 } array => array.Data,
        _ => throw reader.Fault(value, type),
    };

    private static object? ReadTuple(NwsValue value, ClrReader reader) => value.Kind switch
    {
        NwsValueKind.Tuple => new NwsTuple(value),
        NwsValueKind.Nil => null,
        _ => throw reader.Fault(value, typeof(NwsTuple)),
    };
}
