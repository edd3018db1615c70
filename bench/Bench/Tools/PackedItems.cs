using MessagePack;

namespace SessionShare.Bench;

/// <summary>Items of our streams in MessagePack, without an object for each.</summary>
internal static class PackedItems
{
    private const int StreamItem = 2;
    private const int Completion = 3;
    private const int Close = 7;

    /// <summary>Goes to the one member of an item, and says its name; null where the message is no item.</summary>
    /// <exception cref="EndOfStreamException">The stream or the connection has ended.</exception>
    public static ReadOnlySpan<byte> NameOf(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader();
        var kind = reader.ReadInt32();
        if (kind is Completion or Close)
            throw new EndOfStreamException(kind == Close ? "The server closed the connection." : "The stream has ended.");
        if (kind != StreamItem)
            return null;
        reader.Skip();
        reader.Skip();
        return reader.NextMessagePackType == MessagePackType.Map && reader.ReadMapHeader() == 1 ? Key(ref reader) : null;
    }

    public static ReadOnlySpan<byte> Key(ref MessagePackReader reader) =>
        reader.TryReadStringSpan(out var key) ? key : throw new InvalidOperationException("A map's key is no text in one piece.");
}
