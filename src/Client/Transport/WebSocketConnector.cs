using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>Opens the WebSocket of a hub connection, with the bearer token in its handshake.</summary>
internal sealed class WebSocketConnector(SignalRTransportOptions options) : IConnectionFactory
{
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var hub = ((UriEndPoint)endpoint).Uri;
        var socket = new ClientWebSocket();
        try
        {
            await Configure(socket.Options, hub, cancellationToken);
            await socket.ConnectAsync(hub, cancellationToken);
            return new WebSocketDuplex(socket, options.Encoding == WireEncoding.Json ? WebSocketMessageType.Text : WebSocketMessageType.Binary, options.TimeProvider);
        }
        catch (WebSocketException failure)
        {
            var (status, headers) = (socket.HttpStatusCode, socket.HttpResponseHeaders);
            socket.Dispose();
            throw Told(hub, status, headers, failure);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task Configure(ClientWebSocketOptions socket, Uri hub, CancellationToken cancellationToken)
    {
        // Hub pings keep the connection alive.
        socket.KeepAliveInterval = TimeSpan.Zero;
        socket.CollectHttpResponseDetails = true;
        // Offered: whether it pays, the server decides.
        socket.DangerousDeflateOptions = new WebSocketDeflateOptions();
        if (hub.IsLoopback)
            socket.Proxy = null;
        if (options.Token is { } token && await token(cancellationToken) is { } bearer)
            socket.SetRequestHeader("Authorization", $"Bearer {bearer}");
    }

    private static Exception Told(
        Uri hub, HttpStatusCode status, IReadOnlyDictionary<string, IEnumerable<string>>? headers, WebSocketException failure)
    {
        // The collected headers' names compare without regard to case.
        var header = headers?.FirstOrDefault(header => string.Equals(header.Key, HttpApi.ReasonHeader, StringComparison.OrdinalIgnoreCase)).Value;
        if (HandshakeRefusal.Of(status, header) is { } refusal)
            return new RefusedException(refusal);

        var server = new UriBuilder(new Uri(hub, "../")) { Scheme = hub.Scheme == "wss" ? "https" : "http" }.Uri;
        return new ServerUnreachableException(server, Why(status, failure), failure);
    }

    private static string Why(HttpStatusCode status, Exception failure)
    {
        if (status != 0)
            return $"what answers there says HTTP {(int)status}.";
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
                return $"{socket.Message}.";
        }

        return failure.Message;
    }
}
