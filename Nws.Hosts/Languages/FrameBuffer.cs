using System.Buffers.Binary;
using Nws.Wire;

namespace Nws.Hosts.Languages;

/// <summary>Cuts the bytes of a channel into frames (four bytes length, then a message).</summary>
internal sealed class FrameBuffer
{
    private const int HeaderLength = 4;

    private readonly ReceivedBytes _received = new();

    /// <summary>Where the next bytes go; never empty.</summary>
    internal Span<byte> Free() => _received.MakeRoom().Span;

    /// <summary>So many bytes have been put into <see cref="Free"/>.</summary>
    internal void Add(int count) => _received.Add(count);

    /// <summary>Takes the next message, if it is there as a whole. It is valid until <see cref="Free"/> is called.</summary>
    /// <exception cref="InvalidDataException">The bytes are no frame.</exception>
    internal bool TryTake(out ReadOnlySpan<byte> message)
    {
        message = default;
        if (_received.Count < HeaderLength)
            return false;
        int length = BinaryPrimitives.ReadInt32BigEndian(_received.First(HeaderLength));
        if (length < 0)
            throw new InvalidDataException("The kernel channel carried something that is no frame.");
        if (_received.Count - HeaderLength < length)
            return false;
        message = _received.First(HeaderLength + length)[HeaderLength..];
        _received.Remove(HeaderLength + length);
        return true;
    }
}
