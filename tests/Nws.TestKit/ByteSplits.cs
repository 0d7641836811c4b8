using System.Buffers;

namespace Nws.TestKit;

/// <summary>The same bytes in every shape a network may deliver them in.</summary>
internal static class ByteSplits
{
    /// <summary>In one piece, in two pieces split at each offset, and byte by byte.</summary>
    public static IEnumerable<ReadOnlySequence<byte>> Of(byte[] bytes)
    {
        yield return new ReadOnlySequence<byte>(bytes);
        for (int offset = 1; offset < bytes.Length; offset++) yield return Join(bytes.AsMemory(0, offset), bytes.AsMemory(offset));
        yield return ByteByByte(bytes);
    }

    public static ReadOnlySequence<byte> ByteByByte(ReadOnlyMemory<byte> bytes) =>
        Join([.. Enumerable.Range(0, bytes.Length).Select(i => bytes.Slice(i, 1))]);

    /// <summary>A sequence of one segment for each piece.</summary>
    public static ReadOnlySequence<byte> Join(params ReadOnlySpan<ReadOnlyMemory<byte>> pieces)
    {
        if (pieces.IsEmpty) return ReadOnlySequence<byte>.Empty;
        var first = new Segment(pieces[0], 0);
        var last = first;
        foreach (var piece in pieces[1..]) last = last.Append(piece);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
