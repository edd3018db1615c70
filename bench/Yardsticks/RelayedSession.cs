using System.Collections.Immutable;
using System.Net.WebSockets;

namespace SessionShare.Bench.Yardsticks;

#pragma warning disable CA1001 // It lives as long as the process.
/// <summary>A sharer and its viewers.</summary>
internal sealed class RelayedSession
{
    private const int Piece = 64 * 1024;

    private readonly SemaphoreSlim _typing = new(1);
    private ImmutableArray<RelayedViewer> _viewers = [];
    private WebSocket? _sharer;

    public async Task Share(WebSocket socket)
    {
        _sharer = socket;
        try
        {
            var buffer = new byte[Piece];
            while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } received)
            {
                var bytes = buffer.AsSpan(0, received.Count).ToArray();
                foreach (var viewer in _viewers)
                    await viewer.Send(bytes);
            }
        }
        catch (WebSocketException)
        {
            // Gone, without a word.
        }

        foreach (var viewer in _viewers)
            viewer.End();
    }

    public async Task View(WebSocket socket)
    {
        var viewer = new RelayedViewer(socket);
        ImmutableInterlocked.Update(ref _viewers, viewers => viewers.Add(viewer));
        var writing = viewer.Write();
        try
        {
            var buffer = new byte[Piece];
            while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } received)
                await Type(buffer.AsMemory(0, received.Count));
        }
        catch (WebSocketException)
        {
            // Gone, without a word.
        }

        ImmutableInterlocked.Update(ref _viewers, viewers => viewers.Remove(viewer));
        viewer.End();
        await writing;
    }

    private async Task Type(ReadOnlyMemory<byte> keys)
    {
        if (_sharer is not { } sharer)
            return;
        await _typing.WaitAsync();
        try
        {
            await sharer.SendAsync(keys, WebSocketMessageType.Binary, true, CancellationToken.None);
        }
        finally
        {
            _typing.Release();
        }
    }
}
