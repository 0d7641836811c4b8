using System.Numerics;
using Nws.Values;

namespace Nws.TestKit;

/// <summary>One value of every kind and of every edge a kind has.</summary>
internal static class SampleValues
{
    internal static readonly BigInteger[] Integers =
    [
        0, 1, -1, 31, 32, -31, -32, -33, 127, 128, -127, -128, -129, 255, 256, 32767, 32768, -32768, -32769, 65535, 65536,
        int.MaxValue, (long)int.MaxValue + 1, int.MinValue, (long)int.MinValue - 1, uint.MaxValue, (long)uint.MaxValue + 1,
        (1L << 53) - 1, 1L << 53, (1L << 53) + 1, -(1L << 53) - 1, long.MaxValue, (BigInteger)long.MaxValue + 1, long.MinValue,
        (BigInteger)long.MinValue - 1, ulong.MaxValue, (BigInteger)ulong.MaxValue + 1, BigInteger.Pow(10, 40), -BigInteger.Pow(10, 40),
        BigInteger.Pow(2, 127), -BigInteger.Pow(2, 127), BigInteger.Pow(2, 4000) - 1,
    ];

    internal static readonly double[] Floats =
    [
        0.0, -0.0, 1.0, -1.5, 0.1, 1e16, 1e-7, 1e21, 123456789.125, double.Epsilon, double.MaxValue, double.MinValue, double.NaN,
        double.PositiveInfinity, double.NegativeInfinity,
    ];

    internal static readonly string[] Decimals =
    [
        "0", "-0", "1.5", "1.50", "-3.1400", "0.00", "1E-8", "1.5E-10", "1E+2", "-1.23E+7", "79228162514264337593543950335",
        "3.14159265358979323846264338327950288419716939937510", "NaN", "sNaN", "Infinity", "-Infinity", "1E+999999", "0E+3", "-1.23E+999999999999999999", "1E-999999999999999999",
    ];

    internal static readonly string[] Texts =
    [
        "", "a", "it's \"quoted\" \\ `so`", "\0", "a\0b", "\r\n\t", "Grüße", "日本語", "😀", "a😀b",
        "\ud800", "\udfff", "x\ud83dy", "\ude00\ud83d",
        "\u00a0\u200b\u202e\u3000\u2028\ue000\uffff", "\U000e0001\U000f0000",
        new string('x', 31), new string('x', 32), new string('é', 127), new string('é', 128), new string('日', 21846), "__proto__", "10",
    ];

    internal static readonly Moment[] Moments =
    [
        new(0, 0), new(1, 0), new(0, 1), new(-1, 999_999_999), new(uint.MaxValue, 0), new((long)uint.MaxValue + 1, 0),
        new((1L << 34) - 1, 5),
        new(1L << 34, 5), new(1_714_564_800, 123_456_700), new(1_714_564_800, 123_456_789),
        Moment.FromTicks(DateTime.MinValue.Ticks - DateTime.UnixEpoch.Ticks),
        Moment.FromTicks(DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks),
        new(long.MaxValue, 999_999_999), new(long.MinValue, 0),
    ];

    private static readonly int[][] Shapes = [[], [0], [3], [1, 2, 1]];

    internal static readonly int[] Offsets = [3600, -3600, 19_800, -34_200, 45_900, 86_399, -86_399, 1];

    /// <summary>All of them, the containers too.</summary>
    internal static IReadOnlyList<NwsValue> All { get; } = [.. Scalars(), .. Containers()];

