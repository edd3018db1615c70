using System.Net.WebSockets;
using System.Text.Json;

namespace SessionShare.Bench;

/// <summary>One of SignalR's hub protocols, as far as a raw connection needs it.</summary>
internal abstract class RawWire
{
    public abstract WebSocketMessageType Frames { get; }

    public abstract byte[] Handshake { get; }

    public abstract byte[] Ping { get; }

    /// <param name="id">Null: there is no answer.</param>
    /// <param name="arguments">JSON, with commas between them.</param>
    public abstract byte[] Invocation(string? id, string method, string arguments);

    public abstract byte[] StreamInvocation(string id, string method, string arguments);

    /// <summary>Where the first message in these bytes is, and how many bytes it takes; null: not all of it is there.</summary>
    public abstract (int From, int Count, int Taken)? Find(ReadOnlySpan<byte> held);

    /// <summary>Reads the answer of an invocation; false where the message is something else.</summary>
    /// <exception cref="InvalidOperationException">It is an error.</exception>
    public abstract bool TryReadAnswer(ReadOnlyMemory<byte> message, out JsonElement answer);
}
