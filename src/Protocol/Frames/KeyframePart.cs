using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace SessionShare.Protocol;

/// <summary>
/// The payload of a Keyframe frame. A keyframe is one or more of them in a row; written to a reset terminal of its size, their bytes show what the
/// sharer's screen showed at that place of the log:
/// <code>
/// 0         1            3         5 (first part only; else 1)
/// flags u8  columns u16  rows u16  bytes        flags: 1 first part, 2 last part
/// </code>
/// </summary>
/// <param name="Size">With the first part: the terminal's size; null with the others.</param>
/// <param name="IsLast">Nothing of this keyframe follows.</param>
/// <param name="Bytes">Terminal output.</param>
public readonly record struct KeyframePart(TerminalSize? Size, bool IsLast, ReadOnlyMemory<byte> Bytes)
{
    private const byte First = 1;
    private const byte Last = 2;
    private const int SizeBytes = 4;

    /// <summary>Whether this part begins a keyframe.</summary>
    [MemberNotNullWhen(true, nameof(Size))]
    public bool IsFirst => Size is not null;

    /// <summary>Reads a payload; false when flags or size are not right.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> payload, out KeyframePart part)
    {
        part = default;
        var span = payload.Span;
        if (span.IsEmpty || span[0] > (First | Last))
            return false;

        var (isFirst, isLast) = ((span[0] & First) != 0, (span[0] & Last) != 0);
        if (!isFirst)
        {
            part = new(null, isLast, payload[1..]);
            return true;
        }

        if (span.Length < 1 + SizeBytes || !TerminalSize.TryRead(span[1..(1 + SizeBytes)], out var size))
            return false;
        part = new(size, isLast, payload[(1 + SizeBytes)..]);
        return true;
    }

    /// <summary>The payloads of a keyframe, in order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has more than <see cref="WireLimits.KeyframeBytes"/>.</exception>
    public static IEnumerable<byte[]> Payloads(TerminalSize size, ReadOnlyMemory<byte> keyframe)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keyframe.Length, WireLimits.KeyframeBytes, nameof(keyframe));
        var isFirst = true;
        do
        {
            var header = isFirst ? 1 + SizeBytes : 1;
            var length = Math.Min(keyframe.Length, WireLimits.FramePayloadBytes - header);
            var payload = new byte[header + length];
            payload[0] = (byte)((isFirst ? First : 0) | (length == keyframe.Length ? Last : 0));
            if (isFirst)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(1), (ushort)size.Columns);
                BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(3), (ushort)size.Rows);
            }

            keyframe.Span[..length].CopyTo(payload.AsSpan(header));
            yield return payload;
            keyframe = keyframe[length..];
            isFirst = false;
        }
        while (!keyframe.IsEmpty);
    }
}
