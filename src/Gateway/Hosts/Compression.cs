using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;

namespace SessionShare.Gateway.Hosts;

/// <summary>
/// Compresses WebSockets for clients that offer it, message by message (permessage-deflate, RFC 7692), where <see cref="GatewayOptions.Compress"/> says so. SignalR has no
/// setting of its own for it: it accepts sockets by the feature that it finds.
/// </summary>
internal static class Compression
{
    public static void UseCompression(this WebApplication app, GatewayOptions options)
    {
        if (!options.Compress)
            return;

        app.UseWebSockets();
        app.Use((context, next) =>
        {
            if (context.Features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true } sockets)
                context.Features.Set<IHttpWebSocketFeature>(new CompressingSockets(sockets));
            return next(context);
        });
    }

    private sealed class CompressingSockets(IHttpWebSocketFeature sockets) : IHttpWebSocketFeature
    {
        public bool IsWebSocketRequest => true;

        public Task<WebSocket> AcceptAsync(WebSocketAcceptContext context)
        {
            // The one that is given may be everybody's.
            var own = new WebSocketAcceptContext { SubProtocol = context.SubProtocol, KeepAliveInterval = context.KeepAliveInterval, KeepAliveTimeout = context.KeepAliveTimeout };
            own.DangerousEnableCompression = true;
            return sockets.AcceptAsync(own);
        }
    }
}
