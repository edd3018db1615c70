using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace SessionShare.Bench;

/// <summary>A hub connection that costs its own process little: a WebSocket and SignalR's JSON protocol by hand. One reader, one writer.</summary>
internal sealed class RawConnection : IDisposable
{
    private const byte EndOfMessage = 0x1e;

    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { UseProxy = false });
    private static readonly byte[] Ping = [.. "{\"type\":6}"u8, EndOfMessage];

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private byte[] _buffer = new byte[1024];
    private int _held;

    private RawConnection()
    {
    }

    /// <summary>Connects to a hub and shakes hands.</summary>
    public static async Task<RawConnection> Open(Uri hub, string? token)
    {
        var connection = new RawConnection();
        connection._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        if (token is not null)
            connection._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await connection._socket.ConnectAsync(new UriBuilder(hub) { Scheme = "ws" }.Uri, Http, CancellationToken.None);
        await connection.Send("""{"protocol":"json","version":1}""");
        await connection.Next();
        return connection;
    }

    /// <summary>Calls a method and waits for its answer; what comes before is thrown away.</summary>
    public async Task<JsonElement> Invoke(string method, string argument)
    {
        await Send($$"""{"type":1,"invocationId":"i","target":"{{method}}","arguments":[{{argument}}]}""");
        while (true)
        {
            var message = JsonDocument.Parse(await Next()).RootElement;
            if (message.GetProperty("type").GetInt32() == 3 && message.GetProperty("invocationId").GetString() == "i")
                return message.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException($"{method}: {message}");
        }
    }

    /// <summary>Opens a stream.</summary>
    public Task Stream(string method, string argument) => Send($$"""{"type":4,"invocationId":"s","target":"{{method}}","arguments":[{{argument}}]}""");

    /// <summary>Calls a method that answers nothing.</summary>
    public Task Tell(string method, string argument) => Send($$"""{"type":1,"target":"{{method}}","arguments":[{{argument}}]}""");

    public Task SendPing() => Send(Ping);

    /// <summary>The next message, valid until the one after is asked for.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> Next()
    {
        Forget();
        while (true)
        {
            var end = Array.IndexOf(_buffer, EndOfMessage, 0, _held);
            if (end >= 0)
            {
                _taken = end + 1;
                return _buffer.AsMemory(0, end);
            }

            if (_held == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(_held), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
                throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
            _held += received.Count;
        }
    }

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

    private int _taken;

    private void Forget()
    {
        _buffer.AsSpan(_taken, _held - _taken).CopyTo(_buffer);
        (_held, _taken) = (_held - _taken, 0);
    }

    private Task Send(string message) => Send([.. Encoding.UTF8.GetBytes(message), EndOfMessage]);

    private async Task Send(byte[] message)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }
}
