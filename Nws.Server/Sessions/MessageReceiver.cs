using System.Buffers;
using Nws.Values;
using Nws.Wire;

namespace Nws.Server.Sessions;

/// <summary>
/// Cuts the bytes of one connection into messages. A request that is larger than the limit is reported as soon as that is known, so that it
/// can be answered, and passed over without being collected; the connection goes on behind it.
/// </summary>
internal sealed class MessageReceiver(long maxMessage)
{
    private const int TypeRequest = 0;

    private const int LongestFront = 32;

    private readonly FrameScanner _scanner = new(WireLimits.MessageDepth);
    private bool _passingOver;

    /// <summary>Handles a message; false to be given no more for now.</summary>
    public delegate bool Receive(ReadOnlySpan<byte> message);

    /// <summary>The largest message that is collected, in bytes.</summary>
    public long MaxMessage { get; set; } = maxMessage;

    /// <summary>Takes the messages that are complete in <paramref name="buffer"/> off its front.</summary>
    /// <param name="buffer">The unconsumed bytes; what is left of it afterwards must be offered again with more.</param>
    /// <param name="receive">Given each message.</param>
    /// <param name="tooLarge">Given the id of a request that was too large.</param>
    /// <returns>Whether everything that is complete was taken; false if <paramref name="receive"/> wanted no more.</returns>
    /// <exception cref="ProtocolFaultException">The bytes are no messages.</exception>
    public bool Take(ref ReadOnlySequence<byte> buffer, Receive receive, Action<uint> tooLarge)
    {
        while (buffer.Length > 0 && _scanner.TryFindEnd(buffer, out long length))
        {
            var message = buffer.Slice(0, length);
            if (!_passingOver && length > MaxMessage) BeginToPassOver(message, tooLarge);
            bool goOn = _passingOver || Contiguous(message, receive);
            _passingOver = false;
            buffer = buffer.Slice(length);
            if (!goOn) return false;
        }
        if (buffer.Length == 0 || _scanner.KnownLength <= MaxMessage) return true;
        if (!_passingOver) BeginToPassOver(buffer, tooLarge);
        _scanner.Discarded(buffer.Length);
        buffer = buffer.Slice(buffer.End);
        return true;
    }

    private void BeginToPassOver(in ReadOnlySequence<byte> message, Action<uint> tooLarge)
    {
        tooLarge(PeekRequest(message));
        _passingOver = true;
    }

    // The id stands in front of everything large, so it has arrived when the message is known to be too large.
    private static uint PeekRequest(in ReadOnlySequence<byte> message)
    {
        Span<byte> front = stackalloc byte[LongestFront];
        int count = (int)Math.Min(front.Length, message.Length);
        message.Slice(0, count).CopyTo(front);
        var reader = new MessagePackReader(front[..count]);
        try
        {
            if (reader.ReadArrayHeader() == 4 && reader.ReadInt64() == TypeRequest && reader.ReadInt64() is >= 0 and <= uint.MaxValue and var id) return (uint)id;
        }
        catch (NwsValueException)
        {
            // Not even a request: the connection cannot go on.
        }
        throw new ProtocolFaultException(ErrorCode.TooLarge, "A message larger than the server allows that is not a request.");
    }

    private static bool Contiguous(in ReadOnlySequence<byte> message, Receive receive)
    {
        if (message.IsSingleSegment) return receive(message.FirstSpan);
        int length = (int)message.Length;
        byte[] copy = ArrayPool<byte>.Shared.Rent(length);
        message.CopyTo(copy);
        bool goOn = receive(copy.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(copy);
        return goOn;
    }
}
