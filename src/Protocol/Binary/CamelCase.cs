using System.Text.Json;

namespace SessionShare.Protocol.Binary;

/// <summary>Names as JSON has them.</summary>
internal static class CamelCase
{
    public static string Of(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
