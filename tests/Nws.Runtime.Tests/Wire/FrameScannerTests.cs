using System.Buffers;
using Nws.TestKit;
using Nws.Wire;

namespace Nws.Runtime.Tests.Wire;

public class FrameScannerTests
{
    private static readonly byte[] Behind = [0x93, 0xdd];

    [Theory]
    [MemberData(nameof(FrameSamples.All), MemberType = typeof(FrameSamples))]
    public void TryFindEnd_InEveryShape_FindsTheEnd(string hex)
    {
        byte[] message = FrameSamples.Bytes(hex);
        foreach (var shape in ByteSplits.Of([.. message, .. Behind]))
        {
            Assert.True(Scanner().TryFindEnd(shape, out long length));
            Assert.Equal(message.Length, length);
        }
    }

    [Theory]
    [MemberData(nameof(FrameSamples.All), MemberType = typeof(FrameSamples))]
    public void TryFindEnd_ArrivingInTwoParts_FindsTheEndWithTheSecond(string hex)
    {
        byte[] message = FrameSamples.Bytes(hex);
        for (int offset = 1; offset < message.Length; offset++)
        {
            var scanner = Scanner();
            Assert.False(scanner.TryFindEnd(new ReadOnlySequence<byte>(message, 0, offset), out _));
            Assert.True(scanner.TryFindEnd(new ReadOnlySequence<byte>([.. message, .. Behind]), out long length));
            Assert.Equal(message.Length, length);
        }
    }

    [Theory]
    [MemberData(nameof(FrameSamples.All), MemberType = typeof(FrameSamples))]
    public void TryFindEnd_ArrivingByteByByte_FindsTheEndWithTheLast(string hex)
    {
        byte[] message = FrameSamples.Bytes(hex);
        var scanner = Scanner();
        for (int round = 0; round < 2; round++)
        {
            for (int count = 1; count < message.Length; count++)
                Assert.False(scanner.TryFindEnd(ByteSplits.ByteByByte(message.AsMemory(0, count)), out _));
            Assert.True(scanner.TryFindEnd(ByteSplits.ByteByByte(message), out long length));
            Assert.Equal(message.Length, length);
        }
    }

    [Theory]
    [MemberData(nameof(FrameSamples.All), MemberType = typeof(FrameSamples))]
    public void Discarded_OfEveryByteSeen_CountsTheRest(string hex)
    {
        byte[] message = FrameSamples.Bytes(hex);
        for (int offset = 1; offset < message.Length; offset++)
        {
            var scanner = Scanner();
            Assert.False(scanner.TryFindEnd(new ReadOnlySequence<byte>(message, 0, offset), out _));
            scanner.Discarded(offset);
            Assert.True(scanner.TryFindEnd(new ReadOnlySequence<byte>(message, offset, message.Length - offset), out long length));
            Assert.Equal(message.Length - offset, length);
            Assert.True(scanner.TryFindEnd(new ReadOnlySequence<byte>(message), out length));
            Assert.Equal(message.Length, length);
        }
    }

    [Fact]
    public void TryFindEnd_OfMessagesBehindEachOther_FindsEachEnd()
    {
        byte[][] messages = [.. FrameSamples.All.Select(row => FrameSamples.Bytes(row.Data))];
        byte[] joined = [.. messages.SelectMany(bytes => bytes)];
        foreach (var stream in (ReadOnlySequence<byte>[])[new(joined), ByteSplits.ByteByByte(joined)])
        {
            var scanner = Scanner();
            var rest = stream;
            foreach (byte[] message in messages)
            {
                Assert.True(scanner.TryFindEnd(rest, out long length));
                Assert.Equal(message.Length, length);
                rest = rest.Slice(length);
            }
            Assert.True(rest.IsEmpty);
        }
    }

