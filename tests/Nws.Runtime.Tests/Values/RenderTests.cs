using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Nws.Values;

namespace Nws.Runtime.Tests.Values;

public class RenderTests
{
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A value, and how C#, Python, JavaScript and JSON write it.</summary>
    public static TheoryData<object?, string, string, string, string> Notations => new()
    {
        { null, "null", "None", "null", "null" },
        { true, "true", "True", "true", "true" },
        { 42, "42", "42", "42", "42" },
        { 1L << 53, "9007199254740992", "9007199254740992", "9007199254740992n", "9007199254740992" },
        { 2.0, "2.0", "2.0", "2", "2.0" },
        { 1e20, "1E+20", "1e+20", "100000000000000000000", "1e+20" },
        { 1e-5, "0.00001", "1e-05", "0.00001", "1e-05" },
        { 1.5e-10, "1.5E-10", "1.5e-10", "1.5e-10", "1.5e-10" },
        { double.NaN, "NaN", "nan", "NaN", "\"NaN\"" },
        { double.NegativeInfinity, "-Infinity", "-inf", "-Infinity", "\"-Infinity\"" },
        { -0.0, "-0.0", "-0.0", "-0", "-0.0" },
        { 0.1f, "0.1f", "Float32(0.1)", "NwsFloat32(0.1)", "0.1" },
        { 1.50m, "1.50m", "Decimal('1.50')", "NwsDecimal('1.50')", "1.50" },
        { "it's", "\"it's\"", "\"it's\"", "\"it's\"", "\"it's\"" },
        { "a\"b\n\0\u202e", "\"a\\\"b\\n\\0\\u202e\"", "'a\"b\\n\\x00\\u202e'", "'a\"b\\n\\x00\\u202e'", "\"a\\\"b\\n\\u0000\\u202e\"" },
        { "'\"`", "\"'\\\"`\"", "'\\'\"`'", "'\\'\"`'", "\"'\\\"`\"" },
        {
            new byte[] { 65, 39, 0, 255 }, "byte[4] { 65, 39, 0, 255 }", "b'A\\'\\x00\\xff'", "Uint8Array(4) [ 65, 39, 0, 255 ]",
            "\"QScA/w==\""
        },
        { new List<object?>(), "[]", "[]", "[]", "[]" },
        { new List<object?> { 1, "a" }, "[1, \"a\"]", "[1, 'a']", "[ 1, 'a' ]", "[1, \"a\"]" },
        { (1, "a"), "(1, \"a\")", "(1, 'a')", "NwsTuple(2) [ 1, 'a' ]", "[1, \"a\"]" },
        { ValueTuple.Create(1), "(1,)", "(1,)", "NwsTuple(1) [ 1 ]", "[1]" },
        { default(ValueTuple), "()", "()", "NwsTuple(0) []", "[]" },
        { new HashSet<int> { 1, 2 }, "set { 1, 2 }", "{1, 2}", "Set(2) { 1, 2 }", "[1, 2]" },
        { new HashSet<int>(), "set { }", "set()", "Set(0) {}", "[]" },
        { new Dictionary<string, int>(), "{ }", "{}", "{}", "{}" },
        {
            new { name = "x", n = 1 }, "{ name: \"x\", n: 1 }", "{'name': 'x', 'n': 1}", "{ name: 'x', n: 1 }",
            "{\"name\": \"x\", \"n\": 1}"
        },
        { new Dictionary<string, int> { ["a b"] = 1 }, "{ [\"a b\"]: 1 }", "{'a b': 1}", "{ 'a b': 1 }", "{\"a b\": 1}" },
        {
            new Dictionary<object, int> { [1] = 2, ["a"] = 3 }, "{ [1]: 2, a: 3 }", "{1: 2, 'a': 3}", "Map(2) { 1 => 2, 'a' => 3 }",
            "[[1, 2], [\"a\", 3]]"
        },
        {
            Noon, "2024-05-01T12:00:00Z", "datetime.datetime(2024, 5, 1, 12, 0, tzinfo=datetime.timezone.utc)", "2024-05-01T12:00:00.000Z",
            "\"2024-05-01T12:00:00Z\""
        },
        {
            Noon.AddTicks(10_000_010).ToOffset(TimeSpan.FromHours(-2)), "2024-05-01T10:00:01.000001-02:00",
            "datetime.datetime(2024, 5, 1, 10, 0, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=79200)))",
            "NwsDateTime('2024-05-01T10:00:01.000001-02:00')", "\"2024-05-01T10:00:01.000001-02:00\""
        },
        {
            new DateTime(1, 1, 1, 0, 0, 5), "0001-01-01T00:00:05", "datetime.datetime(1, 1, 1, 0, 0, 5)",
            "NwsDateTime('0001-01-01T00:00:05')",
            "\"0001-01-01T00:00:05\""
        },
        {
            DateTime.UnixEpoch.AddTicks(1), "1970-01-01T00:00:00.0000001Z", "NwsDateTime('1970-01-01T00:00:00.0000001Z')",
            "NwsDateTime('1970-01-01T00:00:00.0000001Z')", "\"1970-01-01T00:00:00.0000001Z\""
        },
        {
            new TimeSpan(1, 2, 3, 4, 500), "1.02:03:04.5", "datetime.timedelta(days=1, seconds=7384, microseconds=500000)",
            "NwsDuration('P1DT2H3M4.5S')", "\"P1DT2H3M4.5S\""
        },
        {
            TimeSpan.FromSeconds(-1.5), "-00:00:01.5", "datetime.timedelta(days=-1, seconds=86398, microseconds=500000)",
            "NwsDuration('-PT1.5S')", "\"-PT1.5S\""
        },
        { TimeSpan.Zero, "00:00:00", "datetime.timedelta(0)", "NwsDuration('PT0S')", "\"PT0S\"" },
        {
            Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"), "01234567-89ab-cdef-0123-456789abcdef",
            "UUID('01234567-89ab-cdef-0123-456789abcdef')",
            "NwsUuid('01234567-89ab-cdef-0123-456789abcdef')", "\"01234567-89ab-cdef-0123-456789abcdef\""
        },
        { new Complex(1, -2.5), "1.0-2.5i", "(1-2.5j)", "NwsComplex(1, -2.5)", "[1.0, -2.5]" },
        { new Complex(0, 2), "0.0+2.0i", "2j", "NwsComplex(0, 2)", "[0.0, 2.0]" },
        { new[] { 1.0, 2.5 }, "double[2] { 1.0, 2.5 }", "array([1.0, 2.5])", "Float64Array(2) [ 1, 2.5 ]", "[1.0, 2.5]" },
        {
            new[,] { { 1, 2 }, { 3, 4 } }, "int[2, 2] { { 1, 2 }, { 3, 4 } }", "array([[1, 2], [3, 4]], dtype=int32)",
            "NwsArray(2x2, 'i4') [ [ 1, 2 ], [ 3, 4 ] ]", "[[1, 2], [3, 4]]"
        },
        { new[] { 1L }, "long[1] { 1 }", "array([1])", "BigInt64Array(1) [ 1n ]", "[1]" },
        { Array.Empty<double>(), "double[0] { }", "array([], dtype=float64)", "Float64Array(0) []", "[]" },
        {
            new NwsError("ValueError", "no row", "at x", "python"), "ValueError: no row",
            "RemoteError('ValueError', 'no row')", "[NwsRemoteError: ValueError: no row]",
            "{\"type\": \"ValueError\", \"message\": \"no row\", \"stack\": \"at x\", \"language\": \"python\"}"
        },
    };

