using System.Numerics;
using System.Text;

namespace Nws.Values;

/// <summary>Writes values as VALUES.md says: one form for each.</summary>
internal static class ValueEncoder
{
    internal static void Write(MessagePackWriter writer, NwsValue value)
    {
        switch (value.Kind)
        {
            case NwsValueKind.Nil: writer.WriteNil(); break;
            case NwsValueKind.Bool: writer.WriteBool(value.Bits != 0); break;
            case NwsValueKind.Integer: WriteInteger(writer, value); break;
            case NwsValueKind.Float64: writer.WriteFloat64(BitConverter.Int64BitsToDouble(value.Bits)); break;
            case NwsValueKind.Float32: writer.WriteFloat32(BitConverter.Int32BitsToSingle((int)value.Bits)); break;
            case NwsValueKind.Text: writer.WriteText((string)value.Content!); break;
            case NwsValueKind.Bytes: writer.WriteBytes((byte[])value.Content!); break;
            case NwsValueKind.List: WriteArray(writer, (NwsValue[])value.Content!); break;
            case NwsValueKind.Map: WriteMap(writer, (ValueMap)value.Content!); break;
            default: WriteExtension(writer, value); break;
        }
    }

    private static void WriteInteger(MessagePackWriter writer, NwsValue value)
    {
        if (value.Content is not BigInteger number)
            writer.WriteInteger(value.Bits);
        else if (number.Sign > 0 && number <= ulong.MaxValue)
            writer.WriteInteger((ulong)number);
        else
            WritePayload(writer, ExtensionCode.BigInteger, number.ToByteArray(isBigEndian: true));
    }

    private static void WriteArray(MessagePackWriter writer, NwsValue[] items)
    {
        writer.WriteArrayHeader(items.Length);
        foreach (NwsValue item in items)
            Write(writer, item);
    }

    private static void WriteMap(MessagePackWriter writer, ValueMap map)
    {
        writer.WriteMapHeader(map.Count);
        for (int i = 0; i < map.Count; i++)
        {
            Write(writer, map.Keys.Keys[i]);
            Write(writer, map.Values[i]);
        }
    }

    private static void WriteExtension(MessagePackWriter writer, NwsValue value)
    {
        switch (value.Content)
        {
            case string number: WritePayload(writer, ExtensionCode.Decimal, Encoding.ASCII.GetBytes(number)); break;
            case NwsValue[] tuple: WriteArrayInside(writer, ExtensionCode.Tuple, tuple); break;
            case KeyedValues set: WriteArrayInside(writer, ExtensionCode.Set, set.Keys); break;
            case Moment moment: MomentPayload.Write(writer, value.Kind, moment); break;
            case Guid uuid: WritePayload(writer, ExtensionCode.Uuid, uuid.ToByteArray(bigEndian: true)); break;
            case Complex number: ComplexPayload.Write(writer, number); break;
            case NwsNumericArray array: NumericArrayPayload.Write(writer, array); break;
            case NwsError error: ErrorPayload.Write(writer, error); break;
            default: throw new InvalidOperationException($"{value.Kind} is no extension");
        }
    }

    // The length of a payload stands before it, so it is written aside first.
    private static void WriteArrayInside(MessagePackWriter writer, sbyte type, NwsValue[] items)
    {
        using var payload = new PooledBuffer();
        WriteArray(new MessagePackWriter(payload), items);
        WritePayload(writer, type, payload.Written);
    }

    private static void WritePayload(MessagePackWriter writer, sbyte type, ReadOnlySpan<byte> payload)
    {
        writer.WriteExtensionHeader(type, payload.Length);
        writer.WriteRaw(payload);
    }
}
