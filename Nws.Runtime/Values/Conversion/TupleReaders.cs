using System.Runtime.CompilerServices;

namespace Nws.Values;

/// <summary>How tuples, and lists of the same length, become C# tuples and pairs.</summary>
internal static class TupleReaders
{
    private const int ItemsBeforeRest = 7;

    internal static ReadValue? Find(Type type)
    {
        bool isPair = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);
        if (!isPair && (!type.IsAssignableTo(typeof(ITuple)) || type.Namespace != nameof(System)))
            return null;
        int length = CountItems(type);
        return (value, reader) =>
        {
            if (value.Kind is not (NwsValueKind.Tuple or NwsValueKind.List) || value.Count != length)
                throw reader.Fault(value, type, value.Depth > 0 ? $"{length} elements are needed" : null);
            return Make(type, (NwsValue[])value.Content!, 0, reader);
        };
    }

    private static int CountItems(Type type)
    {
        Type[] arguments = type.GetGenericArguments();
        return arguments.Length > ItemsBeforeRest ? ItemsBeforeRest + CountItems(arguments[ItemsBeforeRest]) : arguments.Length;
    }

    private static object Make(Type type, NwsValue[] items, int first, ClrReader reader)
    {
        Type[] arguments = type.GetGenericArguments();
        var parts = new object?[arguments.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (i == ItemsBeforeRest)
            {
                parts[i] = Make(arguments[i], items, first + i, reader);
                break;
            }
            reader.Path.Enter(first + i);
            parts[i] = reader.ReadInside(items[first + i], arguments[i]);
            reader.Path.Leave();
        }
        return Activator.CreateInstance(type, parts)!;
    }
}