    [Theory]
    [MemberData(nameof(Notations))]
    public void Render_WritesAsTheLanguageDoes(object? content, string csharp, string python, string javaScript, string json)
    {
        NwsValue value = NwsValue.From(content);
        Assert.Equal(csharp, value.Render(NwsNotation.CSharp));
        Assert.Equal(csharp, value.ToString());
        Assert.Equal(python, value.Render(NwsNotation.Python));
        Assert.Equal(javaScript, value.Render(NwsNotation.JavaScript));
        Assert.Equal(json, value.Render(NwsNotation.Json));
    }

    [Fact]
    public void Render_OfYearsDotNetLacks_StillWritesThem()
    {
        Assert.Equal("+10000-01-01T00:00:00", ValueFactory.NaiveDateTime(new Moment(253_402_300_800, 0)).ToString());
        Assert.Equal("0000-12-31T23:59:59", ValueFactory.NaiveDateTime(new Moment(-62_135_596_801, 0)).ToString());
        Assert.Equal("-0001-12-31T00:00:00", ValueFactory.NaiveDateTime(new Moment(-62_167_219_200 - 86_400, 0)).ToString());
        Assert.Equal("-292277022657-01-27T08:29:52Z", ValueFactory.PointInTime(new Moment(long.MinValue, 0)).ToString());
        Assert.Equal("+292277026596-12-04T15:30:07Z", ValueFactory.PointInTime(new Moment(long.MaxValue, 0)).ToString());
        Assert.Equal("2024-05-01T12:00:00+00:00:01", ValueFactory.PointInTime(new Moment(Noon.ToUnixTimeSeconds() - 1, 0, 1)).ToString());
    }

