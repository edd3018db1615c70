using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using MessagePack;

namespace SessionShare.Bench;

/// <summary>MessagePack: before each message stands its length, 7 bits a byte, the lowest first.</summary>
internal sealed class PackedWire : RawWire
{
    private const int Completion = 3;
    private const int Failed = 1;
    private const int WithResult = 3;

    public override WebSocketMessageType Frames => WebSocketMessageType.Binary;

    public override byte[] Handshake { get; } = [.. """{"protocol":"messagepack","version":2}"""u8, 0x1e];

    public override byte[] Ping { get; } = [2, 0x91, 6];

    public override byte[] Invocation(string? id, string method, string arguments) => Call(1, id, method, arguments);

    public override byte[] StreamInvocation(string id, string method, string arguments) => Call(4, id, method, arguments);

    public override (int From, int Count, int Taken)? Find(ReadOnlySpan<byte> held)
    {
        var (length, at) = (0, 0);
        for (; at < held.Length; at++)
        {
            length |= (held[at] & 0x7f) << (7 * at);
            if ((held[at] & 0x80) == 0)
                return at + 1 + length <= held.Length ? (at + 1, length, at + 1 + length) : null;
        }

        return null;
    }

    public override bool TryReadAnswer(ReadOnlyMemory<byte> message, out JsonElement answer)
    {
        answer = default;
        var reader = new MessagePackReader(message);
        reader.ReadArrayHeader();
        if (reader.ReadInt32() != Completion)
            return false;
        reader.Skip();
        reader.Skip();
        var kind = reader.ReadInt32();
        if (kind == Failed)
            throw new InvalidOperationException(reader.ReadString());
        if (kind == WithResult)
            answer = JsonDocument.Parse(MessagePackSerializer.ConvertToJson(message[(int)reader.Consumed..])).RootElement;
        return true;
    }

    /// <summary>A message with its length before it.</summary>
    public static byte[] Framed(ReadOnlySpan<byte> message)
    {
        var framed = new ArrayBufferWriter<byte>(message.Length + 5);
        for (var left = message.Length; ;)
        {
            var (octet, more) = ((byte)(left & 0x7f), left >> 7);
            framed.Write([(byte)(more > 0 ? octet | 0x80 : octet)]);
            if ((left = more) == 0)
                break;
        }

        framed.Write(message);
        return framed.WrittenSpan.ToArray();
    }

    /// <summary>The begin of a call: what follows are its arguments, and an empty array of streams.</summary>
    public static void Begin(ref MessagePackWriter writer, int kind, string? id, string method, int arguments)
    {
        writer.WriteArrayHeader(6);
        writer.Write(kind);
        writer.WriteMapHeader(0);
        writer.Write(id);
        writer.Write(method);
        writer.WriteArrayHeader(arguments);
    }

    private static byte[] Call(int kind, string? id, string method, string arguments)
    {
        var message = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(message);
        using var parsed = JsonDocument.Parse($"[{arguments}]");
        Begin(ref writer, kind, id, method, parsed.RootElement.GetArrayLength());
        foreach (var argument in parsed.RootElement.EnumerateArray())
            Write(ref writer, argument, isBytes: false);
        writer.WriteArrayHeader(0);
        writer.Flush();
        return Framed(message.WrittenSpan);
    }

    private static void Write(ref MessagePackWriter writer, JsonElement value, bool isBytes)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteMapHeader(value.EnumerateObject().Count());
                foreach (var member in value.EnumerateObject())
                {
                    writer.Write(member.Name);
                    Write(ref writer, member.Value, member.Name == "bytes");
                }

                break;
            case JsonValueKind.Array:
                writer.WriteArrayHeader(value.GetArrayLength());
                foreach (var item in value.EnumerateArray())
                    Write(ref writer, item, isBytes: false);
                break;
            case JsonValueKind.String when isBytes:
                writer.Write(value.GetBytesFromBase64());
                break;
            case JsonValueKind.String:
                writer.Write(value.GetString());
                break;
            case JsonValueKind.Number:
                writer.Write(value.GetInt64());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.Write(value.GetBoolean());
                break;
            default:
                writer.WriteNil();
                break;
        }
    }
}
