using System.Buffers;

namespace Nws.Benchmarks.Contenders;

/// <summary>How to say the same things to different servers: requests as bytes, and counting the replies.</summary>
internal interface IDialect
{
    /// <summary>What a new connection says first; empty if nothing. It gets one reply.</summary>
    ReadOnlyMemory<byte> Greeting { get; }

    /// <summary>Puts a value at the end of a queue.</summary>
    void WriteStore(IBufferWriter<byte> output, string variable, ReadOnlySpan<byte> value);

    /// <summary>Takes the value at the front of a queue, which has one.</summary>
    void WriteFetch(IBufferWriter<byte> output, string variable);

    /// <summary>Takes the value at the front of a queue, waiting for it.</summary>
    void WriteBlockingFetch(IBufferWriter<byte> output, string variable);

    /// <summary>A counter of replies for one connection.</summary>
    IReplyCounter CreateCounter();
}

/// <summary>Counts whole replies in the bytes of one connection, however they are cut.</summary>
internal interface IReplyCounter
{
    /// <summary>How many replies end in these bytes, which follow those of the call before.</summary>
    int Count(ReadOnlyMemory<byte> received);
}
