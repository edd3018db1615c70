using System.Net.WebSockets;

namespace SessionShare.Bench.Yardsticks;

/// <summary>To the bare relay.</summary>
internal sealed class RelayUplink : IUplink
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _typed = new byte[64 * 1024];

    private RelayUplink() => (_socket.Options.KeepAliveInterval, _socket.Options.Proxy) = (TimeSpan.Zero, null);

    public static async Task<RelayUplink> Open(Uri session)
    {
        var uplink = new RelayUplink();
        await uplink._socket.ConnectAsync(new UriBuilder(session) { Scheme = "ws" }.Uri, CancellationToken.None);
        return uplink;
    }

    public Task Send(ReadOnlyMemory<byte> output) => _socket.SendAsync(output, WebSocketMessageType.Binary, true, CancellationToken.None).AsTask();

    public async Task<ReadOnlyMemory<byte>> Typed() => _typed.AsMemory(0, (await _socket.ReceiveAsync(_typed.AsMemory(), CancellationToken.None)).Count);

    public void Dispose()
    {
        // The relay is to have read all of it before the connection ends.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        _socket.Dispose();
    }
}
