using System.Numerics;

namespace Nws.Values;

/// <summary>
/// Makes values of content that is right already: depth, duplicates and ranges have been checked. Arrays are given away, not copied.
/// </summary>
internal static class ValueFactory
{
    private const int SmallestCached = -32;
    private const int LargestCached = 255;

    internal static readonly NwsValue True = new(NwsValueKind.Bool, null, 1);
    internal static readonly NwsValue False = new(NwsValueKind.Bool, null, 0);

    private static readonly NwsValue EmptyText = new(NwsValueKind.Text, "");
    private static readonly NwsValue EmptyList = new(NwsValueKind.List, Array.Empty<NwsValue>(), depth: 1);
    private static readonly NwsValue[] SmallIntegers = Enumerable.Range(SmallestCached, LargestCached - SmallestCached + 1)
        .Select(number => new NwsValue(NwsValueKind.Integer, null, number)).ToArray();

    internal static NwsValue Bool(bool value) => value ? True : False;

    internal static NwsValue Integer(long value) => value is >= SmallestCached and <= LargestCached
        ? SmallIntegers[value - SmallestCached]
        : new NwsValue(NwsValueKind.Integer, null, value);

    internal static NwsValue Integer(BigInteger value) => value >= long.MinValue && value <= long.MaxValue
        ? Integer((long)value)
        : new NwsValue(NwsValueKind.Integer, value);

    internal static NwsValue Float64(double value) =>
        new(NwsValueKind.Float64, null, BitConverter.DoubleToInt64Bits(FloatBits.OneNaN(value)));

    internal static NwsValue Float32(float value) =>
        new(NwsValueKind.Float32, null, BitConverter.SingleToInt32Bits(FloatBits.OneNaN(value)));

    /// <param name="normalized">A text in the form of <see cref="DecimalText"/>.</param>
    internal static NwsValue Decimal(string normalized) => new(NwsValueKind.Decimal, normalized);

    internal static NwsValue Text(string text) => text.Length == 0 ? EmptyText : new NwsValue(NwsValueKind.Text, text);

    internal static NwsValue Bytes(byte[] bytes) => new(NwsValueKind.Bytes, bytes);

    internal static NwsValue List(NwsValue[] items) =>
        items.Length == 0 ? EmptyList : new NwsValue(NwsValueKind.List, items, depth: 1 + Deepest(items));

    internal static NwsValue Tuple(NwsValue[] items) => new(NwsValueKind.Tuple, items, depth: 1 + Deepest(items));

    internal static NwsValue Set(KeyedValues items) => new(NwsValueKind.Set, items, depth: 1 + Deepest(items.Keys));

    internal static NwsValue Map(KeyedValues keys, NwsValue[] values) =>
        new(NwsValueKind.Map, new ValueMap(keys, values), depth: 1 + Math.Max(Deepest(keys.Keys), Deepest(values)));

    /// <summary>An instant, or a date-time with an offset other than 0: at offset 0 the two are the same.</summary>
    internal static NwsValue PointInTime(Moment moment) =>
        new(moment.Offset == 0 ? NwsValueKind.Instant : NwsValueKind.OffsetDateTime, moment);

    internal static NwsValue NaiveDateTime(Moment moment) => new(NwsValueKind.NaiveDateTime, moment);

    internal static NwsValue Duration(Moment moment) => new(NwsValueKind.Duration, moment);

    internal static NwsValue Uuid(Guid uuid) => new(NwsValueKind.Uuid, uuid);

    internal static NwsValue Complex(Complex number) =>
        new(NwsValueKind.Complex, new Complex(FloatBits.OneNaN(number.Real), FloatBits.OneNaN(number.Imaginary)));

    internal static NwsValue NumericArray(NwsNumericArray array) => new(NwsValueKind.NumericArray, array);

    internal static NwsValue Error(NwsError error) => new(NwsValueKind.Error, error, depth: Causes(error));

    /// <summary>How many errors are behind an error.</summary>
    internal static int Causes(NwsError error)
    {
        int causes = 0;
        for (NwsError? cause = error.Cause; cause is not null; cause = cause.Cause)
            causes++;
        return causes;
    }

    private static int Deepest(NwsValue[] items)
    {
        int deepest = 0;
        foreach (NwsValue item in items)
            deepest = Math.Max(deepest, item.Depth);
        return deepest;
    }
}
