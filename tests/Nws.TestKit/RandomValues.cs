using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Nws.Values;

namespace Nws.TestKit;

/// <summary>Random values of every kind, those with edges among them.</summary>
internal static class RandomValues
{
    private const int Size = 20;

    private static Gen<byte[]> SixteenBytes { get; } = ArbMap.Default.GeneratorFor<Guid>().Select(bits => bits.ToByteArray());

    private static Gen<long> Long { get; } =
        Gen.OneOf(ArbMap.Default.GeneratorFor<long>(), SixteenBytes.Select(bits => BitConverter.ToInt64(bits)));

    private static Gen<double> Double { get; } =
        Gen.OneOf(ArbMap.Default.GeneratorFor<double>(), SixteenBytes.Select(bits => BitConverter.ToDouble(bits)));

    private static Gen<string> Text { get; } = ArbMap.Default.GeneratorFor<char[]>().Select(characters => new string(characters));

    private static Gen<Moment> Moment { get; } = Long.SelectMany(seconds =>
        Gen.Choose(0, Values.Moment.NanosecondsPerSecond - 1).Select(nanoseconds => new Moment(seconds, nanoseconds)));

    private static Gen<NwsValue> Scalar { get; } = Gen.OneOf(
        Gen.Elements(SampleValues.Scalars().Where(value => value.Encode().Length < 100)),
        Long.Select(number => NwsValue.From(number)),
        SixteenBytes.Select(bits => NwsValue.From(new BigInteger(bits))),
        Double.Select(number => NwsValue.From(number)),
        Double.Select(number => NwsValue.From((float)number)),
        ArbMap.Default.GeneratorFor<decimal>().Select(number => NwsValue.From(number)),
        SixteenBytes.SelectMany(bits => Gen.Choose(-60, 60).Select(exponent => Decimal(new BigInteger(bits), exponent))),
        Text.Select(text => NwsValue.From(text)),
        ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => NwsValue.From(bytes)),
        ArbMap.Default.GeneratorFor<DateTimeOffset>().Select(time => NwsValue.From(time)),
        ArbMap.Default.GeneratorFor<TimeSpan>().Select(duration => NwsValue.From(duration)),
        Moment.SelectMany(moment => Gen.Choose(-86_399, 86_399).Select(offset => ValueFactory.PointInTime(moment with { Offset = offset }))),
        Moment.Select(ValueFactory.NaiveDateTime),
        Moment.Select(ValueFactory.Duration),
        ArbMap.Default.GeneratorFor<Guid>().Select(uuid => NwsValue.From(uuid)),
        Double.SelectMany(real => Double.Select(imaginary => NwsValue.From(new Complex(real, imaginary)))),
        Gen.Elements(Enum.GetValues<NwsElementType>()).SelectMany(NumericArray),
        Error(causes: 3));

    /// <summary>The generator, for properties.</summary>
    public static Gen<NwsValue> Generator { get; } = Gen.Sized(Nested);

    /// <summary>Some values; the same for the same seed.</summary>
    public static IReadOnlyList<NwsValue> Sample(int count, int seed) => Generator.Sample(count, new Rnd((ulong)seed), Size);

    private static NwsValue Decimal(BigInteger digits, int exponent) => ValueFactory.Decimal(DecimalText.Normalize($"{digits}E{exponent}")!);

    private static Gen<NwsValue> NumericArray(NwsElementType type) =>
        Gen.Choose(0, 4).SelectMany(rank => Gen.Choose(0, 3).ArrayOf(rank)).SelectMany(shape => NumericArray(ElementType.Of(type), shape));

    private static Gen<NwsValue> NumericArray(ElementType type, int[] shape)
    {
        int length = shape.Aggregate(type.Size, (product, dimension) => product * dimension);
        int largest = type.Type == NwsElementType.Bool ? 1 : byte.MaxValue;
        return Gen.Choose(0, largest).Select(bits => (byte)bits).ArrayOf(length)
            .Select(bytes => NwsValue.From(new NwsNumericArray(type.Type, shape, bytes)));
    }

    private static Gen<NwsValue> Error(int causes)
    {
        Gen<NwsError> plain = Text.ArrayOf(4).Select(texts => new NwsError(texts[0], texts[1], texts[2], texts[3]));
        Gen<NwsError> error = plain;
        for (int i = 0; i < causes; i++)
        {
            Gen<NwsError> cause = error;
            error = Gen.OneOf(plain, plain.SelectMany(outer => cause.Select(inner => outer with { Cause = inner })));
        }
        return error.Select(content => NwsValue.From(content));
    }

    private static Gen<NwsValue> Nested(int size)
    {
        if (size <= 1)
            return Scalar;
        Gen<NwsValue[]> inner = Gen.Choose(0, 12).SelectMany(count => Nested(size / 4).ArrayOf(count));
        return Gen.OneOf(
            Scalar,
            inner.Select(ValueFactory.List),
            inner.Select(ValueFactory.Tuple),
            inner.Select(items => NwsValue.From(items.ToHashSet())),
            inner.Select(items => NwsValue.From(items.Distinct().ToDictionary(key => key, key => items[0]))));
    }
}
