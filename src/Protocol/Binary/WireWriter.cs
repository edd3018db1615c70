using MessagePack;

namespace SessionShare.Protocol.Binary;

/// <summary>What all forms write with.</summary>
internal ref struct WireWriter(Outgoing output)
{
    /// <summary>Everything but bytes.</summary>
    public MessagePackWriter Pack = new(output);

    /// <summary>Bytes, a <c>bin</c>, which are to stay as they are until the message is written.</summary>
    public void Write(ReadOnlyMemory<byte> bytes)
    {
        Pack.WriteBinHeader(bytes.Length);
        Pack.Flush();
        if (!output.TryInsert(bytes))
            Pack.WriteRaw(bytes.Span);
    }
}
