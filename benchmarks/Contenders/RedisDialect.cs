using System.Buffers;
using System.Globalization;
using System.Text;

namespace Nws.Benchmarks.Contenders;

/// <summary>RESP2 as redis-server speaks it: LPUSH, RPOP, BRPOP.</summary>
internal sealed class RedisDialect : IDialect
{
    public ReadOnlyMemory<byte> Greeting { get; } = "*1\r\n$4\r\nPING\r\n"u8.ToArray();

    public void WriteStore(IBufferWriter<byte> output, string variable, ReadOnlySpan<byte> value)
    {
        Write(output, "*3\r\n$5\r\nLPUSH\r\n");
        WriteBulk(output, variable);
        Write(output, $"${value.Length.ToString(CultureInfo.InvariantCulture)}\r\n");
        output.Write(value);
        output.Write("\r\n"u8);
    }

    public void WriteFetch(IBufferWriter<byte> output, string variable)
    {
        Write(output, "*2\r\n$4\r\nRPOP\r\n");
        WriteBulk(output, variable);
    }

    public void WriteBlockingFetch(IBufferWriter<byte> output, string variable)
    {
        Write(output, "*3\r\n$5\r\nBRPOP\r\n");
        WriteBulk(output, variable);
        WriteBulk(output, "0");
    }

    public IReplyCounter CreateCounter() => new Counter();

    private static void WriteBulk(IBufferWriter<byte> output, string text) =>
        Write(output, $"${text.Length.ToString(CultureInfo.InvariantCulture)}\r\n{text}\r\n");

    private static void Write(IBufferWriter<byte> output, string text) => Encoding.ASCII.GetBytes(text, output);

    /// <summary>Replies are lines; a bulk string has its bytes behind its line, an array its elements.</summary>
    private sealed class Counter : IReplyCounter
    {
        private readonly byte[] _line = new byte[64];
        private int _lineLength;
        private long _skip;
        private int _elementsLeft;

        public int Count(ReadOnlyMemory<byte> received)
        {
            int replies = 0;
            var bytes = received.Span;
            while (bytes.Length > 0)
            {
                if (_skip > 0)
                {
                    int step = (int)Math.Min(_skip, bytes.Length);
                    bytes = bytes[step..];
                    if ((_skip -= step) == 0) replies += EndElement();
                    continue;
                }
                int newline = bytes.IndexOf((byte)'\n');
                int take = newline < 0 ? bytes.Length : newline + 1;
                bytes[..take].CopyTo(_line.AsSpan(_lineLength));
                _lineLength += take;
                bytes = bytes[take..];
                if (newline >= 0) replies += EndLine();
            }
            return replies;
        }

        private int EndLine()
        {
            var line = _line.AsSpan(0, _lineLength - 2);
            _lineLength = 0;
            long number = line[0] is (byte)'$' or (byte)'*' ? long.Parse(line[1..], NumberStyles.Integer, CultureInfo.InvariantCulture) : 0;
            switch ((char)line[0])
            {
                case '$' when number >= 0: _skip = number + 2; return 0;
                case '*' when number > 0: _elementsLeft = (int)number; return 0;
                case '-': throw new InvalidOperationException($"Redis: {Encoding.ASCII.GetString(line)}");
                default: return EndElement();
            }
        }

        private int EndElement() => _elementsLeft > 0 && --_elementsLeft > 0 ? 0 : 1;
    }
}
