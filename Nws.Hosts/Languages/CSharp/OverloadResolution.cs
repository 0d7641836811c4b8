using System.Numerics;
using System.Reflection;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>A method and the arguments to call it with, converted to its parameters.</summary>
/// <param name="Method">The method.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Cost">How far they had to be bent: 0 = they had the very types of the parameters.</param>
internal sealed record BoundCall(MethodInfo Method, object?[] Arguments, int Cost);

/// <summary>
/// Chooses among the methods of a name by the arguments: exact types first, then other numbers and base types, then converted values.
/// </summary>
internal static class OverloadResolution
{
    private const int BaseType = 10;
    private const int AnyObject = 50;
    private const int Converted = 100;
    private const int LeftOut = 1;

    /// <summary>
    /// For a number of each type what else it can become, the nearest first. An integer outside the range of a type is refused by the
    /// conversion.
    /// </summary>
    private static readonly Dictionary<Type, Type[]> NumberTypes = new()
    {
        [typeof(long)] = [typeof(int), typeof(BigInteger), typeof(double), typeof(decimal), typeof(float)],
        [typeof(BigInteger)] = [typeof(ulong), typeof(decimal), typeof(double), typeof(float)],
        [typeof(float)] = [typeof(double)],
    };

    /// <exception cref="ArgumentException">No method takes the arguments; the message says why, or which there are.</exception>
    internal static BoundCall Resolve(ScriptFunction function, IReadOnlyList<ScriptArgument> arguments)
    {
        BoundCall? best = null;
        Exception? refusal = null;
        foreach (MethodInfo method in function.Overloads.Where(method => !method.ContainsGenericParameters))
        {
            try
            {
                if (Bind(method, arguments) is { } call && (best is null || call.Cost < best.Cost))
                    best = call;
            }
            catch (NwsValueException exception)
            {
                refusal = exception;
            }
        }
        return best ?? throw NoneFits(function, arguments, refusal);
    }

    private static BoundCall? Bind(MethodInfo method, IReadOnlyList<ScriptArgument> arguments)
    {
        ParameterInfo[] parameters = method.GetParameters();
        if (parameters.Any(parameter => parameter.ParameterType.IsByRef || parameter.ParameterType.IsByRefLike))
            return null;
        bool open = parameters.Length > 0 && parameters[^1].IsDefined(typeof(ParamArrayAttribute));
        if (open && !(arguments.Count == parameters.Length && arguments[^1].Object is null or Array or System.Collections.IList))
            return BindOpen(method, parameters, arguments);
        if (arguments.Count > parameters.Length || parameters.Skip(arguments.Count).Any(parameter => !parameter.HasDefaultValue))
            return null;
        int cost = 0;
        var converted = new object?[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            converted[i] = i < arguments.Count
                ? Convert(arguments[i], parameters[i].ParameterType, ref cost)
                : LeaveOut(parameters[i], ref cost);
        }
        return new BoundCall(method, converted, cost);
    }

    /// <summary>Binds a method whose last parameter (<c>params</c>) collects the rest of the arguments.</summary>
    private static BoundCall? BindOpen(MethodInfo method, ParameterInfo[] parameters, IReadOnlyList<ScriptArgument> arguments)
    {
        int single = parameters.Length - 1;
        if (arguments.Count < single || parameters[^1].ParameterType.GetElementType() is not { } element)
            return null;
        int cost = LeftOut;
        var converted = new object?[parameters.Length];
        for (int i = 0; i < single; i++)
            converted[i] = Convert(arguments[i], parameters[i].ParameterType, ref cost);
        var rest = Array.CreateInstance(element, arguments.Count - single);
        for (int i = 0; i < rest.Length; i++)
            rest.SetValue(Convert(arguments[single + i], element, ref cost), i);
        converted[single] = rest;
        return new BoundCall(method, converted, cost);
    }

    private static object? LeaveOut(ParameterInfo parameter, ref int cost)
    {
        cost += LeftOut;
        return parameter.DefaultValue;
    }

    private static object? Convert(ScriptArgument argument, Type type, ref int cost)
    {
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        cost += argument.Object?.GetType() is not { } given || given == target ? 0
            : target == typeof(object) ? AnyObject
            : target.IsAssignableFrom(given) ? BaseType
            : NumberTypes.TryGetValue(given, out Type[]? others) && Array.IndexOf(others, target) is >= 0 and var distance ? 1 + distance
            : Converted;
        return argument.To(type);
    }

    private static ArgumentException NoneFits(ScriptFunction function, IReadOnlyList<ScriptArgument> arguments, Exception? refusal)
    {
        string types = string.Join(", ", arguments.Select(argument => argument.Object?.GetType().Name ?? "null"));
        string overloads = string.Join("; ", function.Overloads.Select(Signature));
        string reason = refusal is null || function.Overloads.Count > 1 ? "" : $": {refusal.Message}";
        bool isGeneric = function.Overloads.Any(method => method.ContainsGenericParameters);
        string generic = isGeneric ? " For a generic function, write a lambda that calls it." : "";
        return new ArgumentException($"{function.Name} cannot be called with ({types}){reason}. There is: {overloads}.{generic}", refusal);
    }

    private static string Signature(MethodInfo method) =>
        $"({string.Join(", ", method.GetParameters().Select(parameter => $"{parameter.ParameterType.Name} {parameter.Name}"))})";
}
