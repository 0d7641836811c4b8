using System.Buffers;

namespace Nws.Benchmarks.Contenders;

/// <summary>A server that only sends back what it gets: the floor under everything. A store sends the value, a fetch asks for as many bytes as a stored value has.</summary>
internal sealed class EchoDialect(int valueSize) : IDialect
{
    private const int RequestSize = 40;

    public ReadOnlyMemory<byte> Greeting => new byte[RequestSize];

    public void WriteStore(IBufferWriter<byte> output, string variable, ReadOnlySpan<byte> value) => output.Write(value);

    public void WriteFetch(IBufferWriter<byte> output, string variable) => output.Write(new byte[valueSize]);

    public void WriteBlockingFetch(IBufferWriter<byte> output, string variable) => WriteFetch(output, variable);

    public IReplyCounter CreateCounter() => new Counter(valueSize);

    private sealed class Counter(int valueSize) : IReplyCounter
    {
        private bool _greeted;
        private int _received;

        public int Count(ReadOnlyMemory<byte> received)
        {
            _received += received.Length;
            int replies = 0;
            while (_received >= (_greeted ? valueSize : RequestSize))
            {
                _received -= _greeted ? valueSize : RequestSize;
                _greeted = true;
                replies++;
            }
            return replies;
        }
    }
}
