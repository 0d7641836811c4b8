using System.Reflection;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;
using Nws.Hosts.Languages.CSharp.Packages;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>The assemblies that code can use: .NET itself, Nws, those of the module path, and what it names with <c>#r</c>.</summary>
internal sealed class ScriptReferences
{
    private readonly Dictionary<string, string> _paths = [];
    private readonly MetadataReference[] _always;
    private readonly HashSet<string> _alwaysNamed;
    private readonly Lazy<PackageLoader> _packageLoader = new(() => new PackageLoader());
    private readonly PackageCache _packageCache;
    private readonly Dictionary<string, PackageName> _packages = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="modulePath">The directory whose assemblies code can use without naming them; null if there is none.</param>
    /// <param name="packageCache">Where packages are had; null: as the user's SDK has them.</param>
    /// <param name="only">Names of the files to make do with, of those that code can use otherwise; null: all.</param>
    internal ScriptReferences(string? modulePath = null, PackageCache? packageCache = null, IReadOnlySet<string>? only = null)
    {
        _packageCache = packageCache ?? new PackageCache();
        string[] searchPaths = modulePath is null ? [] : [Path.GetFullPath(modulePath)];
        List<string> platform = [.. Platform().Where(path => only is null || only.Contains(Path.GetFileName(path)))];
        // A library is often delivered together with the assemblies that are here already.
        List<string> modules = [.. searchPaths.SelectMany(AssembliesIn).ExceptBy(platform.Select(Path.GetFileName), Path.GetFileName)];
        _always = [.. platform.Concat(modules).Select(Refer)];
        _alwaysNamed = [.. platform.Concat(modules).Select(path => Path.GetFileName(path))];
        References = _always;
        Remember(modules);
        MetadataResolver = new DirectiveResolver(searchPaths);
        SourceResolver = ScriptSourceResolver.Default.WithSearchPaths(searchPaths);
    }

    internal IReadOnlyList<MetadataReference> References { get; private set; }

    /// <summary>Finds what <c>#r</c> names.</summary>
    internal MetadataReferenceResolver MetadataResolver { get; }

    /// <summary>Finds what <c>#load</c> names.</summary>
    internal SourceReferenceResolver SourceResolver { get; }

    /// <summary>Adds packages, for all later texts.</summary>
    /// <exception cref="PackageException">A package cannot be had; those from before still can.</exception>
    internal void Add(IReadOnlyList<PackageName> packages)
    {
        if (packages.All(package => _packages.GetValueOrDefault(package.Id) == package))
            return;
        // All at once, so that the versions of what they depend on fit together.
        var all = new Dictionary<string, PackageName>(_packages, _packages.Comparer);
        foreach (PackageName package in packages)
            all[package.Id] = package;
        PackageAssets assets = _packageCache.Find([.. all.Values]);
        foreach ((string id, PackageName package) in all)
            _packages[id] = package;
        _packageLoader.Value.Add(assets);
        IEnumerable<string> others = assets.Compile.Where(file => !_alwaysNamed.Contains(Path.GetFileName(file)));
        References = [.. _always, .. others.Select(Refer)];
    }

    /// <summary>Remembers where the assemblies are that a text named with <c>#r</c>, for the moment its code is run.</summary>
    internal void Remember(IEnumerable<MetadataReference> named) =>
        Remember(named.OfType<PortableExecutableReference>().Select(reference => reference.FilePath).OfType<string>());

    /// <summary>Reads what an assembly declares; the code, most of the file, is of no interest to the compiler.</summary>
    private static PortableExecutableReference Refer(string path) =>
        AssemblyMetadata.Create(ModuleMetadata.CreateFromStream(File.OpenRead(path), PEStreamOptions.PrefetchMetadata))
            .GetReference(filePath: path);

    private void Remember(IEnumerable<string> paths)
    {
        foreach (string path in paths)
            _paths[Path.GetFileNameWithoutExtension(path)] = path;
    }

    /// <summary>Loads what the compiler found, for code that the runtime looks for in vain elsewhere.</summary>
    internal Assembly? Load(AssemblyName name) => _paths.TryGetValue(name.Name!, out string? path) ? Assembly.LoadFrom(path)
        : _packageLoader.IsValueCreated ? _packageLoader.Value.Load(name)
        : null;

    private static IEnumerable<string> Platform()
    {
        string trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        return trusted.Split(Path.PathSeparator).Where(path => Path.GetFileName(path) is var file
            && (file.StartsWith("System.", StringComparison.Ordinal) || file is "Microsoft.CSharp.dll" or "Nws.Runtime.dll" or "nws.dll"));
    }

    private static IEnumerable<string> AssembliesIn(string directory) =>
        Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*.dll").Where(IsManaged).Order() : [];

    private static bool IsManaged(string path)
    {
        using FileStream file = File.OpenRead(path);
        using var reader = new PEReader(file);
        try
        {
            return reader.HasMetadata;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
