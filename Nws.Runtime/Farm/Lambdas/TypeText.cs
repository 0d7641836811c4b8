namespace Nws.Farm;

/// <summary>Writes a type as C# source that means the same everywhere.</summary>
internal static class TypeText
{
    public static string Of(Type type)
    {
        if (type == typeof(object)) return "object";
        if (type.IsArray) return ArrayOf(type);
        var arguments = new Queue<Type>(type.GenericTypeArguments);
        var names = Nesting(type).Reverse().Select(part => NameOf(part, arguments)).ToList();
        string space = string.IsNullOrEmpty(type.Namespace) ? "" : type.Namespace + ".";
        return $"global::{space}{string.Join('.', names)}";
    }

    /// <summary>The types that a type is made of: itself, or those of its elements and arguments as well.</summary>
    public static IEnumerable<Type> PartsOf(Type type)
    {
        if (type.HasElementType) return PartsOf(type.GetElementType()!);
        var arguments = type.GenericTypeArguments.SelectMany(PartsOf);
        return arguments.Prepend(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
    }

    private static string ArrayOf(Type array)
    {
        string ranks = "";
        var element = array;
        for (; element.IsArray; element = element.GetElementType()!) ranks += $"[{new string(',', element.GetArrayRank() - 1)}]";
        return Of(element) + ranks;
    }

    private static IEnumerable<Type> Nesting(Type type)
    {
        for (Type? part = type; part is not null; part = part.DeclaringType) yield return part;
    }

    private static string NameOf(Type type, Queue<Type> arguments)
    {
        int tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        if (tick < 0) return type.Name;
        int count = int.Parse(type.Name.AsSpan(tick + 1), provider: null);
        return $"{type.Name[..tick]}<{string.Join(", ", Enumerable.Range(0, count).Select(_ => Of(arguments.Dequeue())).ToList())}>";
    }
}
