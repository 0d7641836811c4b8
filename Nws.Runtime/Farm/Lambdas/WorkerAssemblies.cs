using System.Reflection;

namespace Nws.Farm;

/// <summary>Which assemblies C# tasks find without being told: those of .NET, this one, and those in the module path.</summary>
/// <param name="modulePath">The directory in which workers look for assemblies; null if there is none.</param>
internal sealed class WorkerAssemblies(string? modulePath)
{
    private static readonly string? Platform = Path.GetDirectoryName(typeof(object).Assembly.Location);

    public bool Have(Assembly assembly) =>
        assembly == typeof(WorkerAssemblies).Assembly
        || Path.GetDirectoryName(assembly.Location) == Platform
        || modulePath is not null && File.Exists(Path.Combine(modulePath, assembly.GetName().Name + ".dll"));

    /// <summary>The first of the types a type is made of that tasks cannot name; null if there is none.</summary>
    public Type? FirstUnknownIn(Type type) => TypeText.PartsOf(type).FirstOrDefault(part => !part.IsVisible || !Have(part.Assembly));
}
