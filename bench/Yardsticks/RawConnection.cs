using System.Net.WebSockets;
using System.Text.Json;

namespace SessionShare.Bench;

/// <summary>A hub connection that costs its own process little: a WebSocket and one of SignalR's protocols by hand. One reader, one writer.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { UseProxy = false });

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly RawWire _wire;
    private byte[] _buffer = new byte[1024];
    private int _held;
    private int _taken;

    private RawConnection(RawWire wire) => _wire = wire;

    /// <summary>It speaks MessagePack, and not JSON.</summary>
    public bool IsPacked => _wire is PackedWire;

    /// <summary>Connects to a hub and shakes hands.</summary>
    /// <param name="http">Opens the socket; null: as usual.</param>
    public static async Task<RawConnection> Open(Uri hub, string? token, HttpMessageInvoker? http = null, bool packed = false)
    {
        var connection = new RawConnection(packed ? new PackedWire() : new JsonWire());
        connection._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        // As our programs and browsers do.
        connection._socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        if (token is not null)
            connection._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await connection._socket.ConnectAsync(new UriBuilder(hub) { Scheme = "ws" }.Uri, http ?? Http, CancellationToken.None);
        await connection.Send(connection._wire.Handshake);
        var answer = JsonDocument.Parse(await connection.Next(new JsonWire())).RootElement;
        return answer.TryGetProperty("error", out var error) ? throw new InvalidOperationException($"{hub} refused the handshake: {error}") : connection;
    }

    /// <summary>Calls a method and waits for its answer; what comes before is thrown away.</summary>
    /// <param name="arguments">JSON, with commas between them; a member <c>bytes</c> is base64, whatever the protocol makes of it.</param>
    public async Task<JsonElement> Invoke(string method, string arguments)
    {
        await Send(_wire.Invocation("i", method, arguments));
        while (true)
        {
            if (_wire.TryReadAnswer(await Next(), out var answer))
                return answer;
        }
    }

    /// <summary>Opens a stream.</summary>
    public Task Stream(string method, string arguments) => Send(_wire.StreamInvocation("s", method, arguments));

    /// <summary>Calls a method that answers nothing.</summary>
    public Task Tell(string method, string arguments) => Send(_wire.Invocation(null, method, arguments));

    public Task SendPing() => Send(_wire.Ping);

    /// <summary>The next message, valid until the one after is asked for.</summary>
    public ValueTask<ReadOnlyMemory<byte>> Next() => Next(_wire);

    /// <summary>Reads and throws away, until the connection ends.</summary>
    public async Task Drain()
    {
        try
        {
            while (true)
                await Next();
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    public void Dispose()
    {
        _socket.Abort();
        _socket.Dispose();
        _sending.Dispose();
    }

    private void Forget()
    {
        _buffer.AsSpan(_taken, _held - _taken).CopyTo(_buffer);
        (_held, _taken) = (_held - _taken, 0);
    }

    private async ValueTask<ReadOnlyMemory<byte>> Next(RawWire wire)
    {
        Forget();
        while (true)
        {
            if (wire.Find(_buffer.AsSpan(0, _held)) is { } found)
            {
                _taken = found.Taken;
                return _buffer.AsMemory(found.From, found.Count);
            }

            if (_held == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(_held), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
                throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
            _held += received.Count;
        }
    }

    /// <summary>Sends a message as the protocol has it.</summary>
    public async Task Send(byte[] message)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message, _wire.Frames, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }
}
