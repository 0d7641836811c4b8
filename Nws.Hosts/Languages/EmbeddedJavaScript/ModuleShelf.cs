using System.Collections.Concurrent;
using Jint;
using Jint.Runtime.Modules;
using Module = Jint.Runtime.Modules.Module;

namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>
/// The modules of the embedded kernel: its own, and those of the kernel for Node.js that hold the values. Nothing else can be imported, and no file of a task's choice is read.
/// </summary>
internal sealed class ModuleShelf : IModuleLoader
{
    /// <summary>The module through which the others reach this program.</summary>
    internal const string Host = "nws:host";

    internal const string Kernel = "embedded/kernel.mjs";

    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "javascript");
    private static readonly string[] Shelves = ["embedded/", "nws/values/", "nws/kernel/completion/", "nws/kernel/seeding.mjs", "nws/client/exceptions.mjs", "nws/client/wire-options.mjs"];
    private static readonly ConcurrentDictionary<string, Prepared<Acornima.Ast.Module>> Prepared = new();

    // What Node.js gives the modules of the values, and what the completion would ask its file system.
    private static readonly Dictionary<string, string> Substitutes = new()
    {
        ["node:buffer"] = "embedded/buffer.mjs", ["node:crypto"] = "embedded/crypto.mjs", ["node:util"] = "embedded/types.mjs",
        ["node:vm"] = "embedded/vm.mjs", ["nws/kernel/completion/modules.mjs"] = "embedded/module-names.mjs",
    };

    /// <summary>Whether code at a place is that of this shelf, not of a task.</summary>
    internal static bool Owns(string? place) => place is not null && Array.Exists(Shelves, shelf => place.StartsWith(shelf, StringComparison.Ordinal));

    public ResolvedSpecifier Resolve(string? referencingModuleLocation, ModuleRequest moduleRequest)
    {
        string name = moduleRequest.Specifier;
        if (name == Kernel) return new ResolvedSpecifier(moduleRequest, name, null, SpecifierType.Bare);
        if (!Owns(referencingModuleLocation))
            return name == "nws" ? new ResolvedSpecifier(moduleRequest, "embedded/nws.mjs", null, SpecifierType.Bare) : throw Refuse($"import of '{name}'");
        string path = name.StartsWith('.') ? Combine(referencingModuleLocation!, name) : name;
        return new ResolvedSpecifier(moduleRequest, Substitutes.GetValueOrDefault(path, path), null, SpecifierType.Bare);
    }

    public Module LoadModule(Engine engine, ResolvedSpecifier resolved)
    {
        if (!Owns(resolved.Key)) throw Refuse($"import of '{resolved.Key}'");
        return ModuleFactory.BuildSourceTextModule(engine, Prepared.GetOrAdd(resolved.Key, Prepare));
    }

    private static Prepared<Acornima.Ast.Module> Prepare(string key)
    {
        string source = File.ReadAllText(Path.Combine(Root, key));
        // To the modules of the values Buffer is a global, which tasks need not see.
        bool usesBuffer = key.StartsWith("nws/", StringComparison.Ordinal) && source.Contains("Buffer.", StringComparison.Ordinal);
        return Engine.PrepareModule(usesBuffer ? "import { Buffer } from 'node:buffer'; " + source : source, key);
    }

    private static string Combine(string from, string name) => new Uri(new Uri("file:///" + from), name).AbsolutePath[1..];

    private static ModuleRefusedException Refuse(string what) => new(NodeOnly.Needs($"The {what}"));
}
