using System.Collections;
using System.Collections.Immutable;
using System.Dynamic;
using System.Numerics;

namespace Nws.Runtime.Tests.Values;

public class FromTests
{
    private enum Colour
    {
        Red = 1,
        Green = 2,
    }

    public static TheoryData<object?, NwsValueKind> Scalars => new()
    {
        { null, NwsValueKind.Nil },
        { true, NwsValueKind.Bool },
        { (sbyte)-1, NwsValueKind.Integer }, { (byte)1, NwsValueKind.Integer }, { (short)-1, NwsValueKind.Integer },
        { (ushort)1, NwsValueKind.Integer },
        { 1, NwsValueKind.Integer }, { 1u, NwsValueKind.Integer }, { 1L, NwsValueKind.Integer }, { ulong.MaxValue, NwsValueKind.Integer },
        { Int128.MinValue, NwsValueKind.Integer }, { UInt128.MaxValue, NwsValueKind.Integer },
        { BigInteger.Pow(10, 40), NwsValueKind.Integer },
        { 1.5, NwsValueKind.Float64 }, { 1.5f, NwsValueKind.Float32 }, { (Half)1.5, NwsValueKind.Float32 }, { 1.5m, NwsValueKind.Decimal },
        { 'x', NwsValueKind.Text }, { "x", NwsValueKind.Text }, { Colour.Red, NwsValueKind.Text }, { (Colour)7, NwsValueKind.Integer },
        { DateTime.UnixEpoch, NwsValueKind.Instant }, { new DateTime(2024, 5, 1), NwsValueKind.NaiveDateTime },
        { new DateTimeOffset(2024, 5, 1, 0, 0, 0, TimeSpan.Zero), NwsValueKind.Instant },
        { new DateTimeOffset(2024, 5, 1, 0, 0, 0, TimeSpan.FromHours(2)), NwsValueKind.OffsetDateTime },
        { TimeSpan.FromSeconds(-1.5), NwsValueKind.Duration }, { Guid.Empty, NwsValueKind.Uuid },
        { new Complex(1, 2), NwsValueKind.Complex },
        { new InvalidOperationException("no"), NwsValueKind.Error }, { new NwsError("E", "m", "", "python"), NwsValueKind.Error },
        { new byte[] { 1 }, NwsValueKind.Bytes }, { new Memory<byte>([1]), NwsValueKind.Bytes },
        { new ReadOnlyMemory<byte>([1]), NwsValueKind.Bytes },
        { new ArraySegment<byte>([1, 2], 1, 1), NwsValueKind.Bytes },
    };

    public static TheoryData<object, string> Containers => new()
    {
        { new List<int> { 1, 2 }, "[1, 2]" },
        { new object?[] { 1, null }, "[1, null]" },
        { new[] { "a", "b" }, "[\"a\", \"b\"]" },
        { new[] { Colour.Red, Colour.Green }, "[\"Red\", \"Green\"]" },
        { new[] { 'a', 'b' }, "[\"a\", \"b\"]" },
        { new[] { 1.5m }, "[1.5m]" },
        { Enumerable.Range(1, 3), "[1, 2, 3]" },
        { new Queue<int>([1, 2]), "[1, 2]" },
        { ImmutableArray.Create(1, 2), "[1, 2]" },
        { new ArrayList { 1, "a" }, "[1, \"a\"]" },
        { new string[,] { { "a", "b" }, { "c", "d" } }, "[[\"a\", \"b\"], [\"c\", \"d\"]]" },
        { new double[][] { [1], [2, 3] }, "[double[1] { 1.0 }, double[2] { 2.0, 3.0 }]" },
        { new[] { 1, 2 }, "int[2] { 1, 2 }" },
        { new[] { true }, "bool[1] { true }" },
        { new uint[] { 1 }, "uint[1] { 1 }" },
        { new sbyte[] { -1 }, "sbyte[1] { -1 }" },
        { new byte[2, 1] { { 1 }, { 2 } }, "byte[2, 1] { { 1 }, { 2 } }" },
        { (1, "a"), "(1, \"a\")" },
        { ValueTuple.Create(1), "(1,)" },
        { Tuple.Create(1, 2, 3), "(1, 2, 3)" },
        { (1, 2, 3, 4, 5, 6, 7, 8, 9), "(1, 2, 3, 4, 5, 6, 7, 8, 9)" },
        {
            new Tuple<int, int, int, int, int, int, int, Tuple<int, int>>(1, 2, 3, 4, 5, 6, 7, Tuple.Create(8, 9)),
            "(1, 2, 3, 4, 5, 6, 7, 8, 9)"
        },
        { KeyValuePair.Create("a", 1), "(\"a\", 1)" },
        { new HashSet<int> { 2, 1 }, "set { 2, 1 }" },
        { new SortedSet<int> { 2, 1 }, "set { 1, 2 }" },
        { new Dictionary<string, int> { ["z"] = 1, ["a"] = 2 }, "{ z: 1, a: 2 }" },
        { new Dictionary<object, object?> { [1] = null, [(1, 2)] = 3 }, "{ [1]: null, [(1, 2)]: 3 }" },
        { new SortedDictionary<string, int> { ["b"] = 1 }, "{ b: 1 }" },
        { ImmutableDictionary<string, int>.Empty.Add("a", 1), "{ a: 1 }" },
        { new Hashtable { ["a"] = 1 }, "{ a: 1 }" },
        { new { Name = "x", Age = 3 }, "{ Name: \"x\", Age: 3 }" },
    };

