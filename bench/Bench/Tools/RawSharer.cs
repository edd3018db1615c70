using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using MessagePack;
using SessionShare.Protocol;

namespace SessionShare.Bench;

/// <summary>A sharer by a raw connection, that keeps to the protocol's limits of what may be under way. One writes.</summary>
internal sealed class RawSharer(RawConnection connection, SessionLink link, long epoch, long attachment) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly long _begun = Stopwatch.GetTimestamp();
    private readonly Queue<long> _underWay = new();
    private ArrayBufferWriter<byte> _waiting = new();
    private int _count;
    private long _next = 1;

    public RawConnection Connection => connection;

    public SessionLink Link => link;

    /// <summary>What the session refused; null: nothing.</summary>
    public string? Refused { get; private set; }

    /// <summary>Output as one frame more; sent at once, or with what waits as soon as what is under way allows.</summary>
    public Task Append(ReadOnlySpan<byte> output)
    {
        lock (_gate)
        {
            FrameCodec.Write(_waiting, FrameKind.Output, (long)Stopwatch.GetElapsedTime(_begun).TotalMicroseconds, output);
            _count++;
        }

        return Flush();
    }

    /// <summary>Reads what the session says, until the connection ends.</summary>
    public async Task Listen()
    {
        try
        {
            while (true)
            {
                Take(await connection.Next());
                await Flush();
            }
        }
        catch (Exception ended) when (ended is System.Net.WebSockets.WebSocketException or EndOfStreamException or OperationCanceledException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    public void Dispose() => connection.Dispose();

    private Task Flush()
    {
        byte[] append;
        lock (_gate)
        {
            if (_count == 0 || _underWay.Count == WireLimits.AppendsUnderWay)
                return Task.CompletedTask;
            append = connection.IsPacked ? Packed() : Json();
            _next += _count;
            _underWay.Enqueue(_next - 1);
            (_count, _waiting) = (0, new ArrayBufferWriter<byte>());
        }

        return connection.Send(append);
    }

    private byte[] Json()
    {
        var run = $$"""{"first":{{_next}},"count":{{_count}},"bytes":"{{Convert.ToBase64String(_waiting.WrittenSpan)}}"}""";
        return new JsonWire().Invocation(null, Hubs.Sharer.Append, $$"""{"epoch":{{epoch}},"attachment":{{attachment}},"run":{{run}} }""");
    }

    private byte[] Packed()
    {
        var message = new ArrayBufferWriter<byte>(_waiting.WrittenCount + 128);
        var writer = new MessagePackWriter(message);
        PackedWire.Begin(ref writer, 1, null, Hubs.Sharer.Append, 1);
        writer.WriteMapHeader(3);
        writer.WriteString("epoch"u8);
        writer.Write(epoch);
        writer.WriteString("attachment"u8);
        writer.Write(attachment);
        writer.WriteString("run"u8);
        writer.WriteMapHeader(3);
        writer.WriteString("first"u8);
        writer.Write(_next);
        writer.WriteString("count"u8);
        writer.Write(_count);
        writer.WriteString("bytes"u8);
        writer.Write(_waiting.WrittenSpan);
        writer.WriteArrayHeader(0);
        writer.Flush();
        return PackedWire.Framed(message.WrittenSpan);
    }

    private void Take(ReadOnlyMemory<byte> message)
    {
        if (connection.IsPacked)
            TakePacked(message);
        else
            TakeJson(message);
    }

    private void TakePacked(ReadOnlyMemory<byte> message)
    {
        var reader = new MessagePackReader(message);
        var name = PackedItems.NameOf(ref reader);
        if (name.SequenceEqual("appended"u8))
            Appended(reader.ReadInt64());
        else if (name.SequenceEqual("refused"u8))
            Refused ??= MessagePackSerializer.ConvertToJson(message);
    }

    private void TakeJson(ReadOnlyMemory<byte> message)
    {
        var reader = new Utf8JsonReader(message.Span);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.ValueTextEquals("appended"u8) && reader.Read())
                Appended(reader.GetInt64());
            else if (reader.ValueTextEquals("refused"u8) && reader.Read() && reader.TokenType != JsonTokenType.Null)
                Refused ??= System.Text.Encoding.UTF8.GetString(message.Span);
        }
    }

    private void Appended(long sequence)
    {
        lock (_gate)
        {
            while (_underWay.TryPeek(out var oldest) && oldest <= sequence)
                _underWay.Dequeue();
        }
    }
}
