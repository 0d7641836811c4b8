using System.Collections.ObjectModel;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Nws.Values;

namespace Nws.Runtime.Tests.Values;

public class ToTests
{
    [Flags]
    private enum Rights
    {
        None = 0,
        Read = 1,
        Write = 2,
    }

    public static TheoryData<object?, Type, object?> Exact => new()
    {
        { 2.0, typeof(int), 2 }, { 2.0f, typeof(byte), (byte)2 }, { 2.00m, typeof(long), 2L }, { 1e3m, typeof(short), (short)1000 },
        { 255, typeof(byte), (byte)255 }, { -128, typeof(sbyte), (sbyte)-128 }, { ulong.MaxValue, typeof(ulong), ulong.MaxValue },
        { BigInteger.Pow(2, 100), typeof(Int128), (Int128)BigInteger.Pow(2, 100) }, { 1e20, typeof(BigInteger), new BigInteger(1e20) },
        { 3, typeof(double), 3.0 }, { 1L << 60, typeof(double), (double)(1L << 60) },
        { BigInteger.Pow(2, 1000), typeof(double), Math.Pow(2, 1000) },
        { 1.5, typeof(float), 1.5f }, { 1.5f, typeof(double), 1.5 }, { 1.5m, typeof(double), 1.5 }, { 1.5, typeof(Half), (Half)1.5 },
        { double.NaN, typeof(float), float.NaN }, { double.PositiveInfinity, typeof(float), float.PositiveInfinity },
        { 2.5, typeof(decimal), 2.5m }, { 0.125f, typeof(decimal), 0.125m }, { 7, typeof(decimal), 7m }, { -1e15, typeof(decimal), -1e15m },
        { 1.5, typeof(Complex), new Complex(1.5, 0) }, { 0.0, typeof(decimal), 0m },
        { "x", typeof(char), 'x' }, { "Monday", typeof(DayOfWeek), DayOfWeek.Monday }, { 1, typeof(DayOfWeek), DayOfWeek.Monday },
        { null, typeof(int?), null }, { 3, typeof(int?), 3 }, { null, typeof(string), null }, { null, typeof(byte[]), null },
        { null, typeof(int[]), null },
        { 3, typeof(object), 3L }, { true, typeof(bool), true },
    };

    public static TheoryData<object?, Type> Inexact => new()
    {
        { 2.5, typeof(int) }, { 3e9, typeof(int) }, { -1, typeof(uint) }, { 256, typeof(byte) }, { BigInteger.Pow(2, 64), typeof(ulong) },
        { (1L << 53) + 1, typeof(double) }, { 16_777_217, typeof(float) }, { 0.1, typeof(float) }, { 0.1m, typeof(double) },
        { 0.1, typeof(decimal) },
        { 1e300, typeof(decimal) }, { double.NaN, typeof(decimal) }, { double.NaN, typeof(int) }, { double.PositiveInfinity, typeof(long) },
        { 1e300, typeof(float) }, { BigInteger.Pow(10, 400), typeof(double) }, { BigInteger.Pow(10, 40), typeof(decimal) },
        { 1e10, typeof(Half) },
        { "1", typeof(int) }, { 1, typeof(string) }, { 1, typeof(bool) }, { true, typeof(int) }, { "xy", typeof(char) },
        { null, typeof(int) },
        { "Someday", typeof(DayOfWeek) }, { "1", typeof(DayOfWeek) }, { new Complex(1, 2), typeof(double) },
        { "x", typeof(byte[]) }, { "x", typeof(Guid) }, { "x", typeof(DateTime) }, { 1, typeof(TimeSpan) }, { "x", typeof(int[]) },
        { 1, typeof(List<int>) },
        { "x", typeof(Dictionary<string, int>) }, { 1, typeof((int, int)) }, { 1, typeof(NwsTuple) }, { 1, typeof(NwsError) },
        { 1, typeof(NwsNumericArray) },
    };

    [Theory]
    [MemberData(nameof(Exact))]
    public void To_OfTypeThatHoldsTheSame_Converts(object? content, Type type, object? expected) =>
        Assert.Equal(expected, NwsValue.From(content).To(type));

