using System.Collections.Concurrent;

namespace Nws.Values;

/// <summary>How values become objects of a type; the null object only for nil.</summary>
internal delegate object? ReadValue(NwsValue value, ClrReader reader);

/// <summary>How values become objects of each type; looked up by type, found out once.</summary>
internal static class TypeReaders
{
    private static readonly ConcurrentDictionary<Type, ReadValue> Known = new(ScalarReaders.All);

    internal static ReadValue For(Type type, ClrReader reader)
    {
        if (Known.TryGetValue(type, out ReadValue? known))
            return known;
        return Known.GetOrAdd(type, Find(type) ?? throw reader.Path.Fault(
            $"values cannot become {TypeName.Of(type)}; they become numbers, text, bytes, times, tuples, collections, dictionaries, and "
            + "classes with a public constructor whose parameters are named like their properties"));
    }

    private static ReadValue? Find(Type type)
    {
        if (type.IsPointer || type.IsByRef || type.ContainsGenericParameters)
            return null;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return (value, reader) => value.Kind == NwsValueKind.Nil ? null : reader.ReadInside(value, underlying);
        if (type.IsEnum)
            return (value, reader) => ScalarReaders.ReadEnum(type, value, reader);
        ReadValue? read = TupleReaders.Find(type) ?? CollectionReaders.Find(type) ?? ObjectReader.Find(type);
        return read is null || type.IsValueType ? read : (value, reader) => value.Kind == NwsValueKind.Nil ? null : read(value, reader);
    }
}
