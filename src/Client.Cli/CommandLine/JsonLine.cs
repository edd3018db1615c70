using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SessionShare.Cli.CommandLine;

/// <summary>Facts for programs: one JSON object a line, camelCase, without what is null. docs/cli.md lists them.</summary>
internal static class JsonLine
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of<T>(T fact) => JsonSerializer.Serialize(fact, Form);
}
