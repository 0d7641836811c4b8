using System.Reflection;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>What a name or lambda stands for: one method, or several of the same name among which the arguments decide.</summary>
internal sealed record ScriptFunction(string Name, IReadOnlyList<MethodInfo> Overloads, object? Target)
{
    internal static ScriptFunction Of(string name, Delegate function) =>
        new(name, [function.GetType().GetMethod(nameof(Action.Invoke))!], function);

    /// <exception cref="ArgumentException">No overload takes these arguments.</exception>
    internal object? Call(IReadOnlyList<ScriptArgument> arguments)
    {
        BoundCall call = OverloadResolution.Resolve(this, arguments);
        return call.Method.Invoke(Target, BindingFlags.DoNotWrapExceptions, null, call.Arguments, null);
    }
}
