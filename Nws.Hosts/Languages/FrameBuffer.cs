using System.Buffers.Binary;

namespace Nws.Hosts.Languages;

/// <summary>Cuts the bytes of a channel into frames (four bytes length, then a message). It grows as bytes arrive, never on the word of a length.</summary>
internal sealed class FrameBuffer
{
    private const int HeaderLength = 4;
    private const int Initial = 64 * 1024;

    private byte[] _bytes = new byte[Initial];
    private int _start;
    private int _end;

    /// <summary>Where the next bytes go; never empty.</summary>
    internal Span<byte> Free()
    {
        if (_start == _end)
            Reset();
        else if (_end == _bytes.Length)
            MakeRoom();
        return _bytes.AsSpan(_end);
    }

    /// <summary>So many bytes have been put into <see cref="Free"/>.</summary>
    internal void Add(int count) => _end += count;

    /// <summary>Takes the next message, if it is there as a whole. It is valid until <see cref="Free"/> is called.</summary>
    /// <exception cref="InvalidDataException">The bytes are no frame.</exception>
    internal bool TryTake(out ReadOnlySpan<byte> message)
    {
        message = default;
        if (_end - _start < HeaderLength)
            return false;
        int length = BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(_start));
        if (length < 0)
            throw new InvalidDataException("The kernel channel carried something that is no frame.");
        if (_end - _start - HeaderLength < length)
            return false;
        message = _bytes.AsSpan(_start + HeaderLength, length);
        _start += HeaderLength + length;
        return true;
    }

    private void Reset()
    {
        (_start, _end) = (0, 0);
        if (_bytes.Length > Initial)
            _bytes = new byte[Initial];
    }

    private void MakeRoom()
    {
        // Doubled only if the rest of one message fills it already; otherwise what has been taken makes room enough.
        byte[] roomier = _start > 0 ? _bytes : new byte[(int)Math.Min(2L * _bytes.Length, Array.MaxLength)];
        _bytes.AsSpan(_start, _end - _start).CopyTo(roomier);
        (_bytes, _start, _end) = (roomier, 0, _end - _start);
    }
}
