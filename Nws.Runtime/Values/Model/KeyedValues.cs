namespace Nws.Values;

/// <summary>
/// Distinct values found by equality: the elements of a set or the keys of a map. Few are searched in a row, many through an index.
/// </summary>
internal sealed class KeyedValues
{
    private const int SearchedInARow = 8;

    private readonly NwsValue[] _keys;
    private readonly Dictionary<NwsValue, int>? _index;

    private KeyedValues(NwsValue[] keys, Dictionary<NwsValue, int>? index)
    {
        _keys = keys;
        _index = index;
    }

    /// <summary>Takes <paramref name="keys"/>, which the caller gives away.</summary>
    /// <returns>The keyed values, or null if two are equal; then <paramref name="duplicate"/> is the index of the second.</returns>
    internal static KeyedValues? Create(NwsValue[] keys, out int duplicate)
    {
        Dictionary<NwsValue, int>? index = keys.Length > SearchedInARow ? new Dictionary<NwsValue, int>(keys.Length) : null;
        for (duplicate = 0; duplicate < keys.Length; duplicate++)
        {
            bool isNew = index?.TryAdd(keys[duplicate], duplicate) ?? Array.IndexOf(keys, keys[duplicate], 0, duplicate) < 0;
            if (!isNew)
                return null;
        }
        return new KeyedValues(keys, index);
    }

    internal NwsValue[] Keys => _keys;

    /// <returns>The index of the key, or -1.</returns>
    internal int IndexOf(NwsValue key)
    {
        if (_index is null)
            return Array.IndexOf(_keys, key);
        return _index.TryGetValue(key, out int index) ? index : -1;
    }
}
