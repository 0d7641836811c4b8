namespace Nws.Hosts.Languages.CSharp;

/// <summary>An argument as it came, and as the object C# code sees unless it asks for another type.</summary>
internal sealed class ScriptArgument(NwsValue value)
{
    internal object? Object { get; } = value.ToObject();

    internal object? To(Type type) => type.IsInstanceOfType(Object) ? Object : value.To(type);
}
