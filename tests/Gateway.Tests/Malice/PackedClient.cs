using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using MessagePack;

namespace SessionShare.Gateway.Tests.Malice;

/// <summary>A WebSocket that sends whatever bytes it likes: SignalR's MessagePack protocol by hand, as its specification says.</summary>
internal sealed class PackedClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ClientWebSocket _socket = new();
    private readonly List<byte> _unread = [];

    public delegate void Writing(ref MessagePackWriter writer);

    /// <summary>Connects, and says the handshake.</summary>
    public static async Task<PackedClient> Connect(TestGateway gateway, string hub, string? token = null)
    {
        var client = new PackedClient();
        if (token is not null)
            client._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await client._socket.ConnectAsync(new UriBuilder(gateway.Url) { Scheme = "ws", Path = hub }.Uri, CancellationToken.None);
        await client.Send("{\"protocol\":\"messagepack\",\"version\":2}\u001e"u8.ToArray());
        (await client.Take(3)).Should().Equal("{}\u001e"u8.ToArray());
        return client;
    }

    /// <summary>A message with its length before it.</summary>
    public static byte[] Message(Writing write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        write(ref writer);
        writer.Flush();
        return [.. Prefix(bytes.WrittenCount), .. bytes.WrittenSpan];
    }

    /// <summary>A call with one argument.</summary>
    public static byte[] Call(string? id, string method, Writing argument) => Message((ref writer) =>
    {
        writer.WriteArrayHeader(6);
        writer.Write(1);
        writer.WriteMapHeader(0);
        writer.Write(id);
        writer.Write(method);
        writer.WriteArrayHeader(1);
        argument(ref writer);
        writer.WriteArrayHeader(0);
    });

    public static byte[] Prefix(int length)
    {
        var bytes = new List<byte>();
        for (; length > 0x7f; length >>= 7)
            bytes.Add((byte)(length | 0x80));
        return [.. bytes, (byte)length];
    }

    /// <summary>Sends bytes as one WebSocket message, in frames that end where <paramref name="cuts"/> say.</summary>
    public async Task Send(byte[] bytes, params int[] cuts)
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            var at = 0;
            foreach (var cut in cuts.Append(bytes.Length))
            {
                await _socket.SendAsync(bytes.AsMemory(at, cut - at), WebSocketMessageType.Binary, cut == bytes.Length, late.Token);
                at = cut;
            }
        }
        catch (WebSocketException)
        {
            // The server has closed it by now; reading says so.
        }
    }

    /// <summary>The next message that is no ping; null at the end of the connection.</summary>
    public async Task<JsonArray?> Next()
    {
        while (true)
        {
            var length = 0;
            for (var shift = 0; ; shift += 7)
            {
                if (await Take(1) is not [var octet])
                    return null;
                length |= (octet & 0x7f) << shift;
                if (octet < 0x80)
                    break;
            }

            if (await Take(length) is not { } bytes)
                return null;
            var message = JsonNode.Parse(MessagePackSerializer.ConvertToJson(bytes))!.AsArray();
            if ((int)message[0]! != 6)
                return message;
        }
    }

    /// <summary>What the server says as it closes the connection.</summary>
    public async Task<string> Closed()
    {
        var close = await Next();
        (await Next()).Should().BeNull("the close is the last message");
        ((int)close![0]!).Should().Be(7);
        return (string)close[1]!;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>So many bytes; null where the connection ends before.</summary>
    private async Task<byte[]?> Take(int count)
    {
        using var late = new CancellationTokenSource(Patience);
        var buffer = new byte[16 * 1024];
        while (_unread.Count < count)
        {
            try
            {
                var read = await _socket.ReceiveAsync(buffer, late.Token);
                if (read.MessageType == WebSocketMessageType.Close)
                    return null;
                _unread.AddRange(buffer.AsSpan(0, read.Count));
            }
            catch (WebSocketException)
            {
                return null;
            }
        }

        var taken = _unread[..count].ToArray();
        _unread.RemoveRange(0, count);
        return taken;
    }
}
