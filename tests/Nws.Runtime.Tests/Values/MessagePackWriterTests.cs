using System.Buffers;
using Nws.Values;

namespace Nws.Runtime.Tests.Values;

public class MessagePackWriterTests
{
    /// <summary>The limits of each format in the MessagePack specification.</summary>
    public static TheoryData<long, string> Integers => new()
    {
        { 0, "00" }, { 127, "7f" }, { 128, "cc80" }, { 255, "ccff" }, { 256, "cd0100" }, { 65_535, "cdffff" }, { 65_536, "ce00010000" },
        { uint.MaxValue, "ceffffffff" }, { 1L + uint.MaxValue, "cf0000000100000000" }, { long.MaxValue, "cf7fffffffffffffff" },
        { -1, "ff" }, { -32, "e0" }, { -33, "d0df" }, { -128, "d080" }, { -129, "d1ff7f" }, { -32_768, "d18000" },
        { -32_769, "d2ffff7fff" },
        { int.MinValue, "d280000000" }, { int.MinValue - 1L, "d3ffffffff7fffffff" }, { long.MinValue, "d38000000000000000" },
    };

    [Theory]
    [MemberData(nameof(Integers))]
    public void WriteInteger_TakesTheShortestForm(long value, string hex) =>
        Assert.Equal(hex, Written(writer => writer.WriteInteger(value)));

    [Fact]
    public void WriteInteger_BeyondInt64_TakesTheUnsignedForm() =>
        Assert.Equal("cfffffffffffffffff", Written(writer => writer.WriteInteger(ulong.MaxValue)));

    [Theory]
    [InlineData(0, "90", "80", "c400", "c70005")]
    [InlineData(1, "91", "81", "c401", "d405")]
    [InlineData(2, "92", "82", "c402", "d505")]
    [InlineData(3, "93", "83", "c403", "c70305")]
    [InlineData(4, "94", "84", "c404", "d605")]
    [InlineData(8, "98", "88", "c408", "d705")]
    [InlineData(15, "9f", "8f", "c40f", "c70f05")]
    [InlineData(16, "dc0010", "de0010", "c410", "d805")]
    [InlineData(17, "dc0011", "de0011", "c411", "c71105")]
    [InlineData(255, "dc00ff", "de00ff", "c4ff", "c7ff05")]
    [InlineData(256, "dc0100", "de0100", "c50100", "c8010005")]
    [InlineData(65_535, "dcffff", "deffff", "c5ffff", "c8ffff05")]
    [InlineData(65_536, "dd00010000", "df00010000", "c600010000", "c90001000005")]
    public void WriteHeader_TakesTheShortestForm(int count, string array, string map, string bytes, string extension)
    {
        Assert.Equal(array, Written(writer => writer.WriteArrayHeader(count)));
        Assert.Equal(map, Written(writer => writer.WriteMapHeader(count)));
        Assert.Equal(bytes, Written(writer => writer.WriteBytesHeader(count)));
        Assert.Equal(extension, Written(writer => writer.WriteExtensionHeader(5, count)));
    }

    [Theory]
    [InlineData(0, "a0")]
    [InlineData(31, "bf")]
    [InlineData(32, "d920")]
    [InlineData(255, "d9ff")]
    [InlineData(256, "da0100")]
    [InlineData(65_535, "daffff")]
    [InlineData(65_536, "db00010000")]
    public void WriteText_TakesTheShortestForm(int length, string header)
    {
        string text = new('x', length);
        string hex = header + string.Concat(Enumerable.Repeat("78", length));
        Assert.Equal(hex, Written(writer => writer.WriteText(text)));
        Assert.Equal(hex, Written(writer => writer.WriteUtf8(System.Text.Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void WriteText_OfLoneSurrogates_WritesThreeBytesForEach()
    {
        Assert.Equal("a3eda080", Written(writer => writer.WriteText("\ud800")));
        Assert.Equal("a861edbfbff09f9880", Written(writer => writer.WriteText("a\udfff😀")));
    }

    [Fact]
    public void WriteScalars_TakeTheirOneForm()
    {
        Assert.Equal("c0", Written(writer => writer.WriteNil()));
        Assert.Equal("c2", Written(writer => writer.WriteBool(false)));
        Assert.Equal("c3", Written(writer => writer.WriteBool(true)));
        Assert.Equal("ca3fc00000", Written(writer => writer.WriteFloat32(1.5f)));
        Assert.Equal("cb3ff8000000000000", Written(writer => writer.WriteFloat64(1.5)));
        Assert.Equal("c402ff00", Written(writer => writer.WriteBytes([255, 0])));
    }

    private delegate void Write(MessagePackWriter writer);

    private static string Written(Write write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new MessagePackWriter(output));
        return Convert.ToHexStringLower(output.WrittenSpan);
    }
}
