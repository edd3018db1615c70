using System.Buffers;
using System.Buffers.Binary;

namespace SessionShare.Protocol;

/// <summary>
/// The layout of an encoded frame, little-endian; its sequence follows from its place in the run:
/// <code>
/// 0        1                 5                          13
/// kind u8  payload length u32  at, microseconds, i64    payload
/// </code>
/// </summary>
public static class FrameCodec
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderBytes = 13;

    /// <summary>Appends one encoded frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The payload is over <see cref="WireLimits.FramePayloadBytes"/>.</exception>
    public static void Write(IBufferWriter<byte> writer, FrameKind kind, long at, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, WireLimits.FramePayloadBytes);
        var span = writer.GetSpan(HeaderBytes + payload.Length);
        span[0] = (byte)kind;
        BinaryPrimitives.WriteUInt32LittleEndian(span[1..], (uint)payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(span[5..], at);
        payload.CopyTo(span[HeaderBytes..]);
        writer.Advance(HeaderBytes + payload.Length);
    }

    /// <summary>
    /// Checks that <paramref name="bytes"/> are exactly <paramref name="count"/> well-formed frames, and says how many payload bytes they
    /// hold. Nothing is allocated for those that are. What is wrong is told in <paramref name="fault"/>, <see cref="Reason.FrameTooLarge"/> or
    /// <see cref="Reason.MalformedFrames"/>, which is null on success.
    /// </summary>
    public static bool TryMeasure(ReadOnlySpan<byte> bytes, int count, out long payloadBytes, out Refusal? fault)
    {
        payloadBytes = 0;
        var rest = bytes;
        for (var i = 0; i < count; i++)
        {
            fault = FaultOf(rest, i, out var length);
            if (fault is not null)
                return false;
            payloadBytes += length;
            rest = rest[(HeaderBytes + length)..];
        }

        fault = count < 1 ? Malformed("A run holds at least 1 frame.")
            : rest.Length > 0 ? Malformed($"{rest.Length} bytes follow the {count} frames that the run names.")
            : null;
        return fault is null;
    }

    private static Refusal? FaultOf(ReadOnlySpan<byte> rest, int index, out int length)
    {
        length = 0;
        if (rest.Length < HeaderBytes)
            return Malformed($"Frame {index} of the run ends inside its header of {HeaderBytes} bytes.");
        if (rest[0] is < (byte)FrameKind.Output or > (byte)FrameKind.Resumed)
            return Malformed($"Frame {index} of the run has kind {rest[0]}; kinds are 1 to 8.");

        var declared = BinaryPrimitives.ReadUInt32LittleEndian(rest[1..]);
        if (declared > WireLimits.FramePayloadBytes)
            return Refusal.Of(Reason.FrameTooLarge, $"Frame {index} of the run has {declared}.");
        if (rest.Length - HeaderBytes < declared)
            return Malformed($"Frame {index} of the run ends inside its payload of {declared} bytes.");

        length = (int)declared;
        return null;
    }

    private static Refusal Malformed(string detail) => Refusal.Of(Reason.MalformedFrames, detail);
}
