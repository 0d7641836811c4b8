using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Nws.Hosts.Languages.CSharp.Packages;

/// <summary>
/// Helps the runtime find the assemblies and native libraries of packages. What has been loaded once stays, whatever is added later.
/// </summary>
internal sealed class PackageLoader
{
    private readonly Dictionary<string, string> _assemblies = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _libraries = [];

    internal PackageLoader()
    {
        AssemblyLoadContext.Default.Resolving += (_, name) => Load(name);
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => LoadLibrary(name);
    }

    internal void Add(PackageAssets assets)
    {
        foreach (string file in assets.Runtime)
            _assemblies.TryAdd(Path.GetFileNameWithoutExtension(file), file);
        foreach (string file in assets.Native)
            _libraries.TryAdd(Path.GetFileNameWithoutExtension(file), file);
    }

    /// <returns>The assembly; null if no package has it.</returns>
    internal Assembly? Load(AssemblyName name) => _assemblies.TryGetValue(name.Name!, out string? file) ? Assembly.LoadFrom(file) : null;

    private IntPtr LoadLibrary(string name)
    {
        string plain = Path.GetFileNameWithoutExtension(name);
        foreach (string candidate in (string[])[name, plain, "lib" + name, "lib" + plain])
        {
            if (_libraries.TryGetValue(candidate, out string? file))
                return NativeLibrary.Load(file);
        }
        return IntPtr.Zero;
    }
}