    internal static IEnumerable<NwsValue> Scalars() =>
    [
        NwsValue.Nil, NwsValue.From(true), NwsValue.From(false),
        .. Integers.Select(number => NwsValue.From(number)),
        .. Floats.Select(number => NwsValue.From(number)),
        .. Floats.Select(number => NwsValue.From((float)number)), NwsValue.From(float.Epsilon), NwsValue.From(float.MaxValue),
        .. Decimals.Select(ValueFactory.Decimal),
        .. Texts.Select(NwsValue.From),
        .. new[] { 0, 1, 255, 256, 65_535, 65_536 }.Select(length => NwsValue.From(AllBytes(length))),
        .. Moments.Select(ValueFactory.PointInTime),
        .. Offsets.Select(offset => ValueFactory.PointInTime(new Moment(1_714_564_800, 5_000, offset))),
        .. Moments.Select((moment, i) => ValueFactory.PointInTime(moment with { Offset = Offsets[i % Offsets.Length] })),
        .. Moments.Select(ValueFactory.NaiveDateTime),
        .. Moments.Select(ValueFactory.Duration),
        NwsValue.From(Guid.Empty), NwsValue.From(Guid.Parse("01234567-89ab-cdef-0123-456789abcdef")),
        NwsValue.From(new Complex(1, -2.5)), NwsValue.From(new Complex(-0.0, double.NaN)),
        NwsValue.From(new Complex(double.NaN, double.NegativeInfinity)),
        .. Arrays().Select(array => NwsValue.From(array)),
        .. Errors().Select(error => NwsValue.From(error)),
    ];

    internal static IEnumerable<NwsValue> Containers() =>
    [
        NwsValue.From(Array.Empty<object>()), NwsValue.From(new object?[] { null }),
        NwsValue.From(new object?[] { 1, "two", 3.0, null, true }),
        .. new[] { 15, 16, 65_535, 65_536 }.Select(length => NwsValue.From(Enumerable.Range(0, length))),
        NwsValue.From(default(ValueTuple)), NwsValue.From(ValueTuple.Create(1)), NwsValue.From((1, "a", (2.5, new[] { "x" }))),
        NwsValue.From((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17)),
        NwsValue.From(new HashSet<object?>()), NwsValue.From(new HashSet<object?> { 3, 1, "two", null, 1.0, 1f, 1m, (1, 2) }),
        NwsValue.From(Enumerable.Range(0, 1000).ToHashSet()),
        NwsValue.From(new Dictionary<string, object?>()),
        NwsValue.From(new Dictionary<string, object?> { ["z"] = 1, ["a"] = null, [""] = "" }),
        NwsValue.From(new Dictionary<object, object?> { [1] = "int", ["1"] = "text", [1.0] = "float", [(1, "a")] = "", [true] = false }),
        .. new[] { 15, 16, 65_536 }.Select(length => NwsValue.From(Enumerable.Range(0, length).ToDictionary(i => i, i => i * i))),
        NwsValue.From(new { rows = new object[] { new { name = "x", tags = new HashSet<string> { "p", "q" } }, (1, NwsValue.Nil) } }),
        Nested(NwsValue.MaxDepth, inner => NwsValue.From(new object[] { inner })),
        Nested(NwsValue.MaxDepth, inner => NwsValue.From(ValueTuple.Create(inner))),
        Nested(NwsValue.MaxDepth, inner => NwsValue.From(new Dictionary<NwsValue, int> { [inner] = 1 })),
        Nested(NwsValue.MaxDepth, inner => NwsValue.From(new Dictionary<string, NwsValue> { ["k"] = inner })),
        Nested(NwsValue.MaxDepth, inner => NwsValue.From(new HashSet<NwsValue> { inner })),
    ];

