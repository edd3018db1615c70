using System.Text.Json;
using System.Text.Json.Serialization;
using SessionShare.Protocol;

namespace SessionShare.Silo.Health;

/// <summary>What a health page says, with status 200 or 503.</summary>
/// <param name="Why">With 503: what is missing, one sentence; else null.</param>
/// <param name="Sessions">Of a silo: sessions that live there; else null.</param>
internal sealed record HealthAnswer(string Product, string Version, string Engine, string? Why, int? Sessions);

/// <summary>Pages for whatever watches over the process: live while it answers at all, ready while it can serve.</summary>
public static class HealthPages
{
    /// <param name="whyNotReady">What is missing; null when the process can serve.</param>
    /// <param name="sessions">Where a silo is: counts the sessions that live there.</param>
    public static void MapHealth(this IEndpointRouteBuilder app, Func<string?> whyNotReady, Func<int>? sessions = null)
    {
        app.MapGet(HttpApi.HealthLive, context => Answer(context, null));
        app.MapGet(HttpApi.HealthReady, context => Answer(context, whyNotReady()));

        Task Answer(HttpContext context, string? why)
        {
            context.Response.StatusCode = why is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            var answer = new HealthAnswer(Product.Name, Product.Version, EngineInfo.Built.Text, why, sessions?.Invoke());
            return context.Response.WriteAsJsonAsync(answer, HealthJson.Default.HealthAnswer, cancellationToken: context.RequestAborted);
        }
    }
}

/// <summary>The health pages' bodies, generated at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class HealthJson : JsonSerializerContext;
