using System.Buffers;
using System.Buffers.Binary;

namespace Nws.Values;

/// <summary>
/// Writes MessagePack elements into a buffer. Nothing is held back: each element is in the buffer when its method returns.
/// </summary>
/// <remarks>Integers, lengths and counts take their shortest form; non-negative integers the unsigned one, as is usual.</remarks>
internal readonly ref struct MessagePackWriter(IBufferWriter<byte> output)
{
    private readonly IBufferWriter<byte> _output = output;

    internal void WriteNil() => WriteByte(MessagePackCode.Nil);

    internal void WriteBool(bool value) => WriteByte(value ? MessagePackCode.True : MessagePackCode.False);

    internal void WriteInteger(long value)
    {
        if (value >= 0)
            WriteInteger((ulong)value);
        else if (value >= -32)
            WriteByte((byte)value);
        else if (value >= sbyte.MinValue)
            Write8(MessagePackCode.Int8, (byte)value);
        else if (value >= short.MinValue)
            Write16(MessagePackCode.Int16, (ushort)value);
        else if (value >= int.MinValue)
            Write32(MessagePackCode.Int32, (uint)value);
        else
            Write64(MessagePackCode.Int64, (ulong)value);
    }

    internal void WriteInteger(ulong value)
    {
        if (value <= MessagePackCode.PositiveFixIntMax)
            WriteByte((byte)value);
        else if (value <= byte.MaxValue)
            Write8(MessagePackCode.UInt8, (byte)value);
        else if (value <= ushort.MaxValue)
            Write16(MessagePackCode.UInt16, (ushort)value);
        else if (value <= uint.MaxValue)
            Write32(MessagePackCode.UInt32, (uint)value);
        else
            Write64(MessagePackCode.UInt64, value);
    }

    internal void WriteFloat32(float value) => Write32(MessagePackCode.Float32, BitConverter.SingleToUInt32Bits(value));

    internal void WriteFloat64(double value) => Write64(MessagePackCode.Float64, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Writes text as UTF-8; a lone surrogate as the three bytes its number would have (WTF-8).</summary>
    internal void WriteText(ReadOnlySpan<char> text)
    {
        int length = Wtf8.GetByteCount(text);
        WriteTextHeader(length);
        Wtf8.Encode(text, _output.GetSpan(length));
        _output.Advance(length);
    }

    /// <summary>Writes text that is UTF-8 already.</summary>
    internal void WriteUtf8(ReadOnlySpan<byte> utf8)
    {
        WriteTextHeader(utf8.Length);
        WriteRaw(utf8);
    }

    internal void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteBytesHeader(bytes.Length);
        WriteRaw(bytes);
    }

    /// <summary>Announces that many bytes, which the caller writes with <see cref="WriteRaw"/>.</summary>
    internal void WriteBytesHeader(int length)
    {
        if (length <= byte.MaxValue)
            Write8(MessagePackCode.Bytes8, (byte)length);
        else if (length <= ushort.MaxValue)
            Write16(MessagePackCode.Bytes16, (ushort)length);
        else
            Write32(MessagePackCode.Bytes32, (uint)length);
    }

    internal void WriteArrayHeader(int count)
    {
        if (count <= 15)
            WriteByte((byte)(MessagePackCode.FixArray | count));
        else if (count <= ushort.MaxValue)
            Write16(MessagePackCode.Array16, (ushort)count);
        else
            Write32(MessagePackCode.Array32, (uint)count);
    }

    /// <summary>Announces that many entries: keys and values in turn, twice <paramref name="count"/> elements.</summary>
    internal void WriteMapHeader(int count)
    {
        if (count <= 15)
            WriteByte((byte)(MessagePackCode.FixMap | count));
        else if (count <= ushort.MaxValue)
            Write16(MessagePackCode.Map16, (ushort)count);
        else
            Write32(MessagePackCode.Map32, (uint)count);
    }

    /// <summary>Announces a payload of that many bytes, which the caller writes.</summary>
    internal void WriteExtensionHeader(sbyte type, int length)
    {
        switch (length)
        {
            case 1: WriteByte(MessagePackCode.FixExt1); break;
            case 2: WriteByte(MessagePackCode.FixExt2); break;
            case 4: WriteByte(MessagePackCode.FixExt4); break;
            case 8: WriteByte(MessagePackCode.FixExt8); break;
            case 16: WriteByte(MessagePackCode.FixExt16); break;
            case <= byte.MaxValue: Write8(MessagePackCode.Ext8, (byte)length); break;
            case <= ushort.MaxValue: Write16(MessagePackCode.Ext16, (ushort)length); break;
            default: Write32(MessagePackCode.Ext32, (uint)length); break;
        }
        WriteByte((byte)type);
    }

    /// <summary>Writes bytes as they are: an element encoded elsewhere, or what a header announced.</summary>
    internal void WriteRaw(ReadOnlySpan<byte> bytes) => _output.Write(bytes);

    private void WriteTextHeader(int length)
    {
        if (length <= 31)
            WriteByte((byte)(MessagePackCode.FixText | length));
        else if (length <= byte.MaxValue)
            Write8(MessagePackCode.Text8, (byte)length);
        else if (length <= ushort.MaxValue)
            Write16(MessagePackCode.Text16, (ushort)length);
        else
            Write32(MessagePackCode.Text32, (uint)length);
    }

    private void WriteByte(byte value)
    {
        _output.GetSpan(1)[0] = value;
        _output.Advance(1);
    }

    private void Write8(byte code, byte value)
    {
        Span<byte> span = _output.GetSpan(2);
        span[1] = value;
        span[0] = code;
        _output.Advance(2);
    }

    private void Write16(byte code, ushort value)
    {
        Span<byte> span = _output.GetSpan(3);
        span[0] = code;
        BinaryPrimitives.WriteUInt16BigEndian(span[1..], value);
        _output.Advance(3);
    }

    private void Write32(byte code, uint value)
    {
        Span<byte> span = _output.GetSpan(5);
        span[0] = code;
        BinaryPrimitives.WriteUInt32BigEndian(span[1..], value);
        _output.Advance(5);
    }

    private void Write64(byte code, ulong value)
    {
        Span<byte> span = _output.GetSpan(9);
        span[0] = code;
        BinaryPrimitives.WriteUInt64BigEndian(span[1..], value);
        _output.Advance(9);
    }
}
