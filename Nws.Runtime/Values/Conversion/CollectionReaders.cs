using System.Reflection;

namespace Nws.Values;

/// <summary>How values with elements become arrays, lists, sets, dictionaries and other collections.</summary>
internal static class CollectionReaders
{
    private static readonly Type[] MadeAsList =
    [
        typeof(List<>), typeof(IList<>), typeof(ICollection<>), typeof(IEnumerable<>),
        typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>),
    ];

    private static readonly Type[] MadeAsSet = [typeof(HashSet<>), typeof(ISet<>), typeof(IReadOnlySet<>)];

    private static readonly Type[] MadeAsDictionary = [typeof(Dictionary<,>), typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>)];

    internal static ReadValue? Find(Type type)
    {
        if (type.IsSZArray)
            return Make(nameof(ReadArray), type.GetElementType()!);
        if (type.IsArray)
            return (value, reader) => GridReader.Read(type, value, reader);
        Type? definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (definition is not null && MadeAsList.Contains(definition))
            return Make(nameof(ReadList), type.GetGenericArguments());
        if (definition is not null && MadeAsSet.Contains(definition))
            return Make(nameof(ReadSet), type.GetGenericArguments());
        if (definition is not null && MadeAsDictionary.Contains(definition))
            return Make(nameof(ReadDictionary), type.GetGenericArguments());
        return FindOther(type);
    }

    /// <summary>
    /// Collections that begin empty and have an <c>Add</c>: <c>SortedSet</c>, <c>ObservableCollection</c>, <c>SortedDictionary</c>, ...
    /// </summary>
    private static ReadValue? FindOther(Type type)
    {
        if (type.IsAbstract || type.GetConstructor([]) is null)
            return null;
        if (Implemented(type, typeof(IDictionary<,>)) is { } dictionary)
            return Make(nameof(ReadOtherDictionary), [type, .. dictionary.GetGenericArguments()]);
        return Implemented(type, typeof(ICollection<>)) is { } collection
            ? Make(nameof(ReadOtherCollection), [type, .. collection.GetGenericArguments()])
            : null;
    }

    private static Type? Implemented(Type type, Type definition) =>
        type.GetInterfaces().FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == definition);

    private static ReadValue Make(string method, params Type[] arguments) => typeof(CollectionReaders)
        .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(arguments)
        .CreateDelegate<ReadValue>();

    private static T[] ReadArray<T>(NwsValue value, ClrReader reader)
    {
        if (value.Content is NwsNumericArray { Shape.Length: 1 } numbers && numbers.Type.ClrType == typeof(T))
            return (T[])numbers.ToArray();
        var array = new T[CountElements(value, typeof(T[]), reader)];
        Fill(array, value, reader);
        return array;
    }

    private static List<T> ReadList<T>(NwsValue value, ClrReader reader) => [.. ReadElements<T>(value, typeof(List<T>), reader)];

    private static HashSet<T> ReadSet<T>(NwsValue value, ClrReader reader)
    {
        var set = new HashSet<T>();
        foreach (T element in ReadElements<T>(value, typeof(HashSet<T>), reader))
        {
            if (!set.Add(element))
                throw reader.Fault(value, typeof(HashSet<T>), $"it has {element} twice");
        }
        return set;
    }

    private static TCollection ReadOtherCollection<TCollection, T>(NwsValue value, ClrReader reader)
        where TCollection : class, ICollection<T>, new()
    {
        var collection = new TCollection();
        foreach (T element in ReadElements<T>(value, typeof(TCollection), reader))
            collection.Add(element);
        return collection;
    }

    private static Dictionary<TKey, TValue> ReadDictionary<TKey, TValue>(NwsValue value, ClrReader reader)
        where TKey : notnull => ReadOtherDictionary<Dictionary<TKey, TValue>, TKey, TValue>(value, reader);

    private static TDictionary ReadOtherDictionary<TDictionary, TKey, TValue>(NwsValue value, ClrReader reader)
        where TDictionary : class, IDictionary<TKey, TValue>, new()
        where TKey : notnull
    {
        if (value.Content is not ValueMap map)
            throw reader.Fault(value, typeof(TDictionary));
        var dictionary = new TDictionary();
        for (int i = 0; i < map.Count; i++)
        {
            TKey key = ReadKey<TKey>(i, map.Keys.Keys[i], reader);
            reader.Path.EnterValue(i, map.Keys.Keys[i]);
            if (!dictionary.TryAdd(key, (TValue)reader.ReadInside(map.Values[i], typeof(TValue))!))
                throw reader.Fault(value, typeof(TDictionary), $"it has the key {key} twice");
            reader.Path.Leave();
        }
        return dictionary;
    }

    private static TKey ReadKey<TKey>(int entry, NwsValue key, ClrReader reader)
    {
        reader.Path.EnterKey(entry);
        object content = (typeof(TKey) == typeof(object) ? NaturalObject.OfKey(key) : reader.ReadInside(key, typeof(TKey)))
            ?? throw reader.Fault(key, typeof(TKey), "a dictionary has no key that is null");
        reader.Path.Leave();
        return (TKey)content;
    }

    private static T[] ReadElements<T>(NwsValue value, Type type, ClrReader reader)
    {
        CountElements(value, type, reader);
        return ReadArray<T>(value, reader);
    }

    private static int CountElements(NwsValue value, Type type, ClrReader reader) => value.Content switch
    {
        NwsValue[] or KeyedValues or NwsNumericArray { Shape.Length: > 0 } => value.Count,
        _ => throw reader.Fault(value, type),
    };

    private static void Fill<T>(T[] array, NwsValue value, ClrReader reader)
    {
        for (int i = 0; i < array.Length; i++)
            array[i] = reader.ReadElement<T>(i, value.Content is NwsNumericArray ? value[i] : ValueAccess.Items(value)[i]);
    }
}
