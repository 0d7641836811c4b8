using System.Buffers.Binary;

namespace Nws.Values;

/// <summary>
/// Reads MessagePack elements from bytes nobody vouches for. Every fault is a <see cref="NwsValueException"/> with the position; a count or
/// length is checked against the bytes that remain before anyone can allocate by it. Every encoding of a number is read, not only the one
/// that is written.
/// </summary>
internal ref struct MessagePackReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>The index of the next byte.</summary>
    internal readonly int Position => _position;

    /// <summary>How many bytes are left.</summary>
    internal readonly int Remaining => _bytes.Length - _position;

    /// <summary>Whether all bytes have been read.</summary>
    internal readonly bool End => _position == _bytes.Length;

    /// <summary>What the next element is; does not move.</summary>
    internal readonly MessagePackType PeekType()
    {
        byte code = PeekCode("a value");
        return MessagePackFormat.TypeOf(code) ?? throw Fault(_position, $"the byte 0x{code:x2} begins no MessagePack value");
    }

    /// <summary>Reads nil if it is next; otherwise does not move.</summary>
    internal bool TryReadNil()
    {
        if (PeekCode("a value") != MessagePackCode.Nil)
            return false;
        _position++;
        return true;
    }

    internal bool ReadBool()
    {
        byte code = PeekCode("a bool");
        if (code is not (MessagePackCode.True or MessagePackCode.False))
            throw Unexpected("a bool");
        _position++;
        return code == MessagePackCode.True;
    }

    /// <summary>Reads an integer from -2^63 to 2^63-1.</summary>
    internal long ReadInt64()
    {
        int start = _position;
        byte code = PeekCode("an integer");
        if (code <= MessagePackCode.PositiveFixIntMax || code >= MessagePackCode.NegativeFixIntMin)
        {
            _position++;
            return (sbyte)code;
        }
        Int128 value = ReadInteger();
        return value <= long.MaxValue ? (long)value : throw Fault(start, $"expected an integer up to 2^63-1, found {value}");
    }

    /// <summary>Reads an integer from 0 to 2^64-1.</summary>
    internal ulong ReadUInt64()
    {
        int start = _position;
        Int128 value = ReadInteger();
        return value >= 0 ? (ulong)value : throw Fault(start, $"expected an integer from 0, found {value}");
    }

    /// <summary>Reads any integer MessagePack has: -2^63 to 2^64-1.</summary>
    internal Int128 ReadInteger()
    {
        byte code = PeekCode("an integer");
        switch (code)
        {
            case <= MessagePackCode.PositiveFixIntMax or >= MessagePackCode.NegativeFixIntMin:
                _position++;
                return (sbyte)code;
            case MessagePackCode.UInt8: return TakeNumber(1)[0];
            case MessagePackCode.UInt16: return BinaryPrimitives.ReadUInt16BigEndian(TakeNumber(2));
            case MessagePackCode.UInt32: return BinaryPrimitives.ReadUInt32BigEndian(TakeNumber(4));
            case MessagePackCode.UInt64: return BinaryPrimitives.ReadUInt64BigEndian(TakeNumber(8));
            case MessagePackCode.Int8: return (sbyte)TakeNumber(1)[0];
            case MessagePackCode.Int16: return BinaryPrimitives.ReadInt16BigEndian(TakeNumber(2));
            case MessagePackCode.Int32: return BinaryPrimitives.ReadInt32BigEndian(TakeNumber(4));
            case MessagePackCode.Int64: return BinaryPrimitives.ReadInt64BigEndian(TakeNumber(8));
            default: throw Unexpected("an integer");
        }
    }

    internal float ReadFloat32() => PeekCode("a float32") == MessagePackCode.Float32
        ? BinaryPrimitives.ReadSingleBigEndian(TakeNumber(4))
        : throw Unexpected("a float32");

    /// <summary>Reads a float of either width.</summary>
    internal double ReadFloat64() => PeekCode("a float") switch
    {
        MessagePackCode.Float32 => BinaryPrimitives.ReadSingleBigEndian(TakeNumber(4)),
        MessagePackCode.Float64 => BinaryPrimitives.ReadDoubleBigEndian(TakeNumber(8)),
        _ => throw Unexpected("a float"),
    };

    internal string ReadText()
    {
        ReadOnlySpan<byte> utf8 = ReadUtf8();
        return Wtf8.Decode(utf8, out int invalidAt)
            ?? throw Fault(_position - utf8.Length + invalidAt, $"expected UTF-8, found the byte 0x{utf8[invalidAt]:x2} out of place");
    }

    /// <summary>Reads a text as the bytes it consists of, which may not be UTF-8.</summary>
    internal ReadOnlySpan<byte> ReadUtf8()
    {
        int start = _position;
        byte code = PeekCode("text");
        uint length = code switch
        {
            >= MessagePackCode.FixText and < MessagePackCode.Nil => TakeSmallCount(0x1f),
            MessagePackCode.Text8 => TakeCount(1),
            MessagePackCode.Text16 => TakeCount(2),
            MessagePackCode.Text32 => TakeCount(4),
            _ => throw Unexpected("text"),
        };
        return TakeAnnounced(start, length, "a text");
    }

    internal ReadOnlySpan<byte> ReadBytes()
    {
        int start = _position;
        uint length = PeekCode("bytes") switch
        {
            MessagePackCode.Bytes8 => TakeCount(1),
            MessagePackCode.Bytes16 => TakeCount(2),
            MessagePackCode.Bytes32 => TakeCount(4),
            _ => throw Unexpected("bytes"),
        };
        return TakeAnnounced(start, length, "bytes");
    }

    /// <summary>Reads the beginning of an array.</summary>
    /// <returns>How many elements follow; at least one byte is there for each.</returns>
    internal int ReadArrayHeader()
    {
        int start = _position;
        byte code = PeekCode("an array");
        uint count = code switch
        {
            >= MessagePackCode.FixArray and < MessagePackCode.FixText => TakeSmallCount(0x0f),
            MessagePackCode.Array16 => TakeCount(2),
            MessagePackCode.Array32 => TakeCount(4),
            _ => throw Unexpected("an array"),
        };
        CheckAnnounced(start, count, count, "an array");
        return (int)count;
    }

    /// <summary>Reads the beginning of a map.</summary>
    /// <returns>How many entries follow, each a key and a value; at least two bytes are there for each.</returns>
    internal int ReadMapHeader()
    {
        int start = _position;
        byte code = PeekCode("a map");
        uint count = code switch
        {
            >= MessagePackCode.FixMap and < MessagePackCode.FixArray => TakeSmallCount(0x0f),
            MessagePackCode.Map16 => TakeCount(2),
            MessagePackCode.Map32 => TakeCount(4),
            _ => throw Unexpected("a map"),
        };
        CheckAnnounced(start, count, 2L * count, "a map");
        return (int)count;
    }

    /// <summary>Reads the beginning of an extension.</summary>
    /// <returns>The length of its payload; that many bytes are there.</returns>
    internal int ReadExtensionHeader(out sbyte type)
    {
        int start = _position;
        uint length = PeekCode("an extension") switch
        {
            MessagePackCode.FixExt1 => TakeFixed(1),
            MessagePackCode.FixExt2 => TakeFixed(2),
            MessagePackCode.FixExt4 => TakeFixed(4),
            MessagePackCode.FixExt8 => TakeFixed(8),
            MessagePackCode.FixExt16 => TakeFixed(16),
            MessagePackCode.Ext8 => TakeCount(1),
            MessagePackCode.Ext16 => TakeCount(2),
            MessagePackCode.Ext32 => TakeCount(4),
            _ => throw Unexpected("an extension"),
        };
        type = (sbyte)ReadRaw(1)[0];
        CheckAnnounced(start, length, length, "an extension");
        return (int)length;
    }

    /// <summary>Reads that many bytes as they are, such as the payload a header announced.</summary>
    internal ReadOnlySpan<byte> ReadRaw(int length)
    {
        if (length > Remaining)
            throw Fault(_bytes.Length, $"expected {length - Remaining} more bytes, found the end");
        ReadOnlySpan<byte> taken = _bytes.Slice(_position, length);
        _position += length;
        return taken;
    }

    /// <summary>Reads the next element, whatever it is, and returns the bytes it consists of. Extensions are not looked into.</summary>
    internal ReadOnlySpan<byte> SkipToSpan()
    {
        int start = _position;
        Skip();
        return _bytes[start.._position];
    }

    /// <summary>Moves behind the next element, whatever it is. Extensions are not looked into.</summary>
    internal void Skip() => MessagePackFormat.Skip(ref this);

    /// <summary>The error for what is next, where something else was expected.</summary>
    internal readonly NwsValueException Unexpected(string expected) => Fault(_position, $"expected {expected}, found {DescribeNext()}");

    /// <summary>An error at a position of these bytes.</summary>
    internal static NwsValueException Fault(int position, string problem) => NwsValueException.AtByte(position, problem);

    private readonly string DescribeNext() => End ? "the end" : MessagePackFormat.TypeOf(_bytes[_position]) switch
    {
        MessagePackType.Nil => "nil",
        MessagePackType.Bool => "a bool",
        MessagePackType.Integer => "an integer",
        MessagePackType.Float32 => "a float32",
        MessagePackType.Float64 => "a float64",
        MessagePackType.Text => "text",
        MessagePackType.Bytes => "bytes",
        MessagePackType.Array => "an array",
        MessagePackType.Map => "a map",
        MessagePackType.Extension => "an extension",
        _ => $"the byte 0x{_bytes[_position]:x2}, which begins no MessagePack value",
    };

    private readonly byte PeekCode(string expected)
    {
        if (_position >= _bytes.Length)
            throw Fault(_position, $"expected {expected}, found the end");
        return _bytes[_position];
    }

    private ReadOnlySpan<byte> TakeNumber(int width) => ReadRaw(1 + width)[1..];

    private uint TakeSmallCount(byte mask) => (uint)(_bytes[_position++] & mask);

    private uint TakeFixed(uint length)
    {
        _position++;
        return length;
    }

    private uint TakeCount(int width)
    {
        ReadOnlySpan<byte> count = TakeNumber(width);
        return width switch
        {
            1 => count[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(count),
            _ => BinaryPrimitives.ReadUInt32BigEndian(count),
        };
    }

    private ReadOnlySpan<byte> TakeAnnounced(int start, uint length, string what)
    {
        CheckAnnounced(start, length, length, what);
        return ReadRaw((int)length);
    }

    private readonly void CheckAnnounced(int start, uint count, long bytesAtLeast, string what)
    {
        if (bytesAtLeast > Remaining)
            throw Fault(start, $"{what} of {count} needs {bytesAtLeast} bytes, but only {Remaining} remain");
    }
}
