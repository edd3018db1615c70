using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Orleans.Conformance.Surface;

/// <summary>Reads the public types of an assembly file from its metadata. Nothing is loaded, so nothing that it needs must be there.</summary>
internal sealed class PublicSurface(MetadataReader reader)
{
    public static IReadOnlyList<TypeShape> Of(string assemblyFile)
    {
        using var file = new PEReader(File.OpenRead(assemblyFile));
        var surface = new PublicSurface(file.GetMetadataReader());
        return [.. surface.Types()];
    }

    private IEnumerable<TypeShape> Types() => reader.TypeDefinitions.Where(IsVisible).Select(Read);

    private bool IsVisible(TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsVisible(type.GetDeclaringType()),
            _ => false,
        };
    }

    private TypeShape Read(TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var parent = type.BaseType.IsNil ? "" : TypeNames.Of(reader, type.BaseType);
        var interfaces = type.GetInterfaceImplementations().Select(i => TypeNames.Of(reader, reader.GetInterfaceImplementation(i).Interface));
        var members = new MemberShapes(reader, type);
        return new TypeShape(
            TypeNames.Of(reader, handle),
            KindOf(type, parent),
            new GenericShapes(reader).Of(type.GetGenericParameters()),
            parent,
            interfaces.ToHashSet(),
            UsageOf(type),
            [.. members.All()]);
    }

    private string KindOf(TypeDefinition type, string parent)
    {
        var isReadOnly = new AttributeNames(reader).Of(type.GetCustomAttributes()).Contains("System.Runtime.CompilerServices.IsReadOnlyAttribute");
        return (type.Attributes & (TypeAttributes.Interface | TypeAttributes.Abstract | TypeAttributes.Sealed), parent) switch
        {
            ({ } flags, _) when flags.HasFlag(TypeAttributes.Interface) => "interface",
            (_, "System.Enum") => "enum",
            (_, "System.ValueType") => isReadOnly ? "readonly struct" : "struct",
            (_, "System.MulticastDelegate") => "delegate",
            (TypeAttributes.Abstract | TypeAttributes.Sealed, _) => "static class",
            (TypeAttributes.Abstract, _) => "abstract class",
            (TypeAttributes.Sealed, _) => "sealed class",
            _ => "class",
        };
    }

    private string UsageOf(TypeDefinition type)
    {
        var names = new AttributeNames(reader);
        var usage = type.GetCustomAttributes().Where(handle => names.Of(handle) == "System.AttributeUsageAttribute").ToList();
        if (usage is not [var only])
            return "";
        var value = reader.GetCustomAttribute(only).DecodeValue(new AttributeValues());
        var named = value.NamedArguments.Where(argument => !IsDefault(argument.Name, argument.Value))
            .Select(argument => $"{argument.Name}={argument.Value}").Order(StringComparer.Ordinal);
        return string.Join(", ", named.Prepend($"{(AttributeTargets)(int)value.FixedArguments[0].Value!}"));
    }

    private static bool IsDefault(string? name, object? value) => (name, value) is ("AllowMultiple", false) or ("Inherited", true);
}
