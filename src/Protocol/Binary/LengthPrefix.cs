using System.Buffers;
using Microsoft.AspNetCore.SignalR;

namespace SessionShare.Protocol.Binary;

/// <summary>Before each message, its length: 1 to 5 bytes, 7 bits each, the lowest first; the top bit says that another one follows.</summary>
internal static class LengthPrefix
{
    /// <summary>Bytes of the longest prefix.</summary>
    public const int MostBytes = 5;

    /// <summary>Takes the next message out of <paramref name="input"/>; false where not all of it is there.</summary>
    /// <exception cref="HubException">There is no length, or it is beyond <paramref name="longest"/>.</exception>
    public static bool TryTake(ref ReadOnlySequence<byte> input, int longest, out ReadOnlySequence<byte> message)
    {
        message = default;
        var reader = new SequenceReader<byte>(input);
        var length = 0L;
        for (var shift = 0; reader.TryRead(out var octet); shift += 7)
        {
            length |= (octet & 0x7fL) << shift;
            if ((octet & 0x80) == 0)
                return TryTake(ref input, reader.Position, length, longest, ref message);
            if (reader.Consumed == MostBytes)
                throw new HubException($"A message's length prefix has at most {MostBytes} bytes; the fifth says that another one follows.");
        }

        return false;
    }

    /// <summary>Writes it, and says how many bytes it has.</summary>
    public static int Write(Span<byte> span, int length)
    {
        var at = 0;
        for (; length > 0x7f; length >>= 7)
            span[at++] = (byte)(length | 0x80);
        span[at++] = (byte)length;
        return at;
    }

    private static bool TryTake(ref ReadOnlySequence<byte> input, SequencePosition start, long length, int longest, ref ReadOnlySequence<byte> message)
    {
        if (length > longest)
            throw new HubException($"A message has at most {longest} bytes; this one's length prefix says {length}.");
        var rest = input.Slice(start);
        if (rest.Length < length)
            return false;

        message = rest.Slice(0, length);
        input = rest.Slice(length);
        return true;
    }
}
