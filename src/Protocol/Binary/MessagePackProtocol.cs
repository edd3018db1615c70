using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace SessionShare.Protocol.Binary;

/// <summary>
/// SignalR's MessagePack hub protocol, version 2, for our messages: docs/protocol.md, section 1a. Speaks with SignalR's own implementations; docs/decisions/0032 says why it is none of them.
/// What can't be read is told by a <see cref="HubException"/>, whose sentence SignalR sends to the peer with its close.
/// </summary>
/// <param name="longest">Bytes of the longest message that is read, its length prefix aside.</param>
public sealed class MessagePackProtocol(int longest = int.MaxValue) : IHubProtocol
{
    /// <inheritdoc/>
    public string Name => "messagepack";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public TransferFormat TransferFormat => TransferFormat.Binary;

    /// <inheritdoc/>
    public bool IsVersionSupported(int version) => version <= Version;

    /// <inheritdoc/>
    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        message = LengthPrefix.TryTake(ref input, longest, out var bytes) ? MessageReading.Read(bytes, binder) : null;
        return message is not null;
    }

    /// <inheritdoc/>
    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var outgoing = new Outgoing();
        MessageWriting.Write(message, outgoing);
        outgoing.WriteTo(output);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        WriteMessage(message, output);
        return output.WrittenMemory;
    }
}
