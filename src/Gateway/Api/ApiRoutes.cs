using SessionShare.Gateway.Access;
using SessionShare.Gateway.SignIn;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Api;

/// <summary>The HTTP API of docs/protocol.md, section 8, without signing in.</summary>
internal static class ApiRoutes
{
    public static void AddApi(this IServiceCollection services)
    {
        services.AddSingleton<FaultEdge>();
        services.AddSingleton<AboutApi>();
        services.AddSingleton<SessionsApi>();
        services.AddSingleton<AccessApi>();
    }

    public static void MapApi(this WebApplication app)
    {
        var about = app.Services.GetRequiredService<AboutApi>();
        app.MapGet(HttpApi.About, about.Get);

        var sessions = app.Services.GetRequiredService<SessionsApi>();
        app.MapGet(HttpApi.Sessions, sessions.List).RequireSignIn();
        app.MapGet(HttpApi.Invitations, sessions.Invitations).RequireSignIn();
        app.MapGet(HttpApi.Limits, sessions.Limits).RequireSignIn();
        app.MapGet(HttpApi.Usage, sessions.Usage).RequireSignIn();
        app.MapPost($"{HttpApi.Sessions}/{{session}}/stop", sessions.Stop).RequireSignIn();
        var access = app.Services.GetRequiredService<AccessApi>();
        app.MapGet($"{HttpApi.Sessions}/{{session}}/access", access.Get).RequireSignIn();
        app.MapPost($"{HttpApi.Sessions}/{{session}}/access", access.Change).RequireSignIn();
        app.MapGet($"{HttpApi.Sessions}/{{session}}/people", access.People).RequireSignIn();
        app.MapDelete($"{HttpApi.Sessions}/{{session}}", sessions.Delete).RequireSignIn();
    }
}
