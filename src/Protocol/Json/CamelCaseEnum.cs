using System.Text.Json;
using System.Text.Json.Serialization;

namespace SessionShare.Protocol;

/// <summary>Enum values on the wire: their names in camelCase; numbers are refused.</summary>
public sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
