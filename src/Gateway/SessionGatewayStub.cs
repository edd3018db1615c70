using Microsoft.AspNetCore.SignalR;
using SessionShare.Gateway.Embedded;
using SessionShare.Gateway.SignIn;
using SessionShare.Protocol;

namespace SessionShare.Gateway;

/// <summary>Stands in until the hubs are merged: two hubs without methods, so that handshakes can be tested.</summary>
internal static class SessionGatewayStub
{
    public static void AddSessionGateway(this IServiceCollection services)
    {
        services.AddSignalR();
        services.AddSingleton<IOpenViewers, NoViewers>();
    }

    public static void MapSessionHubs(this WebApplication app)
    {
        app.MapHub<EmptyHub>(Hubs.Sharer.Path).RequireSignIn();
        app.MapHub<EmptyHub>(Hubs.Viewer.Path);
    }

    private sealed class EmptyHub : Hub;

    private sealed class NoViewers : IOpenViewers
    {
        public int Count => 0;
    }
}
