using System.Numerics;
using System.Text;

namespace Nws.Values;

/// <summary>Reads values from bytes nobody vouches for.</summary>
/// <remarks>
/// Each method is told how many containers are around the value (depth) and how many elements they still await behind it (owed): elements
/// announced anywhere never outnumber the bytes left, so memory taken by announcements stays proportional to the bytes received.
/// </remarks>
internal static class ValueDecoder
{
    private const int UuidLength = 16;

    internal static NwsValue Read(ref MessagePackReader reader, int depth, int owed)
    {
        switch (reader.PeekType())
        {
            case MessagePackType.Nil:
                reader.TryReadNil();
                return NwsValue.Nil;
            case MessagePackType.Bool: return ValueFactory.Bool(reader.ReadBool());
            case MessagePackType.Integer: return ReadInteger(ref reader);
            case MessagePackType.Float32: return ValueFactory.Float32(reader.ReadFloat32());
            case MessagePackType.Float64: return ValueFactory.Float64(reader.ReadFloat64());
            case MessagePackType.Text: return ValueFactory.Text(reader.ReadText());
            case MessagePackType.Bytes: return ValueFactory.Bytes(reader.ReadBytes().ToArray());
            case MessagePackType.Array: return ValueFactory.List(ReadItems(ref reader, depth, owed));
            case MessagePackType.Map: return ReadMap(ref reader, depth, owed);
            default: return ReadExtension(ref reader, depth, owed);
        }
    }

    internal static void CheckPayloadEnd(ref MessagePackReader reader, int start, int length)
    {
        if (reader.Position != start + length)
            throw MessagePackReader.Fault(start, $"the extension announces {length} bytes, its content takes {reader.Position - start}");
    }

    internal static NwsValueException TooDeep(int position) =>
        MessagePackReader.Fault(position, $"more than {NwsValue.MaxDepth} containers inside each other");

    private static NwsValue ReadInteger(ref MessagePackReader reader)
    {
        Int128 value = reader.ReadInteger();
        return value <= long.MaxValue ? ValueFactory.Integer((long)value) : ValueFactory.Integer((BigInteger)value);
    }

    private static NwsValue[] ReadItems(ref MessagePackReader reader, int depth, int owed)
    {
        int start = reader.Position;
        int count = reader.ReadArrayHeader();
        EnterContainer(ref reader, start, depth, count + (long)owed);
        var items = new NwsValue[count];
        for (int i = 0; i < count; i++)
            items[i] = Read(ref reader, depth + 1, owed + count - 1 - i);
        return items;
    }

    private static NwsValue ReadSet(ref MessagePackReader reader, int depth, int owed)
    {
        MessagePackReader beginning = reader;
        NwsValue[] items = ReadItems(ref reader, depth, owed);
        if (KeyedValues.Create(items, out int duplicate) is { } set)
            return ValueFactory.Set(set);
        beginning.ReadArrayHeader();
        throw FaultBehind(beginning, duplicate, "this element equals an earlier one of the set");
    }

    private static NwsValue ReadMap(ref MessagePackReader reader, int depth, int owed)
    {
        MessagePackReader beginning = reader;
        int count = reader.ReadMapHeader();
        EnterContainer(ref reader, beginning.Position, depth, 2L * count + owed);
        var keys = new NwsValue[count];
        var values = new NwsValue[count];
        for (int i = 0; i < count; i++)
        {
            int later = 2 * (count - 1 - i) + owed;
            keys[i] = Read(ref reader, depth + 1, later + 1);
            values[i] = Read(ref reader, depth + 1, later);
        }
        if (KeyedValues.Create(keys, out int duplicate) is { } distinct)
            return ValueFactory.Map(distinct, values);
        beginning.ReadMapHeader();
        throw FaultBehind(beginning, 2 * duplicate, "this key equals an earlier one of the map");
    }

    private static NwsValue ReadExtension(ref MessagePackReader reader, int depth, int owed)
    {
        int start = reader.Position;
        int length = reader.ReadExtensionHeader(out sbyte type);
        int payload = reader.Position;
        NwsValue value = type switch
        {
            ExtensionCode.Tuple => ValueFactory.Tuple(ReadItems(ref reader, depth, owed)),
            ExtensionCode.Set => ReadSet(ref reader, depth, owed),
            ExtensionCode.NumericArray => ValueFactory.NumericArray(NumericArrayPayload.Read(ref reader)),
            ExtensionCode.Error => ValueFactory.Error(ErrorPayload.Read(ref reader, depth)),
            _ => ReadScalar(type, reader.ReadRaw(length), start),
        };
        CheckPayloadEnd(ref reader, payload, length);
        return value;
    }

    private static NwsValue ReadScalar(sbyte type, ReadOnlySpan<byte> payload, int start)
    {
        NwsValue? value = type switch
        {
            ExtensionCode.Timestamp => Timed(MomentPayload.ReadTimestamp(payload), start, ValueFactory.PointInTime),
            ExtensionCode.OffsetDateTime => Timed(MomentPayload.ReadWithOffset(payload), start, ValueFactory.PointInTime),
            ExtensionCode.NaiveDateTime => Timed(MomentPayload.ReadPlain(payload), start, ValueFactory.NaiveDateTime),
            ExtensionCode.Duration => Timed(MomentPayload.ReadPlain(payload), start, ValueFactory.Duration),
            ExtensionCode.BigInteger when !payload.IsEmpty => ValueFactory.Integer(new BigInteger(payload, isBigEndian: true)),
            ExtensionCode.Decimal => ReadDecimal(payload, start),
            ExtensionCode.Uuid when payload.Length == UuidLength => ValueFactory.Uuid(new Guid(payload, bigEndian: true)),
            ExtensionCode.Complex when payload.Length == ComplexPayload.Length => ValueFactory.Complex(ComplexPayload.Read(payload)),
            ExtensionCode.BigInteger or ExtensionCode.Uuid or ExtensionCode.Complex => null,
            _ => throw MessagePackReader.Fault(start, $"unknown extension type {type}"),
        };
        return value ?? throw MessagePackReader.Fault(start, $"extension type {type} has no payload of {payload.Length} bytes");
    }

    private static NwsValue ReadDecimal(ReadOnlySpan<byte> payload, int start)
    {
        string text = DecimalText.Normalize(Encoding.Latin1.GetString(payload))
            ?? throw MessagePackReader.Fault(start, "the payload of a decimal is no decimal number");
        return ValueFactory.Decimal(text);
    }

    private static NwsValue? Timed(Moment? moment, int start, Func<Moment, NwsValue> make)
    {
        if (moment is not { } time)
            return null;
        if (time.Nanoseconds is < 0 or >= Moment.NanosecondsPerSecond)
            throw MessagePackReader.Fault(start, "nanoseconds are 0 to 999999999");
        if (Math.Abs((long)time.Offset) >= Moment.OffsetLimit)
            throw MessagePackReader.Fault(start, "an offset from UTC is less than 24 hours");
        return make(time);
    }

    private static void EnterContainer(ref MessagePackReader reader, int start, int depth, long awaited)
    {
        if (depth >= NwsValue.MaxDepth)
            throw TooDeep(start);
        if (awaited > reader.Remaining)
            throw MessagePackReader.Fault(start, $"{awaited} elements are announced, but only {reader.Remaining} bytes remain");
    }

    private static NwsValueException FaultBehind(MessagePackReader reader, int elements, string problem)
    {
        for (int i = 0; i < elements; i++)
            reader.Skip();
        return MessagePackReader.Fault(reader.Position, problem);
    }
}
