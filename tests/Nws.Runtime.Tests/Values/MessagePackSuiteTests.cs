using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Nws.Values;

namespace Nws.Runtime.Tests.Values;

/// <summary>
/// The published test vectors of msgpack-test-suite: every encoding of every sample is read, and the shortest is written.
/// </summary>
public class MessagePackSuiteTests
{
    private static readonly JsonElement Suite = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(Interop.PathOfModule("msgpack-test-suite"), "dist", "msgpack-test-suite.json"))).RootElement;

    private static readonly IEnumerable<string> Names = Suite.EnumerateObject().Select(chapter => chapter.Name);

    public static TheoryData<string> Chapters => new(Names.Where(name => !IsExtensions(name)));

    [Theory]
    [MemberData(nameof(Chapters))]
    public void Decode_OfAnyPublishedEncoding_GivesThePublishedValue(string chapter)
    {
        foreach ((JsonElement sample, byte[][] encodings) in SamplesOf(chapter))
        {
            Assert.All(encodings, encoding => AssertIs(sample, NwsValue.Decode(encoding)));
            NwsValue value = NwsValue.Decode(encodings[0]);
            Assert.Contains(encodings, encoding => encoding.AsSpan().SequenceEqual(value.Encode()));
        }
    }

    [Theory]
    [InlineData("20.number-positive.yaml")]
    [InlineData("21.number-negative.yaml")]
    [InlineData("30.string-ascii.yaml")]
    [InlineData("12.binary.yaml")]
    [InlineData("40.array.yaml")]
    public void Encode_OfPublishedValue_GivesTheShortestEncoding(string chapter)
    {
        foreach ((_, byte[][] encodings) in SamplesOf(chapter))
            Assert.Equal(encodings.Min(encoding => encoding.Length), NwsValue.Decode(encodings[0]).Encode().Length);
    }

    [Fact]
    public void ReadExtensionHeader_OfAnyPublishedEncoding_GivesTypeAndPayload()
    {
        foreach ((JsonElement sample, byte[][] encodings) in SamplesOf(Names.Single(IsExtensions)))
        {
            JsonElement extension = sample.GetProperty("ext");
            foreach (byte[] encoding in encodings)
            {
                var reader = new MessagePackReader(encoding);
                int length = reader.ReadExtensionHeader(out sbyte type);
                Assert.Equal(extension[0].GetInt32(), type);
                Assert.Equal(FromHex(extension[1]), reader.ReadRaw(length).ToArray());
                Assert.True(reader.End);
            }
        }
    }

    private static bool IsExtensions(string chapter) => chapter.Contains("ext.", StringComparison.Ordinal);

    private static IEnumerable<(JsonElement Sample, byte[][] Encodings)> SamplesOf(string chapter) =>
        from sample in Suite.GetProperty(chapter).EnumerateArray()
        select (sample, sample.GetProperty("msgpack").EnumerateArray().Select(FromHex).ToArray());

    private static byte[] FromHex(JsonElement text) => Convert.FromHexString(text.GetString()!.Replace("-", "", StringComparison.Ordinal));

    private static void AssertIs(JsonElement sample, NwsValue value)
    {
        JsonProperty expected = sample.EnumerateObject().First(property => property.Name != "msgpack");
        if (sample.TryGetProperty("bignum", out JsonElement large))
            Assert.Equal(BigInteger.Parse(large.GetString()!, CultureInfo.InvariantCulture), value.To<BigInteger>());
        else if (expected.Name == "binary")
            Assert.Equal(FromHex(expected.Value), value.To<byte[]>());
        else if (expected.Name == "timestamp")
            Assert.Equal(ValueFactory.PointInTime(new Moment(expected.Value[0].GetInt64(), expected.Value[1].GetInt32())), value);
        else
            AssertSame(expected.Value, value);
    }

    private static void AssertSame(JsonElement expected, NwsValue value)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Null: Assert.Equal(NwsValue.Nil, value); break;
            case JsonValueKind.True or JsonValueKind.False: Assert.Equal(expected.GetBoolean(), value.To<bool>()); break;
            case JsonValueKind.Number: Assert.Equal(expected.GetDouble(), value.To<double>()); break;
            case JsonValueKind.String: Assert.Equal(expected.GetString(), value.To<string>()); break;
            case JsonValueKind.Array:
                Assert.Equal(expected.GetArrayLength(), value.Count);
                Assert.All(expected.EnumerateArray(), (element, i) => AssertSame(element, value[i]));
                break;
            default:
                Assert.Equal(expected.EnumerateObject().Count(), value.Count);
                Assert.All(expected.EnumerateObject(), property => AssertSame(property.Value, value[property.Name]));
                break;
        }
    }
}
