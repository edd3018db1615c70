namespace SessionShare.Protocol;

/// <summary>The unit of a session's log.</summary>
/// <param name="Sequence">Its place: from 1, +1.</param>
/// <param name="Kind">What the payload is.</param>
/// <param name="At">Microseconds since the session's start, by the sharer's clock.</param>
/// <param name="Payload">At most <see cref="WireLimits.FramePayloadBytes"/>.</param>
public readonly record struct Frame(long Sequence, FrameKind Kind, long At, ReadOnlyMemory<byte> Payload);