    [Theory]
    [MemberData(nameof(Inexact))]
    public void To_OfTypeThatWouldLoseSomething_ThrowsWithValueTypeAndPath(object? content, Type type)
    {
        NwsValue value = NwsValue.From(new Dictionary<string, object?[]> { ["rows"] = [content] });
        Type target = typeof(Dictionary<,>).MakeGenericType(typeof(string), typeof(List<>).MakeGenericType(type));
        NwsValueException error = Fault.Of(() => value.To(target));
        Assert.Equal("['rows'][0]", error.Path);
        Assert.Contains($"cannot become {TypeName.Of(type)}", error.Message, StringComparison.Ordinal);
        Assert.Contains(NwsValue.From(content).Render(NwsNotation.CSharp, RenderLimits.Glance), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void To_OfNumberThatIsNotExact_SaysSo()
    {
        NwsValueException error = Fault.Of(() => NwsValue.From(2.5).To<int>());
        Assert.Equal("a float64 (2.5) cannot become int: the number would not be the same", error.Message);
    }

    [Theory]
    [InlineData("1E+2", "100")]
    [InlineData("1E+28", "10000000000000000000000000000")]
    [InlineData("1.00000000000000000000000000000000", "1.0000000000000000000000000000")]
    public void To_OfDecimalText_GivesTheSameNumber(string text, string expected) =>
        Assert.Equal(expected, ValueFactory.Decimal(text).To<decimal>().ToString(CultureInfo.InvariantCulture));

    [Fact]
    public void To_OfNegativeZeroDecimal_KeepsSignAndScale()
    {
        decimal zero = ValueFactory.Decimal("-0.00").To<decimal>();
        Assert.True(decimal.IsNegative(zero));
        Assert.Equal(2, zero.Scale);
    }

    [Theory]
    [InlineData("1E+29")]
    [InlineData("1E-29")]
    [InlineData("79228162514264337593543950336")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1E+999999999999999999")]
    public void To_OfDecimalBeyondTheType_Throws(string text)
    {
        Fault.Of(() => ValueFactory.Decimal(text).To<decimal>());
        Assert.IsType<NwsValue>(ValueFactory.Decimal(text).ToObject());
    }

    [Fact]
    public void To_OfEnormousExponent_ThrowsAtOnce()
    {
        Fault.Of(() => ValueFactory.Decimal("1E+999999999999999999").To<BigInteger>());
        Fault.Of(() => ValueFactory.Decimal("1E-999999999999999999").To<double>());
        Assert.Equal(BigInteger.Pow(10, 100), ValueFactory.Decimal("1E+100").To<BigInteger>());
        Assert.Equal(BigInteger.Zero, ValueFactory.Decimal("0E+999999999999999999").To<BigInteger>());
        Assert.Equal(double.NegativeInfinity, ValueFactory.Decimal("-Infinity").To<double>());
        string smallest = BigInteger.Pow(5, 1074).ToString(CultureInfo.InvariantCulture) + "E-1074";
        Assert.Equal(double.Epsilon, ValueFactory.Decimal(DecimalText.Normalize(smallest)!).To<double>());
    }

    [Fact]
    public void To_OfFlags_ReadsNamesTogether()
    {
        Assert.Equal(Rights.Read | Rights.Write, NwsValue.From(Rights.Read | Rights.Write).To<Rights>());
        Assert.Equal((Rights)8, NwsValue.From((Rights)8).To<Rights>());
    }

    [Fact]
    public void To_OfCollections_AcceptsListsTuplesSetsAndNumericArrays()
    {
        object[] sources = [new List<int> { 1, 2 }, (1, 2), new HashSet<int> { 1, 2 }, new[] { 1, 2 }, new double[] { 1, 2 }];
        Assert.All(sources, source =>
        {
            NwsValue value = NwsValue.From(source);
            Assert.Equal([1, 2], value.To<int[]>());
            Assert.Equal([1, 2], value.To<List<int>>());
            Assert.Equal([1, 2], value.To<IEnumerable<int>>());
            Assert.Equal([1, 2], value.To<IReadOnlyList<int>>());
            Assert.Equal([1, 2], value.To<HashSet<int>>().Order());
            Assert.Equal([1, 2], value.To<IReadOnlySet<int>>().Order());
            Assert.Equal([1, 2], value.To<SortedSet<int>>());
            Assert.Equal([1, 2], value.To<ObservableCollection<int>>());
            Assert.Equal([1L, 2L], value.To<List<long?>>().Select(number => number!.Value));
        });
    }

    [Fact]
    public void To_OfSeveralDimensions_KeepsTheShape()
    {
        int[,] grid = { { 1, 2, 3 }, { 4, 5, 6 } };
        Assert.Equal(grid, NwsValue.From(grid).To<int[,]>());
        Assert.Equal(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }, NwsValue.From(grid).To<double[,]>());
        Assert.Equal(grid, NwsValue.From(new object[] { new[] { 1, 2, 3 }, (4, 5, 6) }).To<int[,]>());
        Assert.Equal([[1, 2, 3], [4, 5, 6]], NwsValue.From(grid).To<List<int[]>>());
        Assert.Equal(new string[,] { { "a" }, { "b" } }, NwsValue.From(new string[,] { { "a" }, { "b" } }).To<string[,]>());
        Assert.Equal(new int[0, 0], NwsValue.From(Array.Empty<object>()).To<int[,]>());
        Assert.Equal(6, NwsValue.From(grid)[1][2].To<int>());
        Fault.Of(() => NwsValue.From(new object[] { new[] { 1 }, new[] { 1, 2 } }).To<int[,]>());
        Fault.Of(() => NwsValue.From(new object[] { new[] { 1 }, 2 }).To<int[,]>());
        Fault.Of(() => NwsValue.From(grid).To<int[,,]>());
        Fault.Of(() => NwsValue.From(new[] { 1, 2 }).To<int[,]>());
    }

    [Fact]
    public void To_OfBytes_AcceptsNumericArraysOfBytes()
    {
        NwsValue value = NwsValue.From(new NwsNumericArray(NwsElementType.UInt8, [2], [1, 2]));
        Assert.Equal([1, 2], value.To<byte[]>());
        Assert.Equal([1, 2], NwsValue.From(new byte[] { 1, 2 }).To<ReadOnlyMemory<byte>>().ToArray());
        Assert.Equal([1, 2], NwsValue.From(new byte[] { 1, 2 }).To<Memory<byte>>().ToArray());
        Assert.Equal([1, 2], NwsValue.From(new byte[] { 1, 2 }).To<ArraySegment<byte>>().ToArray());
    }

    [Fact]
    public void To_OfTuples_AcceptsAnyLengthAndLists()
    {
        Assert.Equal((1, "a"), NwsValue.From((1, "a")).To<(int, string)>());
        Assert.Equal((1, "a"), NwsValue.From(new object[] { 1, "a" }).To<(int, string)>());
        Assert.Equal(ValueTuple.Create(1), NwsValue.From(ValueTuple.Create(1)).To<ValueTuple<int>>());
        Assert.Equal(default, NwsValue.From(default(ValueTuple)).To<ValueTuple>());
        Assert.Equal(Tuple.Create(1, 2L), NwsValue.From((1, 2)).To<Tuple<int, long>>());
        var nine = (1, 2, 3, 4, 5, 6, 7, 8, "nine");
        Assert.Equal(nine, NwsValue.From(nine).To<(int, int, int, int, int, int, int, int, string)>());
        Assert.Equal(KeyValuePair.Create("a", 1), NwsValue.From(("a", 1)).To<KeyValuePair<string, int>>());
        Assert.Equal("[1]", Fault.Of(() => NwsValue.From((1, "a")).To<(int, int)>()).Path);
        Fault.Says("3 elements are needed", () => NwsValue.From((1, 2)).To<(int, int, int)>());
    }

    [Fact]
    public void To_OfDictionaries_KeepsOrderAndKeys()
    {
        NwsValue value = NwsValue.From(new Dictionary<object, object?> { ["z"] = 1, ["a"] = 2 });
        Assert.Equal(["z", "a"], value.To<Dictionary<string, int>>().Keys);
        Assert.Equal(["z", "a"], value.To<IReadOnlyDictionary<string, object>>().Keys);
        Assert.Equal(["a", "z"], value.To<SortedDictionary<string, long>>().Keys);
        Assert.Equal(2, value.To<IDictionary<object, object>>().Count);
        NwsValue pairs = NwsValue.From(new Dictionary<(int, int), int> { [(1, 2)] = 3 });
        Assert.Equal((1, 2), pairs.To<Dictionary<(int, int), int>>().Keys.Single());
        Assert.Equal("[key 0]", Fault.Of(() => value.To<Dictionary<int, int>>()).Path);
        Assert.Equal("['z']", Fault.Of(() => value.To<Dictionary<string, string>>()).Path);
        Fault.Of(() => NwsValue.From(new Dictionary<object, int> { [NwsValue.Nil] = 1 }).To<Dictionary<string, int>>());
    }

    [Fact]
    public void To_OfKeysThatFallTogether_Throws()
    {
        NwsValue value = NwsValue.From(new Dictionary<object, int> { [1] = 1, [1.0] = 2 });
        Fault.Says("twice", () => value.To<Dictionary<int, int>>());
        Fault.Says("twice", () => NwsValue.From(new object[] { 1, 1.0 }).To<HashSet<int>>());
    }

    [Fact]
    public void ToObject_OfKeysDotNetComparesLessExactly_KeepsAll()
    {
        NwsValue value = NwsValue.From(new Dictionary<object, object> { [NwsValue.From(0.0)] = 1, [NwsValue.From(-0.0)] = 2 });
        Assert.Equal(2, Assert.IsType<Dictionary<object, object?>>(value.ToObject()).Count);
        Assert.Equal(value, NwsValue.From(value.ToObject()));
        NwsValue set = NwsValue.From(new HashSet<NwsValue> { NwsValue.From(1.5m), NwsValue.From(1.50m), NwsValue.From(new byte[] { 1 }) });
        Assert.Equal(set, NwsValue.From(set.ToObject()));
    }

    [Fact]
    public void ToObject_GivesTheNaturalTypes()
    {
        (object? Content, Type Type)[] expected =
        [
            (1, typeof(long)), (BigInteger.Pow(10, 40), typeof(BigInteger)), (ulong.MaxValue, typeof(BigInteger)),
            (1f, typeof(float)), (1m, typeof(decimal)),
            (new List<int>(), typeof(List<object?>)), ((1, 2), typeof(NwsTuple)), (new HashSet<int>(), typeof(HashSet<object?>)),
            (new Dictionary<string, int>(), typeof(Dictionary<object, object?>)), (DateTime.UtcNow, typeof(DateTimeOffset)),
            (new DateTime(2024, 1, 1), typeof(DateTime)), (TimeSpan.Zero, typeof(TimeSpan)), (new[] { 1.0 }, typeof(double[])),
            (new byte[1, 1], typeof(byte[,])), (new InvalidOperationException(), typeof(NwsError)), (new byte[1], typeof(byte[])),
        ];
        Assert.All(expected, pair => Assert.Equal(pair.Type, NwsValue.From(pair.Content).ToObject()!.GetType()));
    }

    [Fact]
    public void ToObject_OfTuple_MatchesPatternsAndComparesByContent()
    {
        object? tuple = NwsValue.From(("a", 2, new byte[] { 1 })).ToObject();
        Assert.True(tuple is ("a", 2L, byte[]));
        Assert.Equal(tuple, NwsValue.From(("a", 2, new byte[] { 1 })).ToObject());
        Assert.Equal(tuple!.GetHashCode(), NwsValue.From(("a", 2, new byte[] { 1 })).ToObject()!.GetHashCode());
        Assert.Equal(3, ((ITuple)tuple).Length);
        Assert.Equal(["a", 2L], ((NwsTuple)tuple).Take(2));
        Assert.Equal("(\"a\", 2, byte[1] { 1 })", tuple.ToString());
    }

    [Fact]
    public void To_OfUnsupportedType_TellsWhatIsSupported()
    {
        Type[] types = [typeof(Uri), typeof(Stream), typeof(Action), typeof(IDisposable), typeof(Random)];
        Assert.All(types, type =>
        {
            NwsValue value = NwsValue.From(new Dictionary<string, int>());
            Fault.Says("values cannot become", () => value.To(type));
        });
    }

    [Fact]
    public void ExplicitConversions_GiveTheContent()
    {
        Assert.Equal(3, (int)NwsValue.From(3));
        Assert.Equal(3L, (long)NwsValue.From(3));
        Assert.Equal(3.0, (double)NwsValue.From(3));
        Assert.Equal("x", (string)NwsValue.From("x"));
        Assert.True((bool)NwsValue.From(true));
        Fault.Of(() => (int)NwsValue.From("x"));
    }
}
