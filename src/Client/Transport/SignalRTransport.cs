using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using SessionShare.Protocol;
using SessionShare.Protocol.Binary;

namespace SessionShare.Client;

/// <summary>Connects over one WebSocket per connection, SignalR's hub protocol on it, without negotiation.</summary>
public sealed class SignalRTransport(SignalRTransportOptions options) : ISessionTransport
{
    /// <inheritdoc/>
    public async Task<ISharerConnection> ConnectSharer(Uri server, CancellationToken cancellationToken) =>
        new SignalRSharerConnection(await Connect(server, Hubs.Sharer.Path, cancellationToken));

    /// <inheritdoc/>
    public async Task<IViewerConnection> ConnectViewer(Uri server, CancellationToken cancellationToken) =>
        new SignalRViewerConnection(await Connect(server, Hubs.Viewer.Path, cancellationToken));

    /// <summary>Connects to a hub.</summary>
    internal async Task<HubLink> Connect(Uri server, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectOnce(server, path, cancellationToken);
        }
        catch (RefusedException refused) when (refused.Refusal.Reason is Reason.TokenExpired or Reason.TokenInvalid && options.Renew is not null)
        {
            if (!await options.Renew(cancellationToken))
                throw;
            return await ConnectOnce(server, path, cancellationToken);
        }
    }

    private async Task<HubLink> ConnectOnce(Uri server, string path, CancellationToken cancellationToken)
    {
        var hub = Build(HubUri(server, path));
        var link = new HubLink(hub);
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await hub.StartAsync(either.Token);
            return link;
        }
        catch (Exception failure)
        {
            await link.DisposeAsync();
            if (failure is RefusedException or ServerUnreachableException || cancellationToken.IsCancellationRequested)
                throw;
            var late = timeout.IsCancellationRequested;
            throw new ServerUnreachableException(server, late ? "no answer in time." : failure.Message, failure);
        }
    }

    private HubConnection Build(Uri hub)
    {
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<IConnectionFactory>(new WebSocketConnector(options));
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(hub));
        builder.Services.AddSingleton(options.LoggerFactory);
        if (options.Encoding == WireEncoding.Json)
            builder.AddJsonProtocol(json => json.PayloadSerializerOptions = new JsonSerializerOptions(WireJson.Options));
        else
            builder.Services.AddSingleton<IHubProtocol>(new MessagePackProtocol());
        builder.WithServerTimeout(options.ServerTimeout).WithKeepAliveInterval(options.KeepAlive);
        return builder.Build();
    }

    private static Uri HubUri(Uri server, string path) =>
        new UriBuilder(new Uri(server, path)) { Scheme = server.Scheme == Uri.UriSchemeHttps ? "wss" : "ws" }.Uri;
}
