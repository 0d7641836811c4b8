using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>Finds the assemblies that <c>#r</c> names, each file once.</summary>
/// <remarks>
/// Scripting's own resolver, on which this sits, would also load all that our references refer to in turn, tens of megabytes anew with
/// every compilation.
/// </remarks>
internal sealed class DirectiveResolver(string[] searchPaths) : MetadataReferenceResolver
{
    private readonly ScriptMetadataResolver _resolver = ScriptMetadataResolver.Default.WithSearchPaths(searchPaths);
    private readonly Dictionary<(string, string?), ImmutableArray<PortableExecutableReference>> _found = [];

    public override bool ResolveMissingAssemblies => false;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (!_found.TryGetValue((reference, baseFilePath), out ImmutableArray<PortableExecutableReference> found))
        {
            found = _resolver.ResolveReference(reference, baseFilePath, properties);
            // What is missing now may be there at the next attempt.
            if (!found.IsEmpty)
                _found[(reference, baseFilePath)] = found;
        }
        return found;
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => searchPaths.Length;
}
