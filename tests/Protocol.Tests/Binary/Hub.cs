using System.Buffers;
using MessagePack;
using MessagePack.Formatters;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using SessionShare.Protocol.Binary;

namespace SessionShare.Protocol.Tests.Binary;

/// <summary>Both implementations of the protocol: SignalR's own, which writes our values with our forms, and ours.</summary>
internal static class Hub
{
    public static MessagePackProtocol Ours { get; } = new(1_000_000);

    public static MessagePackHubProtocol Theirs { get; } = new(Options.Create(new MessagePackHubProtocolOptions { SerializerOptions = new MessagePackSerializerOptions(new Resolver()) }));

    /// <summary>Every kind of message that the two ends send each other.</summary>
    public static IReadOnlyList<HubMessage> Messages { get; } =
    [
        new InvocationMessage("1", "Type", [new Samples(1).Of(typeof(TypeRequest))]),
        new InvocationMessage(null, "Append", [new Samples(2).Of(typeof(AppendRequest))]),
        new InvocationMessage("long id of a call", "Leave", []),
        new InvocationMessage(null, "Seen", [1L << 40]),
        new InvocationMessage(null, "HoldTyping", [true]),
        new InvocationMessage("2", "Type", [null]),
        new StreamInvocationMessage("3", "Watch", [new WatchRequest(false, null, null)]),
        new StreamItemMessage("4", new Samples(3).Of(typeof(WatchItem))),
        new StreamItemMessage("4", new WatchItem { Frames = new WatchedFrames(1, new FrameRun(1, 1, new byte[70_000])) }),
        new StreamItemMessage("4", null),
        CompletionMessage.Empty("5"),
        CompletionMessage.WithError("5", "It failed."),
        CompletionMessage.WithResult("5", new Samples(4).Of(typeof(JoinReply))),
        CompletionMessage.WithResult("5", null),
        new CancelInvocationMessage("6"),
        PingMessage.Instance,
        CloseMessage.Empty,
        new CloseMessage("Going."),
        new CloseMessage("Going.", allowReconnect: true),
    ];

    public static Calls Calls => new Calls().Expecting("4", typeof(WatchItem)).Expecting("5", typeof(JoinReply)).Expecting("any", typeof(object));

    /// <summary>Reads all messages that there are, and says what is left over.</summary>
    public static (List<HubMessage> Messages, ReadOnlySequence<byte> Left) ReadAll(this IHubProtocol protocol, ReadOnlySequence<byte> bytes)
    {
        var messages = new List<HubMessage>();
        while (protocol.TryParseMessage(ref bytes, Calls, out var message))
            messages.Add(message);
        return (messages, bytes);
    }

    public static HubMessage Read(this IHubProtocol protocol, ReadOnlyMemory<byte> bytes) => protocol.ReadAll(new ReadOnlySequence<byte>(bytes)).Messages.Single();

    private sealed class Resolver : IFormatterResolver
    {
        public IMessagePackFormatter<T>? GetFormatter<T>() => new Formatter<T>();
    }

    private sealed class Formatter<T> : IMessagePackFormatter<T>
    {
        private readonly Form _form = Forms.Of(typeof(T));

        public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options) => writer.WriteRaw(Packed.Of(value!));

        public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => (T)_form.ReadObject(ref reader)!;
    }
}
