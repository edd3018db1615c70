using System.Reflection;
using System.Reflection.Metadata;

namespace Orleans.Conformance.Surface;

/// <summary>Generic parameters with what may be put in for them. Their names are not compared: no caller writes them.</summary>
internal sealed class GenericShapes(MetadataReader reader)
{
    public string Of(GenericParameterHandleCollection parameters) =>
        parameters.Count == 0 ? "" : $"<{string.Join("; ", parameters.Select(handle => Of(reader.GetGenericParameter(handle))))}>";

    private string Of(GenericParameter parameter)
    {
        var constraints = parameter.GetConstraints().Select(handle => TypeNames.Of(reader, reader.GetGenericParameterConstraint(handle).Type));
        IEnumerable<string> flags = parameter.Attributes == GenericParameterAttributes.None ? [] : [$"{parameter.Attributes}"];
        return string.Join(", ", constraints.Order(StringComparer.Ordinal).Concat(flags));
    }
}
