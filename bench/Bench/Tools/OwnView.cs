using System.Buffers;
using System.Text;
using System.Text.Json;
using MessagePack;
using SessionShare.Protocol;

namespace SessionShare.Bench;

/// <summary>A viewer of a session by a raw connection: output and keyframes in order, sequences without holes, and what it was told that is left out.</summary>
internal sealed class OwnView(RawConnection connection) : IView
{
    private const int SaysSeenEvery = 64 * 1024;

    private readonly KeyframeAssembly _keyframes = new();
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly Queue<(bool IsScreen, Range Bytes)> _pieces = new();
    private byte[] _run = [];
    private long _sequence;
    private long _unseen;
    private long _typed;
    private int _from;

    public RawConnection Connection => connection;

    public string? Told { get; private set; }

    public async ValueTask<Output> Next()
    {
        while (_pieces.Count == 0)
        {
            _output.ResetWrittenCount();
            _from = 0;
            Take(await connection.Next());
            EndPiece(isScreen: false);
            if (_unseen >= SaysSeenEvery)
            {
                _unseen = 0;
                await connection.Tell(Hubs.Viewer.Seen, $"{_sequence}");
            }
        }

        var (isScreen, bytes) = _pieces.Dequeue();
        return new(isScreen, _output.WrittenMemory[bytes]);
    }

    public Task Type(ReadOnlyMemory<byte> keys) => connection.Tell(Hubs.Viewer.Type, $$"""{"number":{{++_typed}},"bytes":"{{Convert.ToBase64String(keys.Span)}}"}""");

    public void Dispose() => connection.Dispose();

    private void Take(ReadOnlyMemory<byte> message)
    {
        if (connection.IsPacked)
            TakePacked(message);
        else
            TakeJson(message.Span);
    }

    private void TakePacked(ReadOnlyMemory<byte> message)
    {
        var reader = new MessagePackReader(message);
        var name = PackedItems.NameOf(ref reader);
        if (name.SequenceEqual("frames"u8))
            TakeFrames(ref reader);
        else if (name.SequenceEqual("passed"u8))
            _sequence = reader.ReadInt64();
        else if (name.SequenceEqual("lagging"u8))
            Lag(JsonDocument.Parse(MessagePackSerializer.ConvertToJson(message[(int)reader.Consumed..])).RootElement);
        else if (name.SequenceEqual("ended"u8))
            throw new EndOfStreamException(MessagePackSerializer.ConvertToJson(message));
        else if (name.SequenceEqual("closed"u8))
            throw new InvalidOperationException($"The viewer was sent away: {MessagePackSerializer.ConvertToJson(message)}");
    }

    private void TakeFrames(ref MessagePackReader reader)
    {
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            if (PackedItems.Key(ref reader).SequenceEqual("run"u8))
                TakeRun(ref reader);
            else
                reader.Skip();
        }
    }

    private void TakeRun(ref MessagePackReader reader)
    {
        var (first, count, bytes) = (0L, 0, ReadOnlyMemory<byte>.Empty);
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            var key = PackedItems.Key(ref reader);
            if (key.SequenceEqual("first"u8))
                first = reader.ReadInt64();
            else if (key.SequenceEqual("count"u8))
                count = reader.ReadInt32();
            else if (key.SequenceEqual("bytes"u8))
                bytes = reader.ReadBytes()!.Value.First;
            else
                reader.Skip();
        }

        Take(new FrameRun(first, count, bytes));
    }

    private void TakeJson(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        var (first, count) = (0L, 0);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.ValueTextEquals("roster"u8) || reader.ValueTextEquals("rosterUpdate"u8) || reader.ValueTextEquals("present"u8))
                return;
            if (reader.ValueTextEquals("ended"u8))
                throw new EndOfStreamException(Encoding.UTF8.GetString(message));
            if (reader.ValueTextEquals("closed"u8) || reader.ValueTextEquals("error"u8))
                throw new InvalidOperationException($"The viewer was sent away: {Encoding.UTF8.GetString(message)}");
            if (reader.ValueTextEquals("passed"u8) && reader.Read())
                _sequence = reader.GetInt64();
            else if (reader.ValueTextEquals("lagging"u8))
                Lag(JsonDocument.Parse(Encoding.UTF8.GetString(message)).RootElement.GetProperty("item").GetProperty("lagging"));
            else if (reader.ValueTextEquals("count"u8) && reader.Read())
                count = reader.GetInt32();
            else if (reader.ValueTextEquals("first"u8) && reader.Read())
                first = reader.GetInt64();
            else if (reader.ValueTextEquals("bytes"u8) && reader.Read())
                Take(new FrameRun(first, count, Decoded(RawBytes.Of(ref reader, ref _run))));
        }
    }

    private ReadOnlyMemory<byte> Decoded(int count) => _run.AsMemory(0, count);

    private void Take(FrameRun run)
    {
        if (_sequence > 0 && run.First != _sequence + 1)
            throw new InvalidOperationException($"A viewer has frames up to {_sequence}, and got some from {run.First} on.");
        foreach (var frame in run)
        {
            if (frame.Kind == FrameKind.Output)
                _output.Write(frame.Payload.Span);
            else if (_keyframes.TryComplete(new Frame(frame.Sequence, frame.Kind, frame.At, frame.Payload.ToArray()), out var keyframe))
                Take(keyframe);
        }

        _sequence = run.Last;
        _unseen += run.Bytes.Length;
    }

    private void Take(Keyframe keyframe)
    {
        EndPiece(isScreen: false);
        _output.Write(keyframe.Bytes.Span);
        EndPiece(isScreen: true);
    }

    private void EndPiece(bool isScreen)
    {
        if (_output.WrittenCount > _from)
            _pieces.Enqueue((isScreen, _from.._output.WrittenCount));
        _from = _output.WrittenCount;
    }

    private void Lag(JsonElement lagging)
    {
        var (first, last) = (lagging.GetProperty("first").GetInt64(), lagging.GetProperty("last").GetInt64());
        _sequence = last;
        Told = $"{Told}{(Told is null ? "" : ", ")}frames {first} to {last} are left out";
    }
}
