using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace SessionShare.Client;

/// <summary>
/// A WebSocket as the byte connection that SignalR wants: two pipes with back pressure, and one loop per direction between them and the
/// socket. Disposing ends both loops and waits for them.
/// </summary>
internal sealed class WebSocketDuplex : ConnectionContext
{
    /// <summary>Bytes that may wait in a pipe, per direction: as much as a sharer may have under way, as JSON.</summary>
    private const int PipeBytes = 2 * 1024 * 1024;

    /// <summary>Bytes read at a time.</summary>
    private const int ReadBytes = 16 * 1024;

    /// <summary>How long the peer may take to answer a close.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly ClientWebSocket _socket;
    private readonly WebSocketMessageType _type;
    private readonly TimeProvider _time;
    private readonly PipeReader _outgoing;
    private readonly PipeWriter _incoming;
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _loops;
    private bool _disposed;

    public WebSocketDuplex(ClientWebSocket socket, WebSocketMessageType type, TimeProvider time)
    {
        // Inline: the loop that brings bytes also hands them on, so that a key press crosses no thread pool queue on its way.
        var options = new PipeOptions(
            readerScheduler: PipeScheduler.Inline,
            writerScheduler: PipeScheduler.Inline,
            pauseWriterThreshold: PipeBytes,
            resumeWriterThreshold: PipeBytes / 2,
            useSynchronizationContext: false);
        var (down, up) = (new Pipe(options), new Pipe(options));
        (_socket, _type, _time, _incoming, _outgoing) = (socket, type, time, down.Writer, up.Reader);
        Transport = new Duplex(down.Reader, up.Writer);
        ConnectionId = "";
        ConnectionClosed = _closed.Token;
        _loops = Task.WhenAll(Receive(), Send());
    }

    public override IDuplexPipe Transport { get; set; }

    public override string ConnectionId { get; set; }

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override void Abort(ConnectionAbortedException abortReason) => _socket.Abort();

    public override async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;

        // The sending loop ends with what was still to be sent and a close; a peer that does not answer it is cut off.
        await Transport.Output.CompleteAsync();
        await Transport.Input.CompleteAsync();
        using var patience = new CancellationTokenSource(CloseTimeout, _time);
        await using (patience.Token.Register(_socket.Abort))
            await _loops;
        _socket.Dispose();
        _closed.Dispose();
        await base.DisposeAsync();
    }

    private async Task Receive()
    {
        Exception? failure = null;
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(_incoming.GetMemory(ReadBytes), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                    break;
                _incoming.Advance(received.Count);
                if ((await _incoming.FlushAsync()).IsCompleted && _disposed)
                    break;
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            failure = exception;
        }

        await _incoming.CompleteAsync(failure);
        _outgoing.CancelPendingRead();
        await _closed.CancelAsync();
    }

    private async Task Send()
    {
        Exception? failure = null;
        try
        {
            while (true)
            {
                var read = await _outgoing.ReadAsync();
                if (!read.IsCanceled)
                    await Send(read);
                _outgoing.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || read.IsCanceled)
                    break;
            }

            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            failure = exception;
            _socket.Abort();
        }

        await _outgoing.CompleteAsync(failure);
    }

    private async ValueTask Send(ReadResult read)
    {
        var rest = read.Buffer;
        while (!rest.IsEmpty)
        {
            var piece = rest.First;
            rest = rest.Slice(piece.Length);
            await _socket.SendAsync(piece, _type, rest.IsEmpty, CancellationToken.None);
        }
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input { get; } = input;

        public PipeWriter Output { get; } = output;
    }
}