    [Theory]
    [MemberData(nameof(Scalars))]
    public void From_OfScalar_HasTheKindOfItsType(object? content, NwsValueKind kind) => Assert.Equal(kind, NwsValue.From(content).Kind);

    [Theory]
    [MemberData(nameof(Containers))]
    public void From_OfContainer_HoldsItsElementsInOrder(object content, string rendered) =>
        Assert.Equal(rendered, NwsValue.From(content).ToString());

    [Fact]
    public void From_OfExpandoObject_IsAMap()
    {
        dynamic content = new ExpandoObject();
        content.name = "x";
        Assert.Equal("{ name: \"x\" }", NwsValue.From((object)content).ToString());
    }

    [Fact]
    public void From_OfNwsValue_IsTheSameValue()
    {
        NwsValue value = NwsValue.From((1, 2));
        Assert.Same(value, NwsValue.From(value));
        Assert.Same(value, NwsValue.From(new object[] { value })[0]);
    }

    [Fact]
    public void From_OfByteArray_IsNotChangedThroughIt()
    {
        byte[] bytes = [1, 2];
        double[] numbers = [1, 2];
        NwsValue value = NwsValue.From((bytes, numbers));
        bytes[0] = 9;
        numbers[0] = 9;
        Assert.Equal(1, value[0].To<byte[]>()[0]);
        Assert.Equal(1, value[1].To<double[]>()[0]);
    }

    [Fact]
    public void From_OfException_KeepsTypeMessageAndCause()
    {
        var error = NwsValue.From(new InvalidOperationException("outer", new FormatException("inner"))).To<NwsError>();
        Assert.Equal(("InvalidOperationException", "outer", "csharp"), (error.Type, error.Message, error.Language));
        Assert.Equal(("FormatException", "inner"), (error.Cause!.Type, error.Cause.Message));
    }

    [Fact]
    public void From_OfThrownException_KeepsTheStack()
    {
        try
        {
            throw new InvalidOperationException("no");
        }
        catch (InvalidOperationException thrown)
        {
            string stack = NwsValue.From(thrown).To<NwsError>().Stack;
            Assert.Contains(nameof(From_OfThrownException_KeepsTheStack), stack, StringComparison.Ordinal);
        }
    }

