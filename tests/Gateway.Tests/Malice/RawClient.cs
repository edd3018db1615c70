using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SessionShare.Gateway.Tests.Malice;

/// <summary>A WebSocket that sends whatever it likes: SignalR's JSON protocol by hand, as its specification says, without a client library that would behave.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private const char RecordSeparator = '\u001e';

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ClientWebSocket _socket = new();
    private readonly StringBuilder _unread = new();
    private int _calls;

    /// <summary>Connects, and says the handshake of the JSON protocol.</summary>
    public static async Task<RawClient> Connect(TestGateway gateway, string hub, string? token, bool handshake = true)
    {
        var client = new RawClient();
        if (token is not null)
            client._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await client._socket.ConnectAsync(new UriBuilder(gateway.Url) { Scheme = "ws", Path = hub }.Uri, CancellationToken.None);
        if (handshake)
        {
            await client.Send("""{"protocol":"json","version":1}""");
            using var late = new CancellationTokenSource(Patience);
            (await client.Next(late.Token))!.ToJsonString().Should().Be("{}");
        }

        return client;
    }

    /// <summary>Sends one message, whatever it is.</summary>
    public Task Send(string message) => SendBytes(Encoding.UTF8.GetBytes(message + RecordSeparator));

    public async Task SendBytes(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Text)
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            await _socket.SendAsync(bytes, type, endOfMessage: true, late.Token);
        }
        catch (WebSocketException)
        {
            // The server has closed it by now; reading says so.
        }
    }

    /// <summary>Invokes a method, and answers with the completion: its result, or its error as <c>{"error": ...}</c>; null when the connection was closed instead.</summary>
    public async Task<JsonObject?> Invoke(string method, params object?[] arguments)
    {
        var id = $"{++_calls}";
        await Send(Call(1, id, method, arguments));
        using var late = new CancellationTokenSource(Patience);
        while (await Next(late.Token) is { } message)
        {
            if ((int?)message["type"] == 3 && (string?)message["invocationId"] == id)
                return message["error"] is { } error ? new JsonObject { ["error"] = error.DeepClone() } : message["result"] as JsonObject ?? [];
        }

        return null;
    }

    /// <summary>The reason of a refusal in an answer; null where it holds none.</summary>
    public async Task<string?> RefusalOf(string method, params object?[] arguments) => (string?)(await Invoke(method, arguments))?["refused"]?["reason"];

    /// <summary>Opens a stream, and answers with its first item; null when there is none.</summary>
    public async Task<JsonObject?> FirstOf(string method, params object?[] arguments)
    {
        var id = $"{++_calls}";
        await Send(Call(4, id, method, arguments));
        using var late = new CancellationTokenSource(Patience);
        while (await Next(late.Token) is { } message)
        {
            if ((string?)message["invocationId"] == id)
                return message["item"] as JsonObject;
        }

        return null;
    }

    /// <summary>Calls without wanting an answer.</summary>
    public Task Tell(string method, params object?[] arguments) => Send(Call(1, null, method, arguments));

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The next message that is no ping; null at the end of the connection.</summary>
    private async Task<JsonObject?> Next(CancellationToken late)
    {
        while (await NextText(late) is { } text)
        {
            var message = JsonNode.Parse(text)!.AsObject();
            if ((int?)message["type"] != 6)
                return message;
        }

        return null;
    }

    private async Task<string?> NextText(CancellationToken late)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var text = _unread.ToString();
            if (text.IndexOf(RecordSeparator) is >= 0 and var end)
            {
                _unread.Remove(0, end + 1);
                return text[..end];
            }

            try
            {
                var read = await _socket.ReceiveAsync(buffer, late);
                if (read.MessageType != WebSocketMessageType.Close)
                {
                    _unread.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
                    continue;
                }
            }
            catch (WebSocketException)
            {
                // Closed without a word.
            }

            return null;
        }
    }

    /// <summary>Without an id, no answer is wanted; a null there would be a fault.</summary>
    private static string Call(int type, string? id, string method, object?[] arguments) => id is null
        ? JsonSerializer.Serialize(new { type, target = method, arguments }, JsonSerializerOptions.Web)
        : JsonSerializer.Serialize(new { type, invocationId = id, target = method, arguments }, JsonSerializerOptions.Web);
}
