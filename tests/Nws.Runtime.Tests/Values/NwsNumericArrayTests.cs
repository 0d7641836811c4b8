using System.Numerics;
using Nws.Values;

namespace Nws.Runtime.Tests.Values;

public class NwsNumericArrayTests
{
    [Fact]
    public void FromArray_KeepsTypeShapeAndElements()
    {
        NwsNumericArray array = NwsNumericArray.FromArray(new short[,] { { 1, 2, 3 }, { 4, 5, -6 } });
        Assert.Equal(NwsElementType.Int16, array.ElementType);
        Assert.Equal([2, 3], array.Shape);
        Assert.Equal(6, array.Length);
        Assert.Equal((short)-6, array[5]);
        Assert.Equal([1, 2, 3, 4, 5, -6], array.AsSpan<short>().ToArray());
        Assert.Equal([1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 250, 255], array.Data.ToArray());
        Assert.Equal("Int16[2,3]", array.ToString());
    }

    [Fact]
    public void ToArray_OfEveryElementType_GivesTheArrayBack()
    {
        Array[] arrays =
        [
            new[] { true, false }, new sbyte[] { -1 }, new short[] { -1 }, new[] { -1 }, new[] { -1L }, new byte[] { 1 },
            new ushort[] { 1 }, new uint[] { 1 },
            new ulong[] { 1 }, new[] { (Half)1 }, new[] { 1f }, new[] { 1.0 }, new[] { new Complex(1, 2) },
            new double[2, 0, 3], new int[1, 1, 1, 1],
        ];
        Assert.All(arrays, array =>
        {
            Array again = NwsNumericArray.FromArray(array).ToArray();
            Assert.Equal(array.GetType(), again.GetType());
            Assert.Equal(array, again);
        });
    }

    [Fact]
    public void ToArray_OfTypesWithoutDotNetArray_Throws()
    {
        Fault.Of(() => new NwsNumericArray(NwsElementType.Complex64, [1], new byte[8]).ToArray());
        Fault.Of(() => new NwsNumericArray(NwsElementType.Int32, [], new byte[4]).ToArray());
        Fault.Of(() => new NwsNumericArray(NwsElementType.Int32, Enumerable.Repeat(1, 33).ToArray(), new byte[4]).ToArray());
    }

    [Fact]
    public void Constructor_WithPartsThatDoNotFit_Throws()
    {
        Fault.Of(() => new NwsNumericArray(NwsElementType.Int32, [2], new byte[4]));
        Fault.Of(() => new NwsNumericArray(NwsElementType.Int32, [-1], []));
        Fault.Of(() => new NwsNumericArray(NwsElementType.Bool, [1], [2]));
        Fault.Of(() => new NwsNumericArray(NwsElementType.Bool, new int[65], []));
        Fault.Of(() => new NwsNumericArray(NwsElementType.UInt8, [int.MaxValue, int.MaxValue, int.MaxValue], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NwsNumericArray((NwsElementType)99, [], []));
        Fault.Of(() => NwsNumericArray.FromArray(new[] { "x" }));
    }

    [Fact]
    public void Elements_OfTypesDotNetLacks_CanBeRead()
    {
        var complex = new NwsNumericArray(NwsElementType.Complex64, [1], [0, 0, 128, 63, 0, 0, 0, 64]);
        Assert.Equal(new Complex(1, 2), complex[0]);
        Assert.Equal([new Complex(1, 2)], NwsValue.From(complex).To<Complex[]>());
        Assert.Equal(5, new NwsNumericArray(NwsElementType.Int32, [], [5, 0, 0, 0])[0]);
        Fault.Of(() => complex.AsSpan<Complex>().Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => complex[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void From_OfArraysOfEveryElementType_GivesThemBackInTheirShape(int rank)
    {
        int[] shape = Enumerable.Range(1, rank).ToArray();
        foreach (NwsElementType type in Enum.GetValues<NwsElementType>().Except([NwsElementType.Complex64]))
        {
            byte[] data = new byte[shape.Aggregate(ElementType.Of(type).Size, (size, length) => size * length)];
            Array.Fill(data, (byte)1);
            var numbers = new NwsNumericArray(type, shape, data);
            Array array = numbers.ToArray();
            NwsValue value = NwsValue.From(array);
            bool isBytes = array.GetType() == typeof(byte[]); // to `is`, an sbyte[] is one, too
            Assert.Equal(isBytes ? NwsValueKind.Bytes : NwsValueKind.NumericArray, value.Kind);
            Assert.Equal(array, ClrReader.Read(NwsValue.Decode(value.Encode()), array.GetType()));
            Assert.IsType(array.GetType(), NwsValue.From(array).ToObject());
        }
    }

    [Fact]
    public void From_OfJaggedArray_IsAListOfArrays()
    {
        double[][] rows = [[1, 2], [], [3]];
        NwsValue value = NwsValue.From(rows);
        Assert.Equal(NwsValueKind.List, value.Kind);
        Assert.All(value.Items, row => Assert.Equal(NwsValueKind.NumericArray, row.Kind));
        Assert.Equal(rows, value.To<double[][]>());
    }

    [Fact]
    public void ElementTypes_HaveFrozenNumbers() => Assert.Equal(
        [
            "Bool", "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64",
            "Float16", "Float32", "Float64", "Complex64", "Complex128",
        ],
        Enumerable.Range(0, 14).Select(number => ((NwsElementType)number).ToString()));
}
