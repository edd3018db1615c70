using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using MessagePack;
using SessionShare.Protocol.Binary;

namespace SessionShare.Protocol.Tests.Binary;

/// <summary>Values as MessagePack and back, and as JSON to compare them with.</summary>
internal static class Packed
{
    public delegate void Writing(ref MessagePackWriter writer);

    public static byte[] Of(object value)
    {
        using var outgoing = new Outgoing();
        var writer = new WireWriter(outgoing);
        Forms.Of(value.GetType()).WriteObject(ref writer, value);
        writer.Pack.Flush();
        var message = new ArrayBufferWriter<byte>();
        outgoing.WriteTo(message);
        var input = new ReadOnlySequence<byte>(message.WrittenMemory);
        LengthPrefix.TryTake(ref input, int.MaxValue, out var packed).Should().BeTrue();
        return packed.ToArray();
    }

    public static byte[] By(Writing write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        write(ref writer);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    public static object? Read(Type type, ReadOnlySequence<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        var value = Forms.Of(type).ReadObject(ref reader);
        reader.End.Should().BeTrue();
        return value;
    }

    public static T? Read<T>(byte[] bytes) => (T?)Read(typeof(T), new ReadOnlySequence<byte>(bytes));

    /// <summary>As the JSON protocol has it.</summary>
    public static JsonNode? Json(object? value) => value is null ? null : JsonSerializer.SerializeToNode(value, value.GetType(), ProtocolJson.Default);

    /// <summary>What MessagePack says, by its own library: bytes as base64.</summary>
    public static JsonNode? Json(byte[] packed) => JsonNode.Parse(MessagePackSerializer.ConvertToJson(packed));
}
