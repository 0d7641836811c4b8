using Nws.TestKit;
using Nws.Values;

namespace Nws.Runtime.Tests.Values;

public class MessagePackReaderTests
{
    public static TheoryData<string, string, string> WrongElements => new()
    {
        { "c3", "integer", "expected an integer, found a bool" },
        { "a161", "integer", "expected an integer, found text" },
        { "cf8000000000000000", "int64", "expected an integer up to 2^63-1, found 9223372036854775808" },
        { "ff", "uint64", "expected an integer from 0, found -1" },
        { "01", "text", "expected text, found an integer" },
        { "c0", "bytes", "expected bytes, found nil" },
        { "80", "array", "expected an array, found a map" },
        { "90", "map", "expected a map, found an array" },
        { "ca00000000", "bool", "expected a bool, found a float32" },
        { "cb0000000000000000", "float32", "expected a float32, found a float64" },
        { "c40100", "float64", "expected a float, found bytes" },
        { "d40500", "text", "expected text, found an extension" },
        { "c1", "text", "found the byte 0xc1, which begins no MessagePack value" },
        { "", "text", "expected text, found the end" },
        { "cd01", "integer", "expected 1 more bytes, found the end" },
        { "a2ff", "text", "a text of 2 needs 2 bytes, but only 1 remain" },
        { "a1ff", "text", "expected UTF-8, found the byte 0xff out of place" },
        { "c6ffffffff00", "bytes", "bytes of 4294967295 needs 4294967295 bytes, but only 1 remain" },
        { "ddffffffff00", "array", "an array of 4294967295 needs 4294967295 bytes, but only 1 remain" },
        { "8100", "map", "a map of 1 needs 2 bytes, but only 1 remain" },
        { "dfffffffff00", "map", "a map of 4294967295 needs 8589934590 bytes, but only 1 remain" },
        { "c9ffffffff0100", "extension", "an extension of 4294967295 needs 4294967295 bytes, but only 1 remain" },
        { "d4", "extension", "expected 1 more bytes, found the end" },
        { "c1", "skip", "the byte 0xc1 begins no MessagePack value" },
        { "92c0", "skip", "an array of 2 needs 2 bytes, but only 1 remain" },
        { "91a5", "skip", "a text of 5 needs 5 bytes, but only 0 remain" },
    };

    [Theory]
    [MemberData(nameof(WrongElements))]
    public void Read_OfSomethingElse_TellsWhatWasExpectedAndFound(string hex, string what, string problem)
    {
        NwsValueException error = Fault.Of(() => Read(Convert.FromHexString(hex), what));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Position);
        Assert.Contains($"byte {error.Position}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BehindOtherElements_TellsThePositionFromTheBeginning()
    {
        NwsValueException error = Fault.Of(() =>
        {
            var reader = new MessagePackReader([0xc0, 0xc0, 0xc3]);
            reader.Skip();
            reader.Skip();
            reader.ReadInt64();
        });
        Assert.Equal(2, error.Position);
    }

    [Fact]
    public void TryReadNil_MovesOnlyOverNil()
    {
        var reader = new MessagePackReader([0xc0, 0x05]);
        Assert.True(reader.TryReadNil());
        Assert.Equal(1, reader.Position);
        Assert.False(reader.TryReadNil());
        Assert.Equal(5, reader.ReadInt64());
        Assert.True(reader.End);
    }

    [Fact]
    public void SkipToSpan_GivesTheBytesOfOneElement()
    {
        Assert.All(SampleValues.All.Where(value => value.Depth < 100), value =>
        {
            byte[] bytes = value.Encode();
            var reader = new MessagePackReader([.. bytes, 0xc3]);
            Assert.Equal(bytes, reader.SkipToSpan().ToArray());
            Assert.True(reader.ReadBool());
        });
    }

    [Fact]
    public void Skip_AtTheDepthLimit_Succeeds()
    {
        byte[] deep = [.. Enumerable.Repeat((byte)0x91, MessagePackFormat.MaxDepth), 0xc0];
        Assert.Equal(deep.Length, new MessagePackReader(deep).SkipToSpan().Length);
    }

    [Theory]
    [InlineData(MessagePackFormat.MaxDepth + 1)]
    [InlineData(10_000)]
    [InlineData(1_000_000)]
    public void Skip_BeyondTheDepthLimit_Throws(int depth)
    {
        byte[] deep = [.. Enumerable.Repeat((byte)0x91, depth), 0xc0];
        NwsValueException error = Fault.Of(() => new MessagePackReader(deep).Skip());
        Assert.Equal(MessagePackFormat.MaxDepth, error.Position);
    }

    [Fact]
    public void PeekType_OfEveryFirstByte_MatchesTheSpecification()
    {
        var types = new List<MessagePackType>();
        for (int code = 0; code < 256; code++)
        {
            if (code != 0xc1)
                types.Add(new MessagePackReader([(byte)code]).PeekType());
        }
        Dictionary<MessagePackType, int> counts = types.CountBy(type => type).ToDictionary();
        Assert.Equal(128 + 32 + 8, counts[MessagePackType.Integer]);
        Assert.Equal(16 + 2, counts[MessagePackType.Map]);
        Assert.Equal(16 + 2, counts[MessagePackType.Array]);
        Assert.Equal(32 + 3, counts[MessagePackType.Text]);
        Assert.Equal(3, counts[MessagePackType.Bytes]);
        Assert.Equal(3 + 5, counts[MessagePackType.Extension]);
        Assert.Equal((1, 2), (counts[MessagePackType.Nil], counts[MessagePackType.Bool]));
        Assert.Equal((1, 1), (counts[MessagePackType.Float32], counts[MessagePackType.Float64]));
    }

    [Fact]
    public void ReadText_OfLoneSurrogate_GivesItBack()
    {
        var reader = new MessagePackReader([0xa5, (byte)'a', 0xed, 0xa0, 0x80, (byte)'b']);
        Assert.Equal("a\ud800b", reader.ReadText());
    }

    [Theory]
    [InlineData("80")]
    [InlineData("c0af")]
    [InlineData("f4908080")]
    [InlineData("eda0")]
    [InlineData("61c3")]
    [InlineData("eda080ff")]
    public void ReadText_OfInvalidUtf8_Throws(string hex)
    {
        byte[] text = Convert.FromHexString(hex);
        Fault.Of(() => new MessagePackReader([(byte)(0xa0 | text.Length), .. text]).ReadText());
    }

    private static void Read(byte[] bytes, string what)
    {
        var reader = new MessagePackReader(bytes);
        switch (what)
        {
            case "integer": reader.ReadInteger(); break;
            case "int64": reader.ReadInt64(); break;
            case "uint64": reader.ReadUInt64(); break;
            case "text": reader.ReadText(); break;
            case "bytes": reader.ReadBytes(); break;
            case "array": reader.ReadArrayHeader(); break;
            case "map": reader.ReadMapHeader(); break;
            case "bool": reader.ReadBool(); break;
            case "float32": reader.ReadFloat32(); break;
            case "float64": reader.ReadFloat64(); break;
            case "extension": reader.ReadExtensionHeader(out _); break;
            case "skip": reader.Skip(); break;
            default: throw new ArgumentException(what);
        }
    }
}
