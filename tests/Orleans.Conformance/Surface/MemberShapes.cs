using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;

namespace Orleans.Conformance.Surface;

/// <summary>The public and protected members of one type. Overrides are left out: their signatures are their base's.</summary>
internal sealed class MemberShapes(MetadataReader reader, TypeDefinition type)
{
    public IEnumerable<MemberShape> All() =>
        type.GetFields().Select(reader.GetFieldDefinition).Where(IsVisible).Select(Read)
            .Concat(Methods().Select(Read))
            .Concat(type.GetProperties().Select(reader.GetPropertyDefinition).Select(Read).OfType<MemberShape>())
            .Concat(type.GetEvents().Select(reader.GetEventDefinition).Select(Read).OfType<MemberShape>());

    private IEnumerable<MethodDefinition> Methods()
    {
        var accessors = type.GetProperties().Select(reader.GetPropertyDefinition).Select(property => property.GetAccessors())
            .SelectMany(pair => new[] { pair.Getter, pair.Setter })
            .Concat(type.GetEvents().Select(reader.GetEventDefinition).Select(e => e.GetAccessors()).SelectMany(pair => new[] { pair.Adder, pair.Remover }))
            .ToHashSet();
        return type.GetMethods().Where(handle => !accessors.Contains(handle)).Select(reader.GetMethodDefinition)
            .Where(method => IsVisible(method) && !IsOverride(method));
    }

    private static bool IsVisible(FieldDefinition field) => Access(field.Attributes) is not null && !field.Attributes.HasFlag(FieldAttributes.RTSpecialName);

    private static bool IsVisible(MethodDefinition method) => Access(method.Attributes) is not null;

    private static string? Access(FieldAttributes attributes) => Access((MethodAttributes)(attributes & FieldAttributes.FieldAccessMask));

    /// <summary>Protected internal is protected to everyone outside.</summary>
    private static string? Access(MethodAttributes attributes) => (attributes & MethodAttributes.MemberAccessMask) switch
    {
        MethodAttributes.Public => "public",
        MethodAttributes.Family or MethodAttributes.FamORAssem => "protected",
        _ => null,
    };

    private static bool IsOverride(MethodDefinition method) =>
        method.Attributes.HasFlag(MethodAttributes.Virtual) && !method.Attributes.HasFlag(MethodAttributes.NewSlot);

    private static string Modifiers(MethodAttributes attributes) =>
        Access(attributes)
        + (attributes.HasFlag(MethodAttributes.Static) ? " static" : "")
        + (attributes.HasFlag(MethodAttributes.Abstract) ? " abstract"
            : attributes.HasFlag(MethodAttributes.Virtual) && !attributes.HasFlag(MethodAttributes.Final) ? " virtual" : "");

    private MemberShape Read(FieldDefinition field)
    {
        var name = reader.GetString(field.Name);
        var kind = field.Attributes.HasFlag(FieldAttributes.Literal) ? " const" : field.Attributes.HasFlag(FieldAttributes.InitOnly) ? " readonly" : "";
        var value = field.GetDefaultValue() is { IsNil: false } constant ? $" = {Value(constant)}" : "";
        var isStatic = field.Attributes.HasFlag(FieldAttributes.Static) && kind != " const" ? " static" : "";
        return new MemberShape(name, $"{Access(field.Attributes)}{isStatic}{kind} {field.DecodeSignature(new TypeNames(), null)} {name}{value}");
    }

    private MemberShape Read(MethodDefinition method)
    {
        var name = reader.GetString(method.Name);
        var signature = method.DecodeSignature(new TypeNames(), null);
        var parameters = method.GetParameters().Select(reader.GetParameter).Where(parameter => parameter.SequenceNumber > 0)
            .ToDictionary(parameter => parameter.SequenceNumber - 1);
        var written = signature.ParameterTypes.Select((parameterType, i) => $"{parameterType}{(parameters.TryGetValue(i, out var parameter) ? Written(parameter) : "")}");
        var extends = new AttributeNames(reader).Of(method.GetCustomAttributes()).Contains("System.Runtime.CompilerServices.ExtensionAttribute") ? "this " : "";
        var generics = new GenericShapes(reader).Of(method.GetGenericParameters());
        var arity = method.GetGenericParameters().Count is > 0 and var count ? $"`{count}" : "";
        return new MemberShape(name, $"{Modifiers(method.Attributes)} {signature.ReturnType} {name}{arity}{generics}({extends}{string.Join(", ", written)})");
    }

    private MemberShape? Read(PropertyDefinition property)
    {
        var accessors = property.GetAccessors();
        var written = new[] { Accessor("get", accessors.Getter), Accessor("set", accessors.Setter) }.OfType<string>().ToList();
        if (written is [])
            return null;
        var name = reader.GetString(property.Name);
        var signature = property.DecodeSignature(new TypeNames(), null);
        var index = signature.ParameterTypes.Length == 0 ? "" : $"[{string.Join(", ", signature.ParameterTypes)}]";
        var required = new AttributeNames(reader).Of(property.GetCustomAttributes()).Contains("System.Runtime.CompilerServices.RequiredMemberAttribute");
        return new MemberShape(name, $"{(required ? "required " : "")}{signature.ReturnType} {name}{index} {{ {string.Join("; ", written)} }}");
    }

    private string? Accessor(string verb, MethodDefinitionHandle handle)
    {
        if (handle.IsNil || reader.GetMethodDefinition(handle) is var method && (!IsVisible(method) || IsOverride(method)))
            return null;
        var returned = method.DecodeSignature(new TypeNames(), null).ReturnType;
        var isInit = returned.Contains("System.Runtime.CompilerServices.IsExternalInit", StringComparison.Ordinal);
        return $"{Modifiers(method.Attributes)} {(isInit ? "init" : verb)}";
    }

    private MemberShape? Read(EventDefinition e)
    {
        var adder = e.GetAccessors().Adder;
        var name = reader.GetString(e.Name);
        return Accessor("add", adder) is { } written ? new MemberShape(name, $"{written} event {TypeNames.Of(reader, e.Type)} {name}") : null;
    }

    private string Written(Parameter parameter)
    {
        var flags = parameter.Attributes & (ParameterAttributes.In | ParameterAttributes.Out | ParameterAttributes.Optional);
        var attributes = new AttributeNames(reader).Of(parameter.GetCustomAttributes()).ToHashSet();
        return (attributes.Contains("System.ParamArrayAttribute") ? " params" : "")
            + (flags == ParameterAttributes.None ? "" : $" [{flags}]")
            + $" {reader.GetString(parameter.Name)}"
            + (parameter.GetDefaultValue() is { IsNil: false } constant ? $" = {Value(constant)}" : "");
    }

    private string Value(ConstantHandle handle)
    {
        var constant = reader.GetConstant(handle);
        var value = reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode);
        return value is null ? "null" : string.Create(CultureInfo.InvariantCulture, $"{value}");
    }
}
