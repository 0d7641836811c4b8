using System.Buffers;
using Nws.Values;
using Nws.Wire;

namespace Nws.Benchmarks.Contenders;

/// <summary>The protocol of PROTOCOL.md, as a client without <c>confirm</c> speaks it.</summary>
internal sealed class NwsDialect : IDialect
{
    private const string Workspace = "bench";
    private const uint AnyId = 7;

    public ReadOnlyMemory<byte> Greeting { get; } = BuildGreeting();

    public void WriteStore(IBufferWriter<byte> output, string variable, ReadOnlySpan<byte> value)
    {
        var writer = Begin(output, Methods.Store, 3, variable);
        writer.WriteBytes(value);
    }

    public void WriteFetch(IBufferWriter<byte> output, string variable) => Begin(output, Methods.Fetch, 2, variable);

    // A fetch waits for ever unless told otherwise.
    public void WriteBlockingFetch(IBufferWriter<byte> output, string variable) => WriteFetch(output, variable);

    public IReplyCounter CreateCounter() => new Counter();

    private static MessagePackWriter Begin(IBufferWriter<byte> output, string method, int parameters, string variable)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(4);
        writer.WriteInteger(0L);
        writer.WriteInteger((ulong)AnyId);
        writer.WriteText(method);
        writer.WriteArrayHeader(parameters);
        writer.WriteText(Workspace);
        writer.WriteText(variable);
        return writer;
    }

    // The workspace is persistent, so that its values stay when the connection that stored them closes.
    private static ReadOnlyMemory<byte> BuildGreeting()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(4);
        writer.WriteInteger(0L);
        writer.WriteInteger(1L);
        writer.WriteText(Methods.Hello);
        writer.WriteArrayHeader(1);
        writer.WriteMapHeader(1);
        writer.WriteText("protocol");
        writer.WriteInteger((long)WireLimits.ProtocolVersion);
        writer.WriteArrayHeader(4);
        writer.WriteInteger(0L);
        writer.WriteInteger(2L);
        writer.WriteText(Methods.Open);
        writer.WriteArrayHeader(2);
        writer.WriteText(Workspace);
        writer.WriteMapHeader(1);
        writer.WriteText("persistent");
        writer.WriteBool(true);
        return output.WrittenMemory;
    }

    private sealed class Counter : IReplyCounter
    {
        private readonly FrameScanner _scanner = new(WireLimits.MessageDepth);
        private bool _greeted;
        private bool _partial;

        public int Count(ReadOnlyMemory<byte> received)
        {
            int replies = 0;
            var bytes = new ReadOnlySequence<byte>(received);
            while (bytes.Length > 0)
            {
                _partial = !_scanner.TryFindEnd(bytes, out long length);
                if (_partial)
                {
                    _scanner.Discarded(bytes.Length);
                    break;
                }
                bytes = bytes.Slice(length);
                // The greeting is two requests; to the load it counts as one.
                if (_greeted) replies++;
                else _greeted = true;
            }
            return replies;
        }
    }
}
