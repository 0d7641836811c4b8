using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Nws.Architecture.Tests.Code;

/// <summary>What the types of one compiled assembly are, where they are declared and what they mention.</summary>
/// <remarks>Constants and <c>nameof</c> leave no trace in compiled code, so they are no use here.</remarks>
internal sealed class ProductAssembly
{
    private readonly PEReader _image;
    private readonly MetadataReader _metadata;

    private ProductAssembly(PEReader image, SourceDocuments sources)
    {
        (_image, _metadata) = (image, image.GetMetadataReader());
        foreach (var handle in _metadata.TypeDefinitions) Add(handle, sources);
    }

    /// <summary>The source file of every type that has one, by the full name of the outermost type.</summary>
    public Dictionary<string, string> Files { get; } = [];

    /// <summary>Everything mentioned.</summary>
    public HashSet<TypeUse> Uses { get; } = [];

    /// <summary>The interfaces declared here.</summary>
    public List<string> Interfaces { get; } = [];

    /// <summary>Reads an assembly that lies beside the tests, with its symbols.</summary>
    public static ProductAssembly Read(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, name);
        using var image = new PEReader(File.OpenRead(path + ".dll"));
        using var sources = new SourceDocuments(path + ".pdb");
        return new ProductAssembly(image, sources);
    }

    private void Add(TypeDefinitionHandle handle, SourceDocuments sources)
    {
        var type = _metadata.GetTypeDefinition(handle);
        var mentioned = new MentionedTypes(_metadata);
        string name = mentioned.NameOf(handle);
        if (sources.FileOf(handle, type) is { } declared) Files.TryAdd(name, declared);
        if (!Files.TryGetValue(name, out string? file)) return;
        if (type.Attributes.HasFlag(System.Reflection.TypeAttributes.Interface)) Interfaces.Add(_metadata.GetString(type.Name));

        if (!type.BaseType.IsNil) mentioned.Add(type.BaseType);
        foreach (var implementation in type.GetInterfaceImplementations())
            mentioned.Add(_metadata.GetInterfaceImplementation(implementation).Interface);
        foreach (var field in type.GetFields()) _metadata.GetFieldDefinition(field).DecodeSignature(mentioned, null);
        foreach (var method in type.GetMethods()) Add(_metadata.GetMethodDefinition(method), mentioned);
        foreach (var (to, member) in mentioned.Found) Uses.Add(new TypeUse(name, file, to, member));
    }

    private void Add(MethodDefinition method, MentionedTypes mentioned)
    {
        method.DecodeSignature(mentioned, null);
        if (method.RelativeVirtualAddress == 0) return;
        var body = _image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil) mentioned.Add(body.LocalSignature);
        foreach (var region in body.ExceptionRegions)
        {
            if (!region.CatchType.IsNil) mentioned.Add(region.CatchType);
        }
        foreach (var token in MethodBodyTokens.Read(body)) mentioned.Add(token);
    }
}
