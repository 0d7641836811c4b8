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
        [typeof(int)] = ReadInteger<int>,
        [typeof(long)] = ReadInteger<long>,
        [typeof(short)] = ReadInteger<short>,
        [typeof(sbyte)] = ReadInteger<sbyte>,
        [typeof(byte)] = ReadInteger<byte>,
        [typeof(ushort)] = ReadInteger<ushort>,
        [typeof(uint)] = ReadInteger<uint>,
        [typeof(ulong)] = ReadInteger<ulong>,
        [typeof(Int128)] = ReadInteger<Int128>,
        [typeof(UInt128)] = ReadInteger<UInt128>,
        [typeof(BigInteger)] = ReadInteger<BigInteger>,
        [typeof(double)] = ReadFloat<double>,
        [typeof(float)] = ReadFloat<float>,
        [typeof(Half)] = ReadFloat<Half>,
        [typeof(decimal)] = (value, reader) => ExactNumbers.TryGetDecimal(value, out decimal number) ? number : throw Inexact(value, typeof(decimal), reader),
        [typeof(Complex)] = ReadComplex,
        [typeof(string)] = Content<string>(NwsValueKind.Text),
        [typeof(char)] = ReadCharacter,
        [typeof(byte[])] = (value, reader) => value.Kind == NwsValueKind.Nil ? null : ReadBytes(value, reader, typeof(byte[])).ToArray(),
        [typeof(ReadOnlyMemory<byte>)] = (value, reader) => ReadBytes(value, reader, typeof(ReadOnlyMemory<byte>)),
        [typeof(Memory<byte>)] = (value, reader) => new Memory<byte>(ReadBytes(value, reader, typeof(Memory<byte>)).ToArray()),
        [typeof(ArraySegment<byte>)] = (value, reader) => new ArraySegment<byte>(ReadBytes(value, reader, typeof(ArraySegment<byte>)).ToArray()),
        [typeof(DateTime)] = (value, reader) => Times.TryGetDateTime(value, out DateTime time) ? time : throw Untimely(value, typeof(DateTime), reader),
        [typeof(DateTimeOffset)] = (value, reader) =>
            Times.TryGetDateTimeOffset(value, out DateTimeOffset time) ? time : throw Untimely(value, typeof(DateTimeOffset), reader),
        [typeof(TimeSpan)] = (value, reader) => Times.TryGetTimeSpan(value, out TimeSpan time) ? time : throw Untimely(value, typeof(TimeSpan), reader),
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

    private static ReadValue Content<T>(NwsValueKind kind) => (value, reader) => value.Kind == kind
        ? value.Content
        : value.Kind == NwsValueKind.Nil && !typeof(T).IsValueType ? null : throw reader.Fault(value, typeof(T));

    private static object ReadInteger<T>(NwsValue value, ClrReader reader)
        where T : IBinaryInteger<T>
    {
        if (value is { Kind: NwsValueKind.Integer, Content: null })
        {
            var small = T.CreateSaturating(value.Bits);
            if (long.CreateSaturating(small) == value.Bits)
                return small;
        }
        else if (ExactNumbers.TryGetInteger(value, out BigInteger number))
        {
            var large = T.CreateSaturating(number);
            if (BigInteger.CreateChecked(large) == number)
                return large;
        }
        throw Inexact(value, typeof(T), reader);
    }

    private static object ReadFloat<T>(NwsValue value, ClrReader reader)
        where T : IFloatingPoint<T>
    {
        if (ExactNumbers.TryGetFloat64(value, out double number))
        {
            var narrow = T.CreateSaturating(number);
            if (double.IsNaN(number) || double.CreateSaturating(narrow) == number)
                return narrow;
        }
        throw Inexact(value, typeof(T), reader);
    }

    private static object ReadComplex(NwsValue value, ClrReader reader)
    {
        if (value.Content is Complex complex)
            return complex;
        return ExactNumbers.TryGetFloat64(value, out double real) ? new Complex(real, 0) : throw Inexact(value, typeof(Complex), reader);
    }

    private static object ReadCharacter(NwsValue value, ClrReader reader) => value.Content is string { Length: 1 } text && value.Kind == NwsValueKind.Text
        ? text[0]
        : throw reader.Fault(value, typeof(char));

    private static ReadOnlyMemory<byte> ReadBytes(NwsValue value, ClrReader reader, Type type) => value.Content switch
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

    private static NwsValueException Inexact(NwsValue value, Type type, ClrReader reader)
    {
        bool isNumber = value.Kind is NwsValueKind.Integer or NwsValueKind.Float64 or NwsValueKind.Float32 or NwsValueKind.Decimal;
        return reader.Fault(value, type, isNumber ? "the number would not be the same" : null);
    }

    private static NwsValueException Untimely(NwsValue value, Type type, ClrReader reader) => reader.Fault(value, type, value.Kind switch
    {
        NwsValueKind.NaiveDateTime when type == typeof(DateTimeOffset) => "its offset from UTC is not known; DateTime can hold it",
        NwsValueKind.Instant or NwsValueKind.OffsetDateTime or NwsValueKind.NaiveDateTime or NwsValueKind.Duration when value.Content is Moment =>
            "out of the range or resolution of .NET (years 1 to 9999, 100 ns, offsets of whole minutes up to 14 h); NwsValue holds it",
        _ => null,
    });
}
