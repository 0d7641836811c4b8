using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Nws.Architecture.Tests.Code;

/// <summary>Collects the types and members that pieces of metadata mention. A nested type counts as the outermost type it is in.</summary>
internal sealed class MentionedTypes(MetadataReader metadata) : ISignatureTypeProvider<string, object?>
{
    /// <summary>What has been mentioned so far: a type, and a member of it or null.</summary>
    public HashSet<(string Type, string? Member)> Found { get; } = [];

    /// <summary>Adds what a metadata token stands for.</summary>
    public void Add(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                Mention(NameOf((TypeDefinitionHandle)handle));
                break;
            case HandleKind.TypeReference:
                Mention(NameOf((TypeReferenceHandle)handle));
                break;
            case HandleKind.TypeSpecification:
                NameOf((TypeSpecificationHandle)handle);
                break;
            case HandleKind.MethodDefinition:
                var method = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                Mention(NameOf(method.GetDeclaringType()), metadata.GetString(method.Name));
                break;
            case HandleKind.FieldDefinition:
                var field = metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                Mention(NameOf(field.GetDeclaringType()), metadata.GetString(field.Name));
                break;
            case HandleKind.MemberReference:
                Add(metadata.GetMemberReference((MemberReferenceHandle)handle));
                break;
            case HandleKind.MethodSpecification:
                var specification = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                specification.DecodeSignature(this, null);
                Add(specification.Method);
                break;
            case HandleKind.StandaloneSignature:
                var signature = metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle);
                if (signature.GetKind() == StandaloneSignatureKind.LocalVariables) signature.DecodeLocalSignature(this, null);
                break;
        }
    }

    /// <summary>The full name of a type of this assembly.</summary>
    public string NameOf(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer ? NameOf(outer) : FullName(type.Namespace, type.Name);
    }

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Mention(NameOf(handle));

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Mention(NameOf(handle));

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
        => NameOf(handle);

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetArrayType(string elementType, ArrayShape shape) => elementType;

    public string GetSZArrayType(string elementType) => elementType;

    public string GetByReferenceType(string elementType) => elementType;

    public string GetPointerType(string elementType) => elementType;

    public string GetPinnedType(string elementType) => elementType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => "";

    public string GetGenericMethodParameter(object? genericContext, int index) => "";

    public string GetGenericTypeParameter(object? genericContext, int index) => "";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "";

    private void Add(MemberReference member)
    {
        Add(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Method) member.DecodeMethodSignature(this, null);
        else member.DecodeFieldSignature(this, null);
        string owner = member.Parent.Kind switch
        {
            HandleKind.TypeReference => NameOf((TypeReferenceHandle)member.Parent),
            HandleKind.TypeSpecification => NameOf((TypeSpecificationHandle)member.Parent),
            _ => "",
        };
        if (owner.Length > 0) Mention(owner, metadata.GetString(member.Name));
    }

    private string NameOf(TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        bool isNested = type.ResolutionScope.Kind == HandleKind.TypeReference;
        return isNested ? NameOf((TypeReferenceHandle)type.ResolutionScope) : FullName(type.Namespace, type.Name);
    }

    // The generic type itself; that it mentions its arguments, too, is noted on the way.
    private string NameOf(TypeSpecificationHandle handle) => metadata.GetTypeSpecification(handle).DecodeSignature(this, null);

    private string FullName(StringHandle space, StringHandle name) =>
        space.IsNil ? metadata.GetString(name) : $"{metadata.GetString(space)}.{metadata.GetString(name)}";

    private string Mention(string type, string? member = null)
    {
        Found.Add((type, member));
        return type;
    }
}
