using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace SessionShare.Bench;

/// <summary>JSON: each message ends with a record separator.</summary>
internal sealed class JsonWire : RawWire
{
    private const byte EndOfMessage = 0x1e;

    public override WebSocketMessageType Frames => WebSocketMessageType.Text;

    public override byte[] Handshake { get; } = Framed("""{"protocol":"json","version":1}""");

    public override byte[] Ping { get; } = Framed("""{"type":6}""");

    public override byte[] Invocation(string? id, string method, string arguments) =>
        Framed(id is null ? $$"""{"type":1,"target":"{{method}}","arguments":[{{arguments}}]}""" : $$"""{"type":1,"invocationId":"{{id}}","target":"{{method}}","arguments":[{{arguments}}]}""");

    public override byte[] StreamInvocation(string id, string method, string arguments) => Framed($$"""{"type":4,"invocationId":"{{id}}","target":"{{method}}","arguments":[{{arguments}}]}""");

    public override (int From, int Count, int Taken)? Find(ReadOnlySpan<byte> held) => held.IndexOf(EndOfMessage) is >= 0 and var end ? (0, end, end + 1) : null;

    public override bool TryReadAnswer(ReadOnlyMemory<byte> message, out JsonElement answer)
    {
        answer = JsonDocument.Parse(message.ToArray()).RootElement;
        if (answer.GetProperty("type").GetInt32() != 3)
            return false;
        if (answer.TryGetProperty("error", out var error))
            throw new InvalidOperationException(error.ToString());
        answer = answer.TryGetProperty("result", out var result) ? result : default;
        return true;
    }

    private static byte[] Framed(string message) => [.. Encoding.UTF8.GetBytes(message), EndOfMessage];
}