    public static TheoryData<object, string> Refused => new()
    {
        { (Func<int>)(() => 1), "a function is no value" },
        { new MemoryStream(), "an open stream is no value" },
        { new StringReader("x"), "an open stream is no value" },
        { Task.CompletedTask, "await it" },
        { Task.FromResult(1), "await it" },
        { new ValueTask<int>(1), "await it" },
        { (nint)1, "a pointer means nothing elsewhere" },
        { (nuint)1, "a pointer means nothing elsewhere" },
        { new DateOnly(2024, 5, 1), "store a DateTime" },
        { new TimeOnly(1, 2), "store a TimeSpan" },
        { typeof(int), "store its name" },
        { new Lazy<int>(1), "store its Value" },
        { new Uri("http://localhost"), "no form in other languages" },
        { new object(), "no form in other languages" },
        { new Memory<double>([1]), "no form in other languages" },
        { new NothingToStore(), "no public property or field" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void From_OfWhatIsNoValue_ThrowsWithThePathAndAdvice(object content, string advice)
    {
        var table = new Dictionary<string, object> { ["rows"] = new List<object> { 1, 2, 3, content } };
        NwsValueException error = Fault.Of(() => NwsValue.From(table));
        Assert.Equal("['rows'][3]", error.Path);
        Assert.StartsWith("cannot store ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(", at ['rows'][3]", error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_OfRefusedKey_ThrowsWithThePath()
    {
        var table = new Dictionary<object, int> { ["a"] = 1, [(Func<int>)(() => 1)] = 2 };
        Assert.Equal("[key 1]", Fault.Of(() => NwsValue.From(table)).Path);
        var grid = new object[,] { { 1, 2 }, { 3, new MemoryStream() } };
        Assert.Equal("[1][1]", Fault.Of(() => NwsValue.From(grid)).Path);
        Assert.Equal("['Where']['Inner']", Fault.Of(() => NwsValue.From(new { Where = new { Inner = Console.Out } })).Path);
        Assert.Equal("[value 0]", Fault.Of(() => NwsValue.From(new Dictionary<object, object> { [(1, 2)] = Console.Out })).Path);
    }

    [Theory]
    [InlineData("it's\\n", @"['it\'s\\n']")]
    [InlineData("\n\t\u0001\u007f", @"['\n\t\u0001\u007f']")]
    [InlineData(-7, "[-7]")]
    [InlineData(long.MaxValue, "[9223372036854775807]")]
    [InlineData(true, "[value 0]")]
    [InlineData(1.5, "[value 0]")]
    public void From_OfRefusedValueUnderAKey_ShowsTheKeyIfItIsTextOrInteger(object key, string path) =>
        Assert.Equal(path, Fault.Of(() => NwsValue.From(new Dictionary<object, object> { [key] = Console.Out })).Path);

    [Fact]
    public void From_OfRefusedValueUnderALoneSurrogate_EscapesIt() => Assert.Equal(
        @"['\ud800x😀']", Fault.Of(() => NwsValue.From(new Dictionary<string, object> { ["\ud800x😀"] = Console.Out })).Path);

    [Fact]
    public void From_OfRefusedValueUnderLongKeys_ShortensThem()
    {
        string smiles = string.Concat(Enumerable.Repeat("😀", 41));
        object content = new Dictionary<object, object> { [BigInteger.Pow(10, 40)] = Console.Out };
        content = new Dictionary<object, object> { [BigInteger.Pow(10, 39)] = content };
        content = new Dictionary<object, object> { [smiles] = content, [smiles[2..]] = 0 };
        Assert.Equal($"['{smiles[..80]}...'][1{new string('0', 39)}][value 0]", Fault.Of(() => NwsValue.From(content)).Path);
    }

    [Fact]
    public void From_OfRefusedValueFarInside_ShowsBothEndsOfThePath()
    {
        object content = Console.Out;
        for (int i = 20; i > 0; i--)
            content = new Dictionary<int, object> { [i] = content };
        Assert.Equal("[1][2][3][4][5][6][7][8][9][10][11][12]...[17][18][19][20]", Fault.Of(() => NwsValue.From(content)).Path);
    }

    [Fact]
    public void From_OfCycle_Throws()
    {
        var list = new List<object?> { 1 };
        list.Add(new Dictionary<string, object?> { ["again"] = list });
        NwsValueException error = Fault.Of(() => NwsValue.From(list));
        Assert.Contains("it contains itself", error.Message, StringComparison.Ordinal);
        Assert.Equal("[1]['again']", error.Path);
    }

    [Fact]
    public void From_OfSharedObject_WritesItTwice()
    {
        var shared = new List<int> { 1 };
        Assert.Equal("[[1], [1]]", NwsValue.From(new[] { shared, shared }).ToString());
    }

    [Fact]
    public void From_AtTheDepthLimit_SucceedsAndBeyondThrows()
    {
        object content = "core";
        for (int i = 0; i < NwsValue.MaxDepth; i++)
            content = new[] { content };
        NwsValue deepest = NwsValue.From(content);
        Assert.Equal(deepest, NwsValue.Decode(deepest.Encode()));
        Fault.Says("more than 256", () => NwsValue.From(new[] { content }));
        Fault.Says("more than 256", () => NwsValue.From(new[] { deepest }));
        Fault.Says("more than 256", () => NwsValue.From(new object[,] { { deepest } }));
    }

    [Fact]
    public void From_OfKeysThatAreEqualAsValues_Throws()
    {
        var twice = new Dictionary<object, string> { [1] = "int", [1L] = "long" };
        Fault.Says("has the key 1 twice", () => NwsValue.From(twice));
        Fault.Says("has the element 1 twice", () => NwsValue.From(new HashSet<object> { 1, 1L }));
    }

    [Fact]
    public void From_OfPropertyThatThrows_ThrowsWithThePath()
    {
        NwsValueException error = Fault.Of(() => NwsValue.From(new[] { new Broken() }));
        Assert.Equal("[0]['Value']", error.Path);
        Assert.Contains("out of order", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_OfDecimal_WritesTheFormOfTheGeneralDecimalArithmetic()
    {
        Assert.Equal("1.50m", NwsValue.From(1.50m).ToString());
        Assert.Equal("1E-8m", NwsValue.From(0.00000001m).ToString());
        Assert.Equal("0.000001m", NwsValue.From(0.000001m).ToString());
        Assert.Equal("-0.0m", NwsValue.From(new decimal(0, 0, 0, true, 1)).ToString());
        Assert.NotEqual(NwsValue.From(1.5m), NwsValue.From(1.50m));
    }

    private sealed class NothingToStore
    {
        public int Length => 3;
    }

    private sealed class Broken
    {
        public int Value
        {
            get => throw new InvalidOperationException("out of order");
            set => _ = value;
        }
    }
}
