using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SessionShare.Gateway.Api;

/// <summary>Bodies of requests.</summary>
internal static class ApiBodies
{
    /// <summary>Reads a body; null when it is not the JSON of a <typeparamref name="T"/>.</summary>
    public static async Task<T?> Read<T>(this HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        if (!request.HasJsonContentType())
            return null;

        try
        {
            return await request.ReadFromJsonAsync(type, request.HttpContext.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
