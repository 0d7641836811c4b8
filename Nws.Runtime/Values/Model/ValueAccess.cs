namespace Nws.Values;

/// <summary>Reaches into containers, with errors that tell what is there instead.</summary>
internal static class ValueAccess
{
    private const int KeysShown = 5;

    internal static int Count(NwsValue value) => value.Content switch
    {
        NwsValue[] items => items.Length,
        KeyedValues set => set.Keys.Length,
        ValueMap map => map.Count,
        NwsNumericArray { Shape.Length: > 0 } array => array.Shape[0],
        _ => throw HasNo("elements", value),
    };

    internal static NwsValue[] Items(NwsValue value) => value.Content switch
    {
        NwsValue[] items => items,
        KeyedValues set => set.Keys,
        _ => throw HasNo("items", value),
    };

    internal static IEnumerable<KeyValuePair<NwsValue, NwsValue>> Entries(NwsValue value) => value.Content is ValueMap map
        ? map.Keys.Keys.Zip(map.Values, KeyValuePair.Create)
        : throw HasNo("entries", value);

    internal static NwsValue At(NwsValue value, int index)
    {
        if (value.Kind == NwsValueKind.Map)
            return At(value, ValueFactory.Integer(index));
        int count = Count(value);
        if (index < 0 || index >= count)
            throw NwsValueException.AtPath("", $"there is no element {index} in {KindName.Of(value)} of {count}");
        return value.Content is NwsNumericArray array ? NwsValue.From(array.Part(index)) : Items(value)[index];
    }

    internal static NwsValue At(NwsValue value, NwsValue key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (value.TryGetValue(key, out NwsValue found))
            return found;
        if (value.Content is not ValueMap map)
            throw HasNo("keys", value);
        if (map.Count == 0)
            throw NwsValueException.AtPath("", $"there is no key {key}: the map is empty");
        IEnumerable<string> known = map.Keys.Keys.Take(KeysShown).Select(other => other.Render(NwsNotation.CSharp, RenderLimits.Glance));
        string keys = string.Join(", ", known);
        throw NwsValueException.AtPath("", $"there is no key {key}, only {keys}{(map.Count > KeysShown ? ", ..." : "")}");
    }

    private static NwsValueException HasNo(string what, NwsValue value) =>
        NwsValueException.AtPath("", $"{KindName.Of(value)} has no {what}");
}