    [Fact]
    public void TryFindEnd_OfTheByteThatStartsNothing_IsAFault()
    {
        var fault = Assert.Throws<ProtocolFaultException>(() => Scanner().TryFindEnd(Sequence("92C0C1"), out _));
        Assert.Equal(ErrorCode.BadRequest, fault.Code);
        Assert.Contains("0xc1", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("91", "01")]
    [InlineData("81C0", "C0")]
    [InlineData("DC0001", "C0")]
    public void TryFindEnd_OfDepth_IsAllowedUpToTheLimit(string open, string core)
    {
        string deep = string.Concat(Enumerable.Repeat(open, WireLimits.MessageDepth)) + core;
        Assert.True(Scanner().TryFindEnd(Sequence(deep), out long length));
        Assert.Equal(deep.Length / 2, length);
        var fault = Assert.Throws<ProtocolFaultException>(() => Scanner().TryFindEnd(Sequence(open + deep), out _));
        Assert.Equal(ErrorCode.BadRequest, fault.Code);
        Assert.Contains($"{WireLimits.MessageDepth}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryFindEnd_OfEmptyContainersAtTheLimit_CountsNoDepthForThem()
    {
        string deep = string.Concat(Enumerable.Repeat("91", WireLimits.MessageDepth));
        Assert.True(Scanner().TryFindEnd(Sequence(deep + "90"), out _));
        Assert.True(Scanner().TryFindEnd(Sequence(deep + "80"), out _));
    }

    [Theory]
    [InlineData("DDFFFFFFFF")]
    [InlineData("DF7FFFFFFF")]
    [InlineData("DBFFFFFFFF")]
    [InlineData("C6FFFFFFFF")]
    [InlineData("C9FFFFFFFF")]
    [InlineData("92DDFFFFFFFFDDFFFFFFFF")]
    public void TryFindEnd_OfAHugeCount_TakesNoMemory(string hex)
    {
        var scanner = Scanner();
        var bytes = Sequence(hex);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool found = scanner.TryFindEnd(bytes, out _);
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.False(found);
        Assert.InRange(taken, 0, 256);
    }

    [Theory]
    [InlineData("DF80000000")]
    [InlineData("DFFFFFFFFF")]
    public void TryFindEnd_OfAMapNoMessageCanHold_IsAFault(string hex)
    {
        var fault = Assert.Throws<ProtocolFaultException>(() => Scanner().TryFindEnd(Sequence(hex), out _));
        Assert.Equal(ErrorCode.TooLarge, fault.Code);
    }

    [Fact]
    public void KnownLength_OfAnAnnouncedPayload_IsKnownBeforeItArrives()
    {
        var scanner = Scanner();
        Assert.False(scanner.TryFindEnd(Sequence("94000AA573746F7265C6FFFFFFFF"), out _));
        Assert.Equal(14 + 0xffffffffL, scanner.KnownLength);
        scanner.Discarded(14);
        Assert.False(scanner.TryFindEnd(Sequence("0000"), out _));
        Assert.Equal(14 + 0xffffffffL, scanner.KnownLength);
    }

    [Fact]
    public void TryFindEnd_OfRandomBytes_FindsAnEndWithinThemOrFaults()
    {
        var random = new Random(8765);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = new byte[random.Next(1, 64)];
            random.NextBytes(bytes);
            Assert.Equal(Scan(new ReadOnlySequence<byte>(bytes)), Scan(ByteSplits.ByteByByte(bytes)));
        }

        static string Scan(ReadOnlySequence<byte> bytes)
        {
            try
            {
                bool found = Scanner().TryFindEnd(bytes, out long length);
                Assert.InRange(length, 1, bytes.Length);
                return $"{found} {length}";
            }
            catch (ProtocolFaultException fault)
            {
                return fault.Message;
            }
        }
    }

    private static FrameScanner Scanner() => new(WireLimits.MessageDepth);

    private static ReadOnlySequence<byte> Sequence(string hex) => new(FrameSamples.Bytes(hex));
}
