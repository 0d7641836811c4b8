namespace Nws.Values;

/// <summary>
/// The C# object that a value is without a type to go by. What C# has no type for, or no exact one (a decimal of forty digits,
/// nanoseconds), stays the value itself, so that storing the object again stores an equal value.
/// </summary>
internal static class NaturalObject
{
    internal static object? Of(NwsValue value) => value.Kind switch
    {
        NwsValueKind.Nil => null,
        NwsValueKind.Bool => value.Bits != 0,
        NwsValueKind.Integer => value.Content ?? value.Bits,
        NwsValueKind.Float64 => BitConverter.Int64BitsToDouble(value.Bits),
        NwsValueKind.Float32 => BitConverter.Int32BitsToSingle((int)value.Bits),
        NwsValueKind.Decimal => OfDecimal(value),
        NwsValueKind.Bytes => ((byte[])value.Content!).Clone(),
        NwsValueKind.List => OfList(value),
        NwsValueKind.Tuple => new NwsTuple(value),
        NwsValueKind.Set => OfSet(value),
        NwsValueKind.Map => OfMap(value),
        NwsValueKind.Instant or NwsValueKind.OffsetDateTime => Times.TryGetDateTimeOffset(value, out DateTimeOffset time) ? time : value,
        NwsValueKind.NaiveDateTime => Times.TryGetDateTime(value, out DateTime time) ? time : value,
        NwsValueKind.Duration => Times.TryGetTimeSpan(value, out TimeSpan duration) ? duration : value,
        NwsValueKind.NumericArray => OfArray((NwsNumericArray)value.Content!),
        _ => value.Content,
    };

    /// <summary>A key or element of a set: what .NET does not compare by content stays the value itself.</summary>
    internal static object OfKey(NwsValue value) => value.Kind switch
    {
        NwsValueKind.Nil or NwsValueKind.Bytes or NwsValueKind.List or NwsValueKind.Set or NwsValueKind.Map
            or NwsValueKind.NumericArray => value,
        _ => Of(value)!,
    };

    private static object OfDecimal(NwsValue value) =>
        ExactNumbers.TryGetDecimal(value, out decimal number) && DecimalText.FromDecimal(number) == (string)value.Content! ? number : value;

    private static List<object?> OfList(NwsValue value) => ((NwsValue[])value.Content!).Select(Of).ToList();

    private static HashSet<object?> OfSet(NwsValue value)
    {
        var set = new HashSet<object?>();
        foreach (NwsValue item in ((KeyedValues)value.Content!).Keys)
        {
            if (!set.Add(item.Kind == NwsValueKind.Nil ? null : OfKey(item)))
                set.Add(item);
        }
        return set;
    }

    private static Dictionary<object, object?> OfMap(NwsValue value)
    {
        var map = (ValueMap)value.Content!;
        var dictionary = new Dictionary<object, object?>(map.Count);
        for (int i = 0; i < map.Count; i++)
        {
            // .NET compares some keys less exactly: 0.0 and -0.0, 1.5m and 1.50m are one key there.
            object key = OfKey(map.Keys.Keys[i]);
            dictionary.Add(dictionary.ContainsKey(key) ? map.Keys.Keys[i] : key, Of(map.Values[i]));
        }
        return dictionary;
    }

    private static object OfArray(NwsNumericArray array)
    {
        bool wouldBecomeBytes = array.ElementType == NwsElementType.UInt8 && array.Shape.Length == 1;
        return array.HasClrArray && !wouldBecomeBytes ? array.ToArray() : array;
    }
}