    /// <summary>Maps and sets whose keys some language takes for the same, or for no keys at all.</summary>
    internal static IEnumerable<NwsValue> WithOddKeys()
    {
        var instant = new DateTimeOffset(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);
        NwsValue[][] keys =
        [
            Values(1, 1.0, 1f, true, 1m, 1.0m, new Complex(1, 0)),
            Values(0, 0.0, -0.0, 0f, -0f, false, 0m, 0.00m, double.NaN, float.NaN),
            Values(NwsValue.Nil, "", Array.Empty<byte>(), new List<int>(), default(ValueTuple), new HashSet<int>(), new Dictionary<int, int>()),
            Values(ValueTuple.Create(1), ValueTuple.Create(1.0), ValueTuple.Create(true), new List<object> { 1 }, new List<object> { 1.0 }),
            Values(new HashSet<int> { 1 }, new HashSet<double> { 1 }, new HashSet<HashSet<int>> { new() { 1 } }, new List<object> { new HashSet<int> { 1 } }),
            Values(new Dictionary<int, int> { [1] = 1 }, new Dictionary<double, int> { [1] = 1 }, new Dictionary<int, double> { [1] = 1 }),
            Values(new[] { 1, 2 }, new[] { 1L, 2L }, new[,] { { 1, 2 } }, new List<int> { 1, 2 }, new byte[] { 1, 2 }),
            Values(instant, instant.ToOffset(TimeSpan.FromHours(2)), instant.DateTime, instant.Ticks),
            Values(1L << 53, Math.Pow(2, 53), BigInteger.Pow(2, 64), Math.Pow(2, 64)),
            Values("10", "9", "b", "a", "__proto__", "constructor", "-1", "01"),
            Values(2, 1, (1, "a"), "two", (2, 1), 3.5),
            Values(1.0, 2.5), Values((0.0, 1.0), (1.0, 0.0)), Values(Guid.Empty, TimeSpan.Zero, TimeSpan.MinValue),
            Values(new NwsError("E", "", "", "python"), new NwsError("E", "", "", "javascript")),
        ];
        return keys.SelectMany(distinct => Values(distinct.ToHashSet(), distinct.ToDictionary(key => key, key => (object)new[] { key })));

        static NwsValue[] Values(params object[] contents) => Array.ConvertAll(contents, NwsValue.From);
    }

    internal static IEnumerable<NwsNumericArray> Arrays() =>
    [
        NwsNumericArray.FromArray(new[] { true, false }), NwsNumericArray.FromArray(new sbyte[] { -128, 127 }),
        NwsNumericArray.FromArray(new short[] { -1 }), NwsNumericArray.FromArray(new[] { 1, 2, 3 }),
        NwsNumericArray.FromArray(new[] { long.MinValue }), NwsNumericArray.FromArray(new byte[] { 1, 2 }),
        NwsNumericArray.FromArray(new ushort[] { 65_535 }), NwsNumericArray.FromArray(new uint[,] { { 1, 2 }, { 3, 4 } }),
        NwsNumericArray.FromArray(new[] { ulong.MaxValue }), NwsNumericArray.FromArray(new[] { (Half)0.5, Half.NaN }),
        NwsNumericArray.FromArray(new[] { 1.5f, float.NaN }),
        NwsNumericArray.FromArray(new[,,] { { { 0.1, -0.0 } }, { { double.NaN, 1e300 } } }),
        NwsNumericArray.FromArray(new[] { new Complex(1, 2) }), NwsNumericArray.FromArray(Array.Empty<double>()),
        NwsNumericArray.FromArray(new double[0, 3]), NwsNumericArray.FromArray(new byte[2, 2]),
        NwsNumericArray.FromArray(new short[2, 1, 3, 2]), new(NwsElementType.Bool, [], [1]), new(NwsElementType.UInt8, [0], []),
        .. Enum.GetValues<NwsElementType>().SelectMany(type => Shapes.Select(shape => Zeros(type, shape))),
        new(NwsElementType.Complex64, [1], [0, 0, 128, 63, 0, 0, 0, 64]), new(NwsElementType.Int32, [], [5, 0, 0, 0]),
    ];

    internal static IEnumerable<NwsError> Errors() =>
    [
        new("ValueError", "no such row", "  File \"x.py\", line 3", "python"),
        new("Error", "", "", "javascript", new NwsError("TypeError", "x is not a function", "at y", "javascript")),
        NwsError.FromException(new InvalidOperationException("outer", new FormatException("inner"))),
    ];

    internal static NwsValue Nested(int depth, Func<NwsValue, NwsValue> wrap)
    {
        NwsValue value = wrap(NwsValue.From("core"));
        for (int i = 1; i < depth; i++)
            value = wrap(value);
        return value;
    }

    private static NwsNumericArray Zeros(NwsElementType type, int[] shape)
    {
        int length = shape.Aggregate(1, (product, dimension) => product * dimension);
        return new NwsNumericArray(type, shape, new byte[length * ElementType.Of(type).Size]);
    }

    internal static byte[] AllBytes(int length) => Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
}
