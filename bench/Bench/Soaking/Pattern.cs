using System.Buffers.Binary;

namespace SessionShare.Bench;

/// <summary>Bytes that say by themselves where they stand: any part of a session's output can be checked without the whole of it.</summary>
internal static class Pattern
{
    public static void Fill(int session, long position, Span<byte> bytes)
    {
        Span<byte> word = stackalloc byte[8];
        for (var at = 0; at < bytes.Length;)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, Word(session, (position + at) / 8));
            var from = word[(int)((position + at) % 8)..];
            var count = Math.Min(from.Length, bytes.Length - at);
            from[..count].CopyTo(bytes[at..]);
            at += count;
        }
    }

    /// <summary>Whether bytes are those of that position.</summary>
    public static bool Is(int session, long position, ReadOnlySpan<byte> bytes)
    {
        var expected = new byte[bytes.Length];
        Fill(session, position, expected);
        return bytes.SequenceEqual(expected);
    }

    /// <summary>SplitMix64.</summary>
    private static ulong Word(int session, long number)
    {
        var mixed = ((ulong)session << 48) + ((ulong)number * 0x9E3779B97F4A7C15);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
