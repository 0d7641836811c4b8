using System.Reflection;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>Calls one function many times: found once per combination of argument types, and if it takes them as they are, called without further ado.</summary>
internal sealed class RepeatedCall(FunctionResolver functions, string text)
{
    private Type?[] _types = [];
    private ScriptFunction? _function;
    private MethodInfo? _direct;

    internal async ValueTask<object?> CallAsync(IReadOnlyList<NwsValue> arguments)
    {
        object?[] objects = [.. arguments.Select(argument => argument.ToObject())];
        if (_function is null || !HasSameTypes(objects)) await FindAsync(arguments, objects);
        if (_direct is not null) return Invoke(_direct, objects);
        ScriptArgument[] given = Given(arguments);
        BoundCall call = OverloadResolution.Resolve(_function!, given);
        if (TakesThemAsTheyAre(call, given)) _direct = call.Method;
        return Invoke(call.Method, call.Arguments);
    }

    /// <summary>Finds the function, which may have to be compiled, so that the call itself goes without delay.</summary>
    internal Task PrepareAsync(IReadOnlyList<NwsValue> arguments) => FindAsync(arguments, [.. arguments.Select(argument => argument.ToObject())]);

    private async Task FindAsync(IReadOnlyList<NwsValue> arguments, object?[] objects)
    {
        _function = null;
        _function = await functions.ResolveAsync(text, Given(arguments));
        _types = [.. objects.Select(each => each?.GetType())];
        _direct = null;
    }

    private object? Invoke(MethodInfo method, object?[] arguments) => method.Invoke(_function!.Target, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private bool HasSameTypes(object?[] objects)
    {
        if (objects.Length != _types.Length) return false;
        for (int i = 0; i < objects.Length; i++)
        {
            if (objects[i]?.GetType() != _types[i]) return false;
        }
        return true;
    }

    /// <summary>Whether other arguments of the same types would be bound to the same method, and need no conversion either.</summary>
    private bool TakesThemAsTheyAre(BoundCall call, ScriptArgument[] given) =>
        (call.Cost == 0 || _function!.Overloads.Count == 1) && call.Arguments.Length == given.Length
        && call.Arguments.Zip(given, (bound, argument) => ReferenceEquals(bound, argument.Object)).All(same => same);

    private static ScriptArgument[] Given(IReadOnlyList<NwsValue> arguments) => [.. arguments.Select(argument => new ScriptArgument(argument))];
}
