using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Nws.Values;

/// <summary>How objects of each type with parts become values; looked up by type, found out once.</summary>
internal static class ContainerWriters
{
    private static readonly ConcurrentDictionary<Type, Func<object, ClrWriter, NwsValue>> Known = new();

    internal static Func<object, ClrWriter, NwsValue> For(Type type, ClrWriter writer)
    {
        if (Known.TryGetValue(type, out Func<object, ClrWriter, NwsValue>? known))
            return known;
        return Known.GetOrAdd(type, Find(type) ?? throw writer.Path.Fault(
            Refusal.Of(type) ?? $"cannot store {TypeName.Of(type)}: it has no public property or field that could be set again"));
    }

    private static Func<object, ClrWriter, NwsValue>? Find(Type type)
    {
        if (type.IsAssignableTo(typeof(ITuple)))
            return WriteTuple;
        if ((GenericInterface(type, typeof(IDictionary<,>)) ?? GenericInterface(type, typeof(IReadOnlyDictionary<,>))) is { } dictionary)
            return MakeGeneric(nameof(WriteDictionary), dictionary);
        if (type.IsAssignableTo(typeof(IDictionary)))
            return WriteOldDictionary;
        if ((GenericInterface(type, typeof(ISet<>)) ?? GenericInterface(type, typeof(IReadOnlySet<>))) is not null)
            return WriteSet;
        if (type.IsArray && type.GetArrayRank() > 1)
            return WriteGrid;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            return MakeGeneric(nameof(WritePair), type);
        if (type.IsAssignableTo(typeof(IEnumerable)))
            return WriteList;
        if (Refusal.Of(type) is not null)
            return null;
        ObjectShape shape = ObjectShape.Of(type);
        return shape.Members.Length > 0 ? shape.Write : null;
    }

    private static Type? GenericInterface(Type type, Type definition) =>
        type.GetInterfaces().FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == definition);

    private static Func<object, ClrWriter, NwsValue> MakeGeneric(string method, Type withArguments) => typeof(ContainerWriters)
        .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(withArguments.GetGenericArguments())
        .CreateDelegate<Func<object, ClrWriter, NwsValue>>();

    private static NwsValue WriteTuple(object content, ClrWriter writer)
    {
        var tuple = (ITuple)content;
        var items = new NwsValue[tuple.Length];
        for (int i = 0; i < items.Length; i++)
            items[i] = WriteAt(i, tuple[i], writer);
        return ValueFactory.Tuple(items);
    }

    private static NwsValue WritePair<TKey, TValue>(object content, ClrWriter writer)
    {
        var pair = (KeyValuePair<TKey, TValue>)content;
        return ValueFactory.Tuple([WriteAt(0, pair.Key, writer), WriteAt(1, pair.Value, writer)]);
    }

    private static NwsValue WriteList(object content, ClrWriter writer) => ValueFactory.List(WriteItems((IEnumerable)content, writer));

    private static NwsValue WriteSet(object content, ClrWriter writer)
    {
        NwsValue[] items = WriteItems((IEnumerable)content, writer);
        if (KeyedValues.Create(items, out int duplicate) is { } distinct)
            return ValueFactory.Set(distinct);
        writer.Path.Enter(duplicate);
        throw writer.Path.Fault($"the set has the element {items[duplicate]} twice as a value");
    }

    private static NwsValue WriteDictionary<TKey, TValue>(object content, ClrWriter writer)
    {
        var keys = new List<NwsValue>();
        var values = new List<NwsValue>();
        foreach ((TKey key, TValue value) in (IEnumerable<KeyValuePair<TKey, TValue>>)content)
            AddEntry(keys, values, key, value, writer);
        return MakeMap(keys, values, writer);
    }

    private static NwsValue WriteOldDictionary(object content, ClrWriter writer)
    {
        var keys = new List<NwsValue>();
        var values = new List<NwsValue>();
        foreach (DictionaryEntry entry in (IDictionary)content)
            AddEntry(keys, values, entry.Key, entry.Value, writer);
        return MakeMap(keys, values, writer);
    }

    private static void AddEntry(List<NwsValue> keys, List<NwsValue> values, object? key, object? value, ClrWriter writer)
    {
        writer.Path.EnterKey(keys.Count);
        keys.Add(writer.WriteInside(key));
        writer.Path.Leave();
        writer.Path.EnterValue(values.Count, keys[^1]);
        values.Add(writer.WriteInside(value));
        writer.Path.Leave();
    }

    private static NwsValue MakeMap(List<NwsValue> keys, List<NwsValue> values, ClrWriter writer)
    {
        if (KeyedValues.Create([.. keys], out int duplicate) is { } distinct)
            return ValueFactory.Map(distinct, [.. values]);
        writer.Path.EnterKey(duplicate);
        throw writer.Path.Fault($"the dictionary has the key {keys[duplicate]} twice as a value");
    }

    private static NwsValue WriteGrid(object content, ClrWriter writer) => WriteRow(new GridRow((Array)content, []), writer);

    private static NwsValue WriteRow(object content, ClrWriter writer)
    {
        (Array grid, int[] place) = (GridRow)content;
        var items = new NwsValue[grid.GetLength(place.Length)];
        for (int i = 0; i < items.Length; i++)
        {
            int[] inside = [.. place, grid.GetLowerBound(place.Length) + i];
            writer.Path.Enter(i);
            items[i] = inside.Length == grid.Rank
                ? writer.WriteInside(grid.GetValue(inside))
                : writer.Within(new GridRow(grid, inside), WriteRow);
            writer.Path.Leave();
        }
        return ValueFactory.List(items);
    }

    private static NwsValue[] WriteItems(IEnumerable content, ClrWriter writer)
    {
        var items = new List<NwsValue>((content as ICollection)?.Count ?? 0);
        foreach (object? item in content)
            items.Add(WriteAt(items.Count, item, writer));
        return [.. items];
    }

    private static NwsValue WriteAt(int index, object? content, ClrWriter writer)
    {
        writer.Path.Enter(index);
        NwsValue value = writer.WriteInside(content);
        writer.Path.Leave();
        return value;
    }

    /// <summary>A part of an array of several dimensions: the first indices are given.</summary>
    private sealed record GridRow(Array Grid, int[] Place);
}
