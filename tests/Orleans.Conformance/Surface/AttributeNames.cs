using System.Reflection.Metadata;

namespace Orleans.Conformance.Surface;

/// <summary>The attributes on something, by the names of their types.</summary>
internal sealed class AttributeNames(MetadataReader reader)
{
    public IEnumerable<string> Of(CustomAttributeHandleCollection attributes) => attributes.Select(Of);

    public string Of(CustomAttributeHandle handle)
    {
        var constructor = reader.GetCustomAttribute(handle).Constructor;
        return TypeNames.Of(reader, constructor.Kind == HandleKind.MethodDefinition
            ? reader.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType()
            : reader.GetMemberReference((MemberReferenceHandle)constructor).Parent);
    }
}

/// <summary>Decodes attribute values of primitives and enums of 32 bits, which is all that AttributeUsage has.</summary>
internal sealed class AttributeValues : ICustomAttributeTypeProvider<string>
{
    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => $"System.{typeCode}";

    public string GetSystemType() => "System.Type";

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => TypeNames.Of(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => TypeNames.Of(reader, handle);

    public string GetTypeFromSerializedName(string name) => name;

    public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

    public bool IsSystemType(string type) => type == "System.Type";
}
