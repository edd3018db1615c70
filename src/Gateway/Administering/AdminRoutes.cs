using SessionShare.Gateway.SignIn;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Administering;

/// <summary>The operators' part of the HTTP API: docs/protocol.md, section 8.</summary>
internal static class AdminRoutes
{
    public static void MapAdmin(this WebApplication app)
    {
        var admin = app.Services.GetRequiredService<AdminApi>();
        app.MapGet(HttpApi.AdminSessions, admin.Sessions).RequireOperator();
        app.MapGet($"{HttpApi.AdminSessions}/{{session}}", admin.Session).RequireOperator();
        app.MapPost($"{HttpApi.AdminSessions}/{{session}}/end", admin.End).RequireOperator();
        app.MapPost(HttpApi.AdminDrain, admin.Drain).RequireOperator();
        app.MapGet(HttpApi.AdminUsers, admin.Users).RequireOperator();
        app.MapPost(HttpApi.AdminPlan, admin.SetPlan).RequireOperator();
        app.MapPost(HttpApi.AdminForget, admin.Forget).RequireOperator();
    }
}
