using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Nws.Hosts.Languages;

/// <summary>The frames between host and kernel: four bytes length, then a message.</summary>
internal static class KernelFrame
{
    private const int HeaderLength = 4;

    /// <summary>Reads the next frame.</summary>
    /// <param name="stream">The channel.</param>
    /// <param name="longest">A longer message is refused before memory is taken.</param>
    /// <param name="cancellation">Stops waiting; the channel is of no use afterwards.</param>
    /// <returns>The message; null if the other side has closed the channel.</returns>
    /// <exception cref="InvalidDataException">The length is out of range, or the channel was closed in the middle of a frame.</exception>
    internal static async ValueTask<byte[]?> ReadAsync(Stream stream, int longest, CancellationToken cancellation)
    {
        byte[] header = new byte[HeaderLength];
        int read = await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        if (read == 0)
            return null;
        int length = BinaryPrimitives.ReadInt32BigEndian(header);
        if (read < HeaderLength || length < 0 || length > longest)
            throw new InvalidDataException("The kernel channel carried something that is no frame.");
        byte[] message = new byte[length];
        if (await stream.ReadAtLeastAsync(message, length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false) < length)
            throw new InvalidDataException("The kernel channel was closed in the middle of a frame.");
        return message;
    }

    /// <summary>Reads the next frame and blocks until it is there.</summary>
    /// <returns>The message; null if the other side has closed the channel.</returns>
    internal static byte[]? Read(Stream stream)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength)
            return null;
        byte[] message = new byte[BinaryPrimitives.ReadInt32BigEndian(header)];
        stream.ReadExactly(message);
        return message;
    }

    /// <summary>Encodes a message with its length in front.</summary>
    internal static ReadOnlyMemory<byte> Encode(KernelMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        output.GetSpan(HeaderLength);
        output.Advance(HeaderLength);
        message.Encode(output);
        MemoryMarshal.TryGetArray(output.WrittenMemory, out ArraySegment<byte> frame);
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Count - HeaderLength);
        return frame;
    }
}
