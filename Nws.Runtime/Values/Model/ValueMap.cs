namespace Nws.Values;

/// <summary>The content of a map: entry i has key i and value i.</summary>
internal sealed class ValueMap(KeyedValues keys, NwsValue[] values)
{
    internal KeyedValues Keys { get; } = keys;

    internal NwsValue[] Values { get; } = values;

    internal int Count => Values.Length;

    /// <summary>Whether all keys are texts, so that the map is an object in the sense of JSON and JavaScript. Found out once.</summary>
    internal bool HasTextKeys { get; } = Array.TrueForAll(keys.Keys, key => key.Kind == NwsValueKind.Text);
}
