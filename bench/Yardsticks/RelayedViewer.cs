using System.Net.WebSockets;
using System.Threading.Channels;

namespace SessionShare.Bench.Yardsticks;

/// <summary>A viewer's socket, written by one loop from a queue of 64 messages (4 MiB at most). The sharer waits up to 2 s for a full one, and then cuts it off.</summary>
internal sealed class RelayedViewer(WebSocket socket)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Channel<byte[]> _queue = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(64) { SingleReader = true });

    public async ValueTask Send(byte[] bytes)
    {
        if (_queue.Writer.TryWrite(bytes))
            return;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _queue.Writer.WriteAsync(bytes, patience.Token);
        }
        catch (Exception over) when (over is OperationCanceledException or ChannelClosedException)
        {
            End();
            socket.Abort();
        }
    }

    public void End() => _queue.Writer.TryComplete();

    public async Task Write()
    {
        try
        {
            await foreach (var bytes in _queue.Reader.ReadAllAsync())
                await socket.SendAsync(bytes, WebSocketMessageType.Binary, true, CancellationToken.None);
            if (socket.State == WebSocketState.Open)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            End();
        }
    }
}
