using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Nws.TestKit;

namespace Nws.Architecture.Tests.Code;

/// <summary>Which source file declares a type, as the debugging symbols (portable PDB) tell it.</summary>
internal sealed class SourceDocuments : IDisposable
{
    // Where no method has a line of source (enums, interfaces, delegates) the compiler lists the type's documents under this kind.
    private static readonly Guid TypeDefinitionDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    private readonly MetadataReaderProvider _provider;
    private readonly MetadataReader _symbols;

    public SourceDocuments(string pdb)
    {
        _provider = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(pdb));
        _symbols = _provider.GetMetadataReader();
    }

    /// <summary>The file relative to the repository's root; null for what the compiler made up or generated.</summary>
    public string? FileOf(TypeDefinitionHandle handle, TypeDefinition type)
    {
        var documents = type.GetMethods().Select(method => _symbols.GetMethodDebugInformation(method).Document);
        var document = documents.FirstOrDefault(found => !found.IsNil);
        if (document.IsNil) document = ListedDocument(handle);
        if (document.IsNil) return null;
        string path = _symbols.GetString(_symbols.GetDocument(document).Name);
        string file = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
        return file.Contains("/obj/", StringComparison.Ordinal) ? null : file;
    }

    public void Dispose() => _provider.Dispose();

    private DocumentHandle ListedDocument(TypeDefinitionHandle type)
    {
        foreach (var handle in _symbols.GetCustomDebugInformation(type))
        {
            var information = _symbols.GetCustomDebugInformation(handle);
            if (_symbols.GetGuid(information.Kind) != TypeDefinitionDocuments) continue;
            return MetadataTokens.DocumentHandle(_symbols.GetBlobReader(information.Value).ReadCompressedInteger());
        }
        return default;
    }
}
