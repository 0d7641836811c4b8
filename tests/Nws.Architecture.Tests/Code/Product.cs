namespace Nws.Architecture.Tests.Code;

/// <summary>The compiled product: its three assemblies as one.</summary>
internal static class Product
{
    private static readonly ProductAssembly[] Assemblies =
        [ProductAssembly.Read("Nws.Runtime"), ProductAssembly.Read("Nws.Server"), ProductAssembly.Read("nws")];

    /// <summary>The source file of every type, by its full name.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } =
        Assemblies.SelectMany(assembly => assembly.Files).DistinctBy(entry => entry.Key).ToDictionary();

    /// <summary>Everything any type mentions.</summary>
    public static IReadOnlyList<TypeUse> Uses { get; } = [.. Assemblies.SelectMany(assembly => assembly.Uses)];

    /// <summary>The names of all interfaces.</summary>
    public static IReadOnlyList<string> Interfaces { get; } = [.. Assemblies.SelectMany(assembly => assembly.Interfaces)];

    /// <summary>Project and first folder of a file, such as <c>Nws.Server/Loop</c>; the path of a file directly in a project.</summary>
    public static string FolderOf(string file)
    {
        string[] parts = file.Split('/');
        return string.Join('/', parts.Take(2));
    }
}
