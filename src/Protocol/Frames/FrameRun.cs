using System.Text.Json.Serialization;

namespace SessionShare.Protocol;

/// <summary>
/// Frames in a row, encoded once at the sharer and never again: hub messages, grain calls, the log and the feeds carry
/// the same bytes. Base64 in JSON, <c>bin</c> in MessagePack.
/// </summary>
/// <param name="First">Sequence of the first frame; the others follow, +1 each.</param>
/// <param name="Count">Number of frames, at least 1.</param>
/// <param name="Bytes">The frames, as <see cref="FrameCodec"/> lays them out.</param>
public readonly record struct FrameRun(long First, int Count, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Sequence of the last frame.</summary>
    [JsonIgnore]
    public long Last => First + Count - 1;

    /// <summary>Walks the frames without copying payloads. The bytes must have passed <see cref="FrameCodec.TryMeasure"/>.</summary>
    public FrameReader GetEnumerator() => new(First, Bytes);
}
