using System.Reflection;
using System.Text.RegularExpressions;

namespace Nws.Farm;

/// <summary>Makes code for workers of a function of this program: of a lambda its text, of a method a call by its full name.</summary>
internal static class ShippedFunction
{
    private const string Remedy = "Write a lambda in the call itself, such as (int x) => x * x.";

    private static readonly Regex Namespace = new(@"\A(?:static\s+)?[\p{L}_]\w*(?:\.[\p{L}_]\w*)*\z");
    private static readonly Regex LocalFunction = new(@"\A<.*>g__(\w+)\|");

    /// <param name="function">The function.</param>
    /// <param name="source">What stands in the program for it.</param>
    /// <param name="imports">Name spaces that the text of a lambda takes for granted.</param>
    /// <param name="workers">What workers know.</param>
    /// <exception cref="SleighIllegalValueException">The function cannot be run elsewhere; the message says why and what to do.</exception>
    public static Code Of(Delegate function, string source, IReadOnlyList<string> imports, WorkerAssemblies workers)
    {
        ArgumentNullException.ThrowIfNull(function);
        string text = LambdaSource.Parse(source) is { } lambda ? TextOf(function, lambda, workers) : CallOf(function.Method, source, workers);
        return new Code(NwsLanguage.CSharp, string.Concat(imports.Select(UsingOf)) + text, SleighTaskType.Invoke);
    }

    private static string TextOf(Delegate function, LambdaSource lambda, WorkerAssemblies workers)
    {
        var captured = LambdaCapture.NamesIn(function, lambda);
        if (captured.Count > 0)
        {
            throw new SleighIllegalValueException(
                $"The lambda uses {Listed(captured)} of the program around it, which workers do not have. Make it a parameter of the lambda and pass its value as a fixed "
                + "argument: EachElemAsync((int x, int n) => x * n, elements, [n]).");
        }
        var parameters = function.Method.GetParameters();
        if (lambda.IsUntyped)
        {
            foreach (var parameter in parameters) DemandKnown(parameter.ParameterType, $"The parameter '{parameter.Name}' of the lambda", workers);
        }
        return lambda.Typed(parameters);
    }

    /// <summary>A lambda that calls a method: which overload is meant is settled by the types.</summary>
    private static string CallOf(MethodInfo method, string source, WorkerAssemblies workers)
    {
        if (LocalFunction.Match(method.Name) is { Success: true } local)
            throw new SleighIllegalValueException($"{local.Groups[1].Value} is a local function, which workers do not have. {Remedy}");
        if (method.Name.Contains('<', StringComparison.Ordinal))
            throw new SleighIllegalValueException($"What the delegate '{source}' does cannot be seen from here. {Remedy}");
        string name = $"{method.DeclaringType?.Name}.{method.Name}";
        if (!method.IsStatic)
            throw new SleighIllegalValueException($"{name} is a method of an object, which stays in this program. {Remedy}");
        if (!method.IsPublic || !method.DeclaringType!.IsVisible)
            throw new SleighIllegalValueException($"{name} is not public, so that workers cannot call it. {Remedy}");
        DemandKnown(method.DeclaringType, $"The method {name}", workers);
        var parameters = method.GetParameters();
        string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeText.Of))}>" : "";
        string typed = string.Join(", ", parameters.Select((parameter, i) => $"{TypeText.Of(parameter.ParameterType)} a{i}"));
        return $"({typed}) => {TypeText.Of(method.DeclaringType)}.{method.Name}{generic}({string.Join(", ", parameters.Select((_, i) => $"a{i}"))})";
    }

    private static void DemandKnown(Type type, string user, WorkerAssemblies workers)
    {
        if (workers.FirstUnknownIn(type) is not { } unknown) return;
        throw new SleighIllegalValueException(
            $"{user} needs {unknown.FullName ?? unknown.Name}, which workers do not know: it must be public, and in an assembly of .NET or of {nameof(SleighOptions)}."
            + $"{nameof(SleighOptions.ModulePath)} (it is in {unknown.Assembly.GetName().Name}).");
    }

    private static string UsingOf(string import) => Namespace.IsMatch(import)
        ? $"using {import}; "
        : throw new SleighIllegalValueException($"'{import}' cannot be imported: it is not the name of a name space, such as System.Text.Json.");

    private static string Listed(IReadOnlyList<string> names) =>
        names.Count == 1 ? $"'{names[0]}'" : $"'{string.Join("', '", names.SkipLast(1))}' and '{names[^1]}'";
}