    [Fact]
    public void Render_OfAnyDay_AgreesWithDotNet()
    {
        for (DateTime day = DateTime.MinValue; day < DateTime.MaxValue.AddDays(-100); day = day.AddDays(97).AddHours(5))
            Assert.Equal(day.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture), NwsValue.From(day).ToString());
    }

    [Fact]
    public void Render_BeyondALimit_TellsHowMuchIsLeftOut()
    {
        object numbers = Enumerable.Range(1, 1000);
        AssertCut("[1, 2, … 998 more]", numbers, NwsNotation.CSharp, new RenderLimits { Items = 2 });
        AssertCut("[… 1000 more]", numbers, NwsNotation.Json, new RenderLimits { Depth = 0 });
        AssertCut("[1, 2, 3…", numbers, NwsNotation.CSharp, new RenderLimits { TotalLength = 8 });
        AssertCut("{ a: { … 1 more } }", new { a = new { b = 1 } }, NwsNotation.JavaScript, new RenderLimits { Depth = 1 });
        AssertCut("'abc'… 7 more", "abcdefghij", NwsNotation.Python, new RenderLimits { TextLength = 3 });
        AssertCut("\"a\"… 3 more", "a😀x", NwsNotation.CSharp, new RenderLimits { TextLength = 2 });
        AssertCut("b'\\x00'… 9 more", new byte[10], NwsNotation.Python, new RenderLimits { TextLength = 1 });
        AssertCut("double[9] { 0.0, … 8 more }", new double[9], NwsNotation.CSharp, new RenderLimits { Items = 1 });
        AssertCut("… 302 digits", BigInteger.Pow(2, 1000), NwsNotation.CSharp, new RenderLimits { TextLength = 100 });
        AssertCut("3.14… 9 more", 3.14111111111m, NwsNotation.Json, new RenderLimits { TextLength = 4 });
    }

    [Fact]
    public void Render_WithoutLimits_WritesEverything()
    {
        NwsValue value = NwsValue.From(Enumerable.Range(0, 20_000).Select(i => new string('x', 2)));
        Assert.Equal(20_000 * 6, value.Render(NwsNotation.Json, RenderLimits.None).Length);
    }

    [Fact]
    public void Render_OfHugeValues_TakesNoTime()
    {
        NwsValue[] huge =
        [
            NwsValue.From(new string('x', 50_000_000)), NwsValue.From(new byte[50_000_000]), NwsValue.From(new double[5_000, 1_000]),
            NwsValue.From(Enumerable.Range(0, 1_000_000).ToList()), NwsValue.From(BigInteger.One << 50_000_000),
            NwsValue.From(Enumerable.Range(0, 100_000).ToDictionary(i => i, i => i)),
        ];
        foreach (NwsValue value in huge)
        {
            value.ToString();
            long before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            foreach (NwsNotation notation in Enum.GetValues<NwsNotation>())
                value.Render(notation);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        }
    }

    [Fact]
    public void Render_InUnknownNotation_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => NwsValue.Nil.Render((NwsNotation)9));

    [Fact]
    public void Render_OfFloats_GivesTheFloatBack()
    {
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++)
        {
            double number = BitConverter.Int64BitsToDouble(random.NextInt64());
            if (double.IsFinite(number))
                Assert.Equal(number, double.Parse(NwsValue.From(number).Render(NwsNotation.Json), CultureInfo.InvariantCulture));
        }
    }

    private static void AssertCut(string expected, object content, NwsNotation notation, RenderLimits limits) =>
        Assert.Equal(expected, NwsValue.From(content).Render(notation, limits));
}
