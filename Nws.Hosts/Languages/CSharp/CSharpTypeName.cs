namespace Nws.Hosts.Languages.CSharp;

/// <summary>How the types of arguments become types of parameters.</summary>
internal enum ParameterTyping
{
    /// <summary>As they are.</summary>
    Natural,

    /// <summary>As they are, but integers are <c>int</c>, which most of .NET asks for.</summary>
    ShortIntegers,

    /// <summary>All are <c>dynamic</c>.</summary>
    Dynamic,
}

/// <summary>Writes the type of an argument as C# source, for a lambda that leaves the type of its parameter to us.</summary>
internal static class CSharpTypeName
{
    private const string Dynamic = "dynamic";

    /// <summary>
    /// The type of a value; <c>dynamic</c> where it is unknown, also inside: a list of anything is a <c>List&lt;dynamic&gt;</c>.
    /// </summary>
    internal static string Of(object? value, ParameterTyping typing) => (value, typing) switch
    {
        (null, _) or (_, ParameterTyping.Dynamic) => Dynamic,
        (long, ParameterTyping.ShortIntegers) => "int",
        _ => Of(value.GetType()),
    };

    private static string Of(Type type)
    {
        if (type == typeof(object) || !type.IsVisible)
            return Dynamic;
        if (type.IsArray)
            return ArrayName(type);
        if (type.IsNested)
            return Dynamic;
        string name = $"global::{type.Namespace}.{type.Name}";
        return type.IsGenericType
            ? $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GenericTypeArguments.Select(Of))}>"
            : name;
    }

    private static string ArrayName(Type array)
    {
        string ranks = "";
        Type element = array;
        for (; element.IsArray; element = element.GetElementType()!)
            ranks += $"[{new string(',', element.GetArrayRank() - 1)}]";
        return Of(element) + ranks;
    }
}
