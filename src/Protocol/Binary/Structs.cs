using MessagePack;

namespace SessionShare.Protocol.Binary;

/// <summary>Runs of frames, as a record would be.</summary>
internal sealed class RunForm : Form<FrameRun>
{
    private readonly RecordForm<Parts> _parts = new();

    public override void Write(ref WireWriter writer, FrameRun value)
    {
        writer.Pack.WriteMapHeader(3);
        writer.Pack.WriteString("first"u8);
        writer.Pack.Write(value.First);
        writer.Pack.WriteString("count"u8);
        writer.Pack.Write(value.Count);
        writer.Pack.WriteString("bytes"u8);
        writer.Write(value.Bytes);
    }

    public override FrameRun Read(ref MessagePackReader reader) => _parts.Read(ref reader) is { } parts ? new FrameRun(parts.First, parts.Count, parts.Bytes) : default;

    private sealed record Parts(long First, int Count, ReadOnlyMemory<byte> Bytes);
}

/// <summary>Sizes of terminals, as a record would be.</summary>
internal sealed class SizeForm : Form<TerminalSize>
{
    private readonly RecordForm<Parts> _parts = new();

    public override void Write(ref WireWriter writer, TerminalSize value)
    {
        writer.Pack.WriteMapHeader(2);
        writer.Pack.WriteString("columns"u8);
        writer.Pack.Write(value.Columns);
        writer.Pack.WriteString("rows"u8);
        writer.Pack.Write(value.Rows);
    }

    public override TerminalSize Read(ref MessagePackReader reader) => _parts.Read(ref reader) is { } parts ? new TerminalSize(parts.Columns, parts.Rows) : default;

    private sealed record Parts(int Columns, int Rows);
}
