using System.Net.Sockets;
using System.Net.WebSockets;

namespace SessionShare.Bench;

/// <summary>WebSockets of viewers, all opened alike.</summary>
internal static class Sockets
{
    private const int SmallBuffer = 64 * 1024;

    private static readonly HttpMessageInvoker Usual = new(new SocketsHttpHandler { UseProxy = false });
    private static readonly HttpMessageInvoker Small = new(new SocketsHttpHandler { UseProxy = false, ConnectCallback = ConnectSmall });

    public static HttpMessageInvoker Http(Joining how) => how.SmallBuffer ? Small : Usual;

    public static async Task<ClientWebSocket> Open(Uri address, Joining how)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        await socket.ConnectAsync(new UriBuilder(how.To(address)) { Scheme = "ws" }.Uri, Http(how), CancellationToken.None);
        return socket;
    }

    /// <summary>Reads a message, or a part of it.</summary>
    public static async ValueTask<ValueWebSocketReceiveResult> Read(ClientWebSocket socket, Memory<byte> buffer)
    {
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
        return received.MessageType == WebSocketMessageType.Close ? throw new EndOfStreamException("The connection was closed.") : received;
    }

    private static async ValueTask<Stream> ConnectSmall(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = SmallBuffer };
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
