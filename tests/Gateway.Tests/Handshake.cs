using System.Net;
using System.Net.WebSockets;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

/// <summary>How a WebSocket handshake ended.</summary>
internal sealed record Handshake(HttpStatusCode Status, string? Reason)
{
    public static readonly Handshake Accepted = new(HttpStatusCode.SwitchingProtocols, null);

    public static Handshake Refused(Reason reason) => new((HttpStatusCode)Reasons.Of(reason).HttpStatus, Answers.JsonNameOf(reason));

    /// <summary>Tries a handshake, and closes the connection.</summary>
    public static async Task<Handshake> To(TestGateway gateway, string hub, params (string Name, string Value)[] headers)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in headers)
            socket.Options.SetRequestHeader(name, value);

        try
        {
            await socket.ConnectAsync(new UriBuilder(gateway.Url) { Scheme = "ws", Path = hub }.Uri, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        var reason = socket.HttpResponseHeaders?.TryGetValue(HttpApi.ReasonHeader, out var values) == true ? values.Single() : null;
        return new Handshake(socket.HttpStatusCode, reason);
    }
}
