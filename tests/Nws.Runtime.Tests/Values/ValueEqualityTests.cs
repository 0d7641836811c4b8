using System.Numerics;
using Nws.TestKit;

namespace Nws.Runtime.Tests.Values;

public class ValueEqualityTests
{
    public static TheoryData<object?, object?> Different => new()
    {
        { 1, 1.0 }, { 1.0, 1.0f }, { 1.0, 1.0m }, { 1, true }, { 0.0, -0.0 }, { 0f, -0f }, { 1.5m, 1.50m }, { "a", "A" }, { "1", 1 },
        { null, false },
        { new List<int> { 1, 2 }, new List<int> { 2, 1 } }, { new List<int> { 1 }, ValueTuple.Create(1) }, { (1, 2), (1, 2, 3) },
        { new HashSet<int> { 1, 2 }, new HashSet<int> { 1, 3 } }, { new HashSet<int> { 1 }, new List<int> { 1 } },
        { new Dictionary<string, int> { ["a"] = 1 }, new Dictionary<string, int> { ["a"] = 2 } },
        { new Dictionary<string, int> { ["a"] = 1 }, new Dictionary<string, int> { ["b"] = 1 } },
        { new Dictionary<int, int> { [1] = 2, [3] = 4 }, new Dictionary<int, int> { [1] = 4, [3] = 2 } },
        { new[] { 1, 2 }, new[] { 1L, 2L } }, { new int[1, 2], new int[2, 1] }, { new[] { 0.0 }, new[] { -0.0 } },
        { new byte[] { 1 }, new byte[] { 2 } },
        { new Complex(0.0, 1), new Complex(-0.0, 1) },
        { new DateTimeOffset(2024, 5, 1, 12, 0, 0, TimeSpan.Zero), new DateTimeOffset(2024, 5, 1, 14, 0, 0, TimeSpan.FromHours(2)) },
        { new DateTime(2024, 5, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2024, 5, 1, 0, 0, 0, DateTimeKind.Unspecified) },
        { new NwsError("E", "m", "", "python"), new NwsError("E", "m", "", "csharp") },
    };

    public static TheoryData<object?, object?> Same => new()
    {
        { 1, 1L }, { (byte)1, BigInteger.One }, { ulong.MaxValue, (UInt128)ulong.MaxValue }, { double.NaN, -double.NaN },
        { float.NaN, -float.NaN },
        { new Complex(double.NaN, 0), new Complex(-double.NaN, 0) }, { 'a', "a" },
        { new HashSet<int> { 1, 2, 3 }, new HashSet<int> { 3, 2, 1 } },
        { new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }, new SortedDictionary<string, int> { ["b"] = 2, ["a"] = 1 } },
        { new[] { double.NaN, 1 }, new[] { -double.NaN, 1 } }, { new[] { float.NaN }, new[] { -float.NaN } },
        { new[] { Half.NaN }, new[] { -Half.NaN } },
        { Enumerable.Range(0, 100).ToHashSet(), Enumerable.Range(0, 100).Reverse().ToHashSet() },
        { new DateTimeOffset(2024, 5, 1, 12, 0, 0, TimeSpan.Zero), new DateTime(2024, 5, 1, 12, 0, 0, DateTimeKind.Utc) },
    };

    [Theory]
    [MemberData(nameof(Different))]
    public void Equals_OfDifferentKindOrContent_IsFalse(object? left, object? right)
    {
        NwsValue a = NwsValue.From(left);
        NwsValue b = NwsValue.From(right);
        Assert.NotEqual(a, b);
        Assert.True(a != b);
        Assert.NotEqual(NwsValue.From(new[] { a }), NwsValue.From(new[] { b }));
        Assert.NotEqual(NwsValue.From(new HashSet<NwsValue> { a }), NwsValue.From(new HashSet<NwsValue> { b }));
    }

    [Theory]
    [MemberData(nameof(Same))]
    public void Equals_OfSameKindAndContent_IsTrueAndHashesAgree(object? left, object? right)
    {
        NwsValue a = NwsValue.From(left);
        NwsValue b = NwsValue.From(right);
        Assert.Equal(a, b);
        Assert.True(a == b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.Single(new HashSet<NwsValue> { a, b });
    }

    [Fact]
    public void Equals_OfOtherObjects_IsFalse()
    {
        Assert.False(NwsValue.From(1).Equals((object)1));
        Assert.False(NwsValue.From(1).Equals(null));
        Assert.True((NwsValue?)null == null);
        Assert.False(NwsValue.Nil == null);
    }

    [Fact]
    public void Kinds_HaveFrozenNumbers()
    {
        string[] kinds =
        [
            "Nil", "Bool", "Integer", "Float64", "Float32", "Decimal", "Text", "Bytes", "List", "Tuple", "Set", "Map",
            "Instant", "OffsetDateTime",
            "NaiveDateTime", "Duration", "Uuid", "Complex", "NumericArray", "Error",
        ];
        Assert.Equal(kinds, Enum.GetValues<NwsValueKind>().Order().Select(kind => kind.ToString()));
        Assert.Equal(Enumerable.Range(0, kinds.Length), Enum.GetValues<NwsValueKind>().Select(kind => (int)kind).Order());
    }

    [Fact]
    public void Samples_HaveAllKinds() =>
        Assert.Equal(Enum.GetValues<NwsValueKind>(), SampleValues.All.Select(value => value.Kind).Distinct().Order());
}
