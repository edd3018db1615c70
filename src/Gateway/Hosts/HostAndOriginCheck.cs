using Microsoft.Net.Http.Headers;
using SessionShare.Gateway.Api;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Hosts;

/// <summary>Refuses requests under a foreign name and requests of foreign pages, WebSocket handshakes included.</summary>
internal sealed class HostAndOriginCheck(AllowedHosts allowed) : IMiddleware
{
    /// <inheritdoc/>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!allowed.IsHost(context.Request.Host, context.Connection))
            return context.Refuse(Reason.UnknownHost);

        var origins = context.Request.Headers[HeaderNames.Origin];
        return origins.All(origin => allowed.IsOrigin(origin ?? "", context.Connection))
            ? next(context)
            : context.Refuse(Reason.ForeignOrigin);
    }
}
