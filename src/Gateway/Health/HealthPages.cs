using SessionShare.Gateway.Api;
using SessionShare.Protocol;
using SessionShare.Silo;

namespace SessionShare.Gateway.Health;

/// <summary>What a health page says, with status 200 or 503.</summary>
internal sealed record HealthAnswer(string Product, string Version, string Engine);

/// <summary>Pages for whatever watches over the process: live while it answers at all, ready from its start until it begins to stop.</summary>
internal static class HealthPages
{
    public static void MapHealth(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        var answer = new HealthAnswer(Product.Name, Product.Version, app.Services.GetRequiredService<EngineInfo>().Text);

        app.MapGet(HttpApi.HealthLive, context => Answer(context, StatusCodes.Status200OK));
        app.MapGet(HttpApi.HealthReady, context =>
            Answer(context, stopping.IsCancellationRequested ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK));

        Task Answer(HttpContext context, int status)
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsJsonAsync(answer, ApiJson.Default.HealthAnswer, cancellationToken: context.RequestAborted);
        }
    }
}
