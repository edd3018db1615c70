using System.Buffers.Binary;

namespace SessionShare.Storage;

/// <summary>
/// An append, all numbers little-endian:
/// <code>
/// 0           4                 8                        length - 4
/// length u32  head length u32   head  sealed runs  page  length u32
/// </code>
/// The length at both ends lets a reader walk on from any append, and find the last one from the end of the blob.
/// </summary>
internal static class AppendLayout
{
    /// <summary>Bytes before the head.</summary>
    public const int Before = 8;

    /// <summary>Bytes behind the last part.</summary>
    public const int Behind = 4;

    /// <summary>Puts an append together.</summary>
    public static byte[] Join(byte[] head, IReadOnlyCollection<byte[]> parts)
    {
        var bytes = new byte[Before + head.Length + parts.Sum(part => part.Length) + Behind];
        WriteLength(bytes, bytes.Length);
        WriteLength(bytes.AsSpan(4), head.Length);
        head.CopyTo(bytes, Before);
        var offset = Before + head.Length;
        foreach (var part in parts)
        {
            part.CopyTo(bytes, offset);
            offset += part.Length;
        }

        WriteLength(bytes.AsSpan(offset), bytes.Length);
        return bytes;
    }

    /// <exception cref="AzureStorageException">No length of an append can stand here.</exception>
    public static int ReadLength(ReadOnlySpan<byte> bytes)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return length is > 0 and <= 100 * 1024 * 1024
            ? (int)length
            : throw new AzureStorageException("A blob of the frame log is damaged: what stands at an append's place is none.");
    }

    private static void WriteLength(Span<byte> into, int length) => BinaryPrimitives.WriteUInt32LittleEndian(into, (uint)length);
}
