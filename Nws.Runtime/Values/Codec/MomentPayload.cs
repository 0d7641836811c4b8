using System.Buffers.Binary;

namespace Nws.Values;

/// <summary>The payloads of the four kinds of time.</summary>
internal static class MomentPayload
{
    private const int OffsetLength = 16;
    private const int PlainLength = 12;
    private const int SecondsBits = 34;
    private const long SecondsLimit = 1L << SecondsBits;

    internal static void Write(MessagePackWriter writer, NwsValueKind kind, Moment moment)
    {
        Span<byte> payload = stackalloc byte[OffsetLength];
        (sbyte type, int length) = kind switch
        {
            NwsValueKind.Instant => (ExtensionCode.Timestamp, FillTimestamp(payload, moment)),
            NwsValueKind.OffsetDateTime => (ExtensionCode.OffsetDateTime, FillSecondsFirst(payload, moment, OffsetLength)),
            NwsValueKind.NaiveDateTime => (ExtensionCode.NaiveDateTime, FillSecondsFirst(payload, moment, PlainLength)),
            _ => (ExtensionCode.Duration, FillSecondsFirst(payload, moment, PlainLength)),
        };
        writer.WriteExtensionHeader(type, length);
        writer.WriteRaw(payload[..length]);
    }

    /// <summary>Reads a payload of a timestamp; null if it has another length than timestamps have.</summary>
    internal static Moment? ReadTimestamp(ReadOnlySpan<byte> payload)
    {
        switch (payload.Length)
        {
            case 4: return new Moment(BinaryPrimitives.ReadUInt32BigEndian(payload), 0);
            case 8:
                ulong packed = BinaryPrimitives.ReadUInt64BigEndian(payload);
                return new Moment((long)packed & (SecondsLimit - 1), (int)(packed >> SecondsBits));
            case 12: return new Moment(BinaryPrimitives.ReadInt64BigEndian(payload[4..]), BinaryPrimitives.ReadInt32BigEndian(payload));
            default: return null;
        }
    }

    /// <summary>Reads a payload of a naive date-time or duration; null if it has another length than they have.</summary>
    internal static Moment? ReadPlain(ReadOnlySpan<byte> payload) => payload.Length == PlainLength
        ? new Moment(BinaryPrimitives.ReadInt64BigEndian(payload), BinaryPrimitives.ReadInt32BigEndian(payload[8..]))
        : null;

    /// <summary>Reads a payload of a date-time with offset; null if it has another length than they have.</summary>
    internal static Moment? ReadWithOffset(ReadOnlySpan<byte> payload) => payload.Length == OffsetLength
        ? ReadPlain(payload[..PlainLength])!.Value with { Offset = BinaryPrimitives.ReadInt32BigEndian(payload[PlainLength..]) }
        : null;

    private static int FillTimestamp(Span<byte> payload, Moment moment)
    {
        if (moment.Nanoseconds == 0 && moment.Seconds is >= 0 and <= uint.MaxValue)
        {
            BinaryPrimitives.WriteUInt32BigEndian(payload, (uint)moment.Seconds);
            return 4;
        }
        if (moment.Seconds is >= 0 and < SecondsLimit)
        {
            BinaryPrimitives.WriteUInt64BigEndian(payload, (ulong)moment.Nanoseconds << SecondsBits | (ulong)moment.Seconds);
            return 8;
        }
        BinaryPrimitives.WriteInt32BigEndian(payload, moment.Nanoseconds);
        BinaryPrimitives.WriteInt64BigEndian(payload[4..], moment.Seconds);
        return 12;
    }

    private static int FillSecondsFirst(Span<byte> payload, Moment moment, int length)
    {
        BinaryPrimitives.WriteInt64BigEndian(payload, moment.Seconds);
        BinaryPrimitives.WriteInt32BigEndian(payload[8..], moment.Nanoseconds);
        BinaryPrimitives.WriteInt32BigEndian(payload[PlainLength..], moment.Offset);
        return length;
    }
}
