using System.Diagnostics;
using Nws.TestKit;
using Nws.Values;

namespace Nws.Runtime.Tests.Values;

/// <summary>
/// Bytes from somebody who means harm, or from a broken connection: always a <see cref="NwsValueException"/>, never much memory or stack.
/// </summary>
public class HostileBytesTests
{
    private const int LongestTruncated = 400;

    public static TheoryData<string, string> Faults => new()
    {
        { "", "expected a value, found the end" },
        { "c1", "begins no MessagePack value" },
        { "c0c0", "1 bytes too many behind the value" },
        { "d40c00", "unknown extension type 12" },
        { "d48000", "unknown extension type -128" },
        { "c70001", "extension type 1 has no payload of 0 bytes" },
        { "d4ff00", "extension type -1 has no payload of 1 bytes" },
        { "d405ff", "extension type 5 has no payload of 1 bytes" },
        { "d806" + Zeros(16), "extension type 6 has no payload of 16 bytes" },
        { "c70b07" + Zeros(11), "extension type 7 has no payload of 11 bytes" },
        { "c70f08" + Zeros(15), "extension type 8 has no payload of 15 bytes" },
        { "d709" + Zeros(8), "extension type 9 has no payload of 8 bytes" },
        { "d7ffffffffff00000000", "nanoseconds are 0 to 999999999" },
        { "c70cff3b9aca00" + Zeros(8), "nanoseconds are 0 to 999999999" },
        { "c70c07" + Zeros(8) + "ffffffff", "nanoseconds are 0 to 999999999" },
        { "d805" + Zeros(12) + "00015180", "an offset from UTC is less than 24 hours" },
        { "d805" + Zeros(12) + "80000000", "an offset from UTC is less than 24 hours" },
        { "c70002", "the payload of a decimal is no decimal number" },
        { "d402" + "2d", "no decimal number" },
        { "d502" + "312e", "no decimal number" },
        { "d502" + "2e31", "no decimal number" },
        { "d502" + "3145", "no decimal number" },
        { "d502" + "31ff", "no decimal number" },
        { "c71602" + "3145" + string.Concat(Enumerable.Repeat("39", 20)), "no decimal number" },
        { "c70003", "expected an array, found the end" },
        { "d403c0", "expected an array, found nil" },
        { "d50390c0", "the extension announces 2 bytes, its content takes 1" },
        { "92d403" + "91" + "c0c0", "the extension announces 1 bytes, its content takes 2" },
        { "c703049201" + "01", "this element equals an earlier one of the set" },
        { "82a16101a16102", "this key equals an earlier one of the map" },
        { "c7030a92c0c0", "numeric array consists of element type, shape and data" },
        { "d60a93c0c0c0", "expected text, found nil" },
        { "c7060a93a26634" + "90c0", "expected bytes, found nil" },
        { "c7070a93a2663990c400", "no such element type" },
        { "c7070a93a2663490c400", "does not consist of 0 bytes" },
        { "c7090a93a2663491ffc400" + "00", "expected an integer from 0" },
        { "c7080a93a2623190c40102", "neither 0 nor 1" },
        { "c7180a93a2663494" + "ce7fffffffce7fffffff" + "ce7fffffff02" + "c40000", "does not consist of 0 bytes" },
        { "d40b80", "not all are there" },
        { "c7040b81a178a0", "no such field of an error" },
        { "c70d0b82a474797065a0a474797065a0", "the error has the field 'type' twice" },
        { "c7080b81a56361757365c0", "expected an extension, found nil" },
        { "c70a0b81a56361757365d40100", "the cause of an error is an error" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Decode_OfFaultyBytes_TellsWhatAndWhere(string hex, string problem)
    {
        NwsValueException error = Fault.Of(() => NwsValue.Decode(Convert.FromHexString(hex)));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Position);
    }

    [Fact]
    public void Decode_OfAnyTruncation_Throws()
    {
        Assert.All(SampleValues.All.Select(value => value.Encode()), bytes =>
        {
            IEnumerable<int> lengths = Enumerable.Range(0, Math.Min(bytes.Length, LongestTruncated));
            foreach (int length in lengths.Union(Enumerable.Range(Math.Max(0, bytes.Length - 3), Math.Min(bytes.Length, 3))))
                Assert.NotNull(Fault.Of(() => NwsValue.Decode(bytes.AsSpan(0, length))).Position);
        });
    }

    [Fact]
    public void Decode_OfAnySampleWithOneByteChanged_GivesAValueOrThrows()
    {
        foreach (byte[] bytes in SampleValues.All.Select(value => value.Encode()).Where(bytes => bytes.Length < LongestTruncated))
        {
            for (int at = 0; at < bytes.Length; at++)
            {
                byte[] changed = (byte[])bytes.Clone();
                changed[at] ^= (byte)(1 << at % 8);
                DecodeOrRefuse(changed);
            }
        }
    }

    [Theory]
    [InlineData("ddffffffff")]
    [InlineData("dd7fffffff")]
    [InlineData("dfffffffff")]
    [InlineData("dbffffffff")]
    [InlineData("c6ffffffff")]
    [InlineData("c9ffffffff03")]
    [InlineData("c7050adcffffffff")]
    [InlineData("c70703ddffffffff0000")]
    public void Decode_OfHugeCounts_AllocatesNothingByThem(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.InRange(AllocatedBy(() => DecodeOrRefuse(bytes)), 0, 20_000);
    }

    [Fact]
    public void Decode_OfCountsThatPromiseTheSameBytesAgain_AllocatesInProportion()
    {
        // Each array announces as many elements as bytes follow, though those belong to its elements.
        byte[] bytes = new byte[100_000];
        for (int at = 0; at + 5 < 200 * 5; at += 5)
            Convert.FromHexString($"dd{bytes.Length - at - 5:x8}").CopyTo(bytes, at);
        Fault.Of(() => NwsValue.Decode(bytes));
        Assert.InRange(AllocatedBy(() => DecodeOrRefuse(bytes)), 0, 20 * bytes.Length);
    }

    [Theory]
    [InlineData("91", "")]
    [InlineData("81c0", "")]
    [InlineData("81", "c0")]
    public void Decode_DeeperThanTheLimit_Throws(string wrap, string behind)
    {
        foreach (int depth in new[] { NwsValue.MaxDepth + 1, 10_000 })
        {
            string hex = string.Concat(Enumerable.Repeat(wrap, depth)) + "c0" + string.Concat(Enumerable.Repeat(behind, depth));
            NwsValueException error = Fault.Of(() => NwsValue.Decode(Convert.FromHexString(hex)));
            Assert.Contains("more than 256 containers inside each other", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Decode_OfErrorWithTooManyCauses_Throws()
    {
        NwsError error = new("E", "", "", "python");
        for (int i = 0; i < NwsValue.MaxDepth; i++)
            error = error with { Cause = error };
        NwsValue deepest = NwsValue.From(error);
        Assert.Equal(deepest, NwsValue.Decode(deepest.Encode()));
        byte[] tooDeep = [0x91, .. deepest.Encode()];
        Fault.Says("more than 256", () => NwsValue.Decode(tooDeep));
    }

    [Fact]
    public void Decode_OfAlikeNestedKeys_TakesTimeInProportion()
    {
        // Eight keys on each of six levels that differ only at the bottom: comparing them pair by pair would take for ever.
        NwsValue key = NwsValue.From(0);
        for (int level = 0; level < 6; level++)
        {
            NwsValue inner = key;
            key = NwsValue.From(Enumerable.Range(0, 8).ToDictionary(i => NwsValue.From((inner, i)), i => i));
        }
        Assert.Equal(key, NwsValue.Decode(key.Encode()));
    }

    [Fact]
    public void Decode_OfKeysWithTheSameHashInDotNet_TakesTimeInProportion()
    {
        const int Count = 50_000;
        static long Alike(int i) => (long)i << 32 | (uint)i;
        NwsValue[][] rows =
        [
            Enumerable.Range(1, Count).Select(i => NwsValue.From(Alike(i))).ToArray(),
            Enumerable.Range(1, Count).Select(i => ValueFactory.Duration(new Moment(Alike(i), 0))).ToArray(),
            Enumerable.Range(1, Count).Select(i => NwsValue.From(new Guid(i, 0, 0, BitConverter.GetBytes((long)i << 32)))).ToArray(),
        ];
        byte[][] encoded = Array.ConvertAll(rows, row => NwsValue.From(row.ToHashSet()).Encode());
        var watch = Stopwatch.StartNew();
        Assert.All(encoded, bytes => Assert.Equal(Count, NwsValue.Decode(bytes).Count));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private static long AllocatedBy(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void DecodeOrRefuse(byte[] bytes)
    {
        try
        {
            NwsValue value = NwsValue.Decode(bytes);
            Assert.Equal(value, NwsValue.Decode(value.Encode()));
        }
        catch (NwsValueException refused)
        {
            Assert.NotNull(refused.Position);
        }
    }

    private static string Zeros(int count) => string.Concat(Enumerable.Repeat("00", count));
}
