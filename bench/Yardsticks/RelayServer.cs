using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SessionShare.Bench.Yardsticks;

/// <summary>
/// The bare relay: a sharer's WebSocket messages go to every viewer's WebSocket as they are, viewers' to the sharer's. It knows no people, keeps nothing, numbers
/// nothing, and checks nothing.
/// </summary>
internal static class RelayServer
{
    private static readonly ConcurrentDictionary<string, RelayedSession> Sessions = new();

    public static Task Serve()
    {
        var app = Hosting.Builder().Build();
        app.UseRouting();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        app.Map("/share/{session}", (RequestDelegate)Share);
        app.Map("/view/{session}", (RequestDelegate)View);
        return Hosting.RunForGood(app);
    }

    private static async Task Share(HttpContext context)
    {
        var socket = await context.WebSockets.AcceptWebSocketAsync();
        await Of(context).Share(socket);
    }

    private static async Task View(HttpContext context)
    {
        var socket = await context.WebSockets.AcceptWebSocketAsync();
        await Of(context).View(socket);
    }

    private static RelayedSession Of(HttpContext context) => Sessions.GetOrAdd((string)context.Request.RouteValues["session"]!, _ => new RelayedSession());
}
