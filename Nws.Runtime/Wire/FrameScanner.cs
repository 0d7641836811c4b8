using System.Buffers;

namespace Nws.Wire;

/// <summary>
/// Finds where a MessagePack message ends, without decoding it and without looking at any byte twice: what has been scanned of a half-received message is
/// remembered. Both ends of a connection use it. It takes no memory on the word of a header and never recurses.
/// </summary>
/// <remarks>
/// Calls alternate with reads: <see cref="TryFindEnd"/> is given the buffer from the first byte of the current message on; after it returned true, the next call starts a
/// new message. Call <see cref="Discarded"/> when bytes of an unfinished message were dropped from the front of the buffer.
/// </remarks>
internal sealed class FrameScanner(int maxDepth)
{
    private readonly int _maxDepth = maxDepth;
    private uint[] _open = new uint[8];
    private int _depth;
    private long _skip;
    private int _lengthBytes;
    private uint _length;
    private byte _head;
    private long _position;
    private long _dropped;
    private bool _complete;

    /// <summary>Bytes the current message has at least, by what has been seen of it.</summary>
    public long KnownLength => _position + _skip;

    /// <summary>Looks for the end of the message that starts at the first byte of <paramref name="buffer"/>.</summary>
    /// <param name="buffer">All unconsumed bytes of the message that have arrived.</param>
    /// <param name="length">How many of them belong to the message.</param>
    /// <exception cref="ProtocolFaultException">The bytes are not MessagePack, or nested too deeply.</exception>
    public bool TryFindEnd(in ReadOnlySequence<byte> buffer, out long length)
    {
        if (_complete) Reset();
        foreach (var segment in buffer.Slice(_position - _dropped))
        {
            Scan(segment.Span);
            if (_complete) break;
        }
        length = _position - _dropped;
        return _complete;
    }

    /// <summary>Tells that the first <paramref name="count"/> bytes of the unfinished message are no longer in the buffer.</summary>
    public void Discarded(long count) => _dropped += count;

    private void Reset()
    {
        (_position, _dropped, _complete) = (0, 0, false);
    }

    private void Scan(ReadOnlySpan<byte> bytes)
    {
        int i = 0;
        while (i < bytes.Length && !_complete)
        {
            if (_skip > 0)
            {
                int step = (int)Math.Min(_skip, bytes.Length - i);
                _skip -= step;
                i += step;
                if (_skip == 0) CloseElement();
            }
            else if (_lengthBytes > 0)
            {
                _length = _length << 8 | bytes[i++];
                if (--_lengthBytes == 0) OpenDeclared();
            }
            else
            {
                OpenElement(bytes[i++]);
            }
        }
        _position += i;
    }

    private void OpenElement(byte head)
    {
        switch (head)
        {
            case <= 0x7f or >= 0xe0 or 0xc0 or 0xc2 or 0xc3: CloseElement(); break;
            case <= 0x8f: OpenContainer((head & 0x0fu) * 2); break;
            case <= 0x9f: OpenContainer(head & 0x0fu); break;
            case <= 0xbf: OpenPayload(head & 0x1f); break;
            case 0xc4 or 0xc7 or 0xd9: OpenLength(head, 1); break;
            case 0xc5 or 0xc8 or 0xda or 0xdc or 0xde: OpenLength(head, 2); break;
            case 0xc6 or 0xc9 or 0xdb or 0xdd or 0xdf: OpenLength(head, 4); break;
            case 0xcc or 0xd0: OpenPayload(1); break;
            case 0xcd or 0xd1: OpenPayload(2); break;
            case 0xca or 0xce or 0xd2: OpenPayload(4); break;
            case 0xcb or 0xcf or 0xd3: OpenPayload(8); break;
            case >= 0xd4 and <= 0xd8: OpenPayload(1 + (1 << (head - 0xd4))); break;
            default: throw new ProtocolFaultException(ErrorCode.BadRequest, $"Byte 0x{head:x2} starts no MessagePack element.");
        }
    }

    private void OpenLength(byte head, int lengthBytes) => (_head, _lengthBytes, _length) = (head, lengthBytes, 0);

    private void OpenDeclared()
    {
        switch (_head)
        {
            case 0xdc or 0xdd: OpenContainer(_length); break;
            case 0xde or 0xdf: OpenContainer(_length * 2L); break;
            case 0xc7 or 0xc8 or 0xc9: OpenPayload(_length + 1L); break;
            default: OpenPayload(_length); break;
        }
    }

    private void OpenPayload(long length)
    {
        if (length == 0) CloseElement();
        else _skip = length;
    }

    private void OpenContainer(long count)
    {
        if (count == 0)
        {
            CloseElement();
            return;
        }
        if (count > uint.MaxValue) throw new ProtocolFaultException(ErrorCode.TooLarge, $"A map of {count / 2} entries is larger than any message may be.");
        if (_depth == _maxDepth) throw new ProtocolFaultException(ErrorCode.BadRequest, $"The message nests more than {_maxDepth} containers.");
        if (_depth == _open.Length) Array.Resize(ref _open, _depth * 2);
        _open[_depth++] = (uint)count;
    }

    private void CloseElement()
    {
        while (_depth > 0)
        {
            if (--_open[_depth - 1] > 0) return;
            _depth--;
        }
        _complete = true;
    }
}
