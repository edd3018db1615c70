using SessionShare.Protocol;

namespace SessionShare.Simulation;

/// <summary>What a terminal told, or a log holds: output as one stream of bytes, cut only where something else stands between.</summary>
internal sealed class ToldStory
{
    private readonly List<(FrameKind Kind, List<byte> Bytes)> _parts = [];

    public void Add(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        if (kind != FrameKind.Output || _parts.Count == 0 || _parts[^1].Kind != FrameKind.Output)
            _parts.Add((kind, []));
        _parts[^1].Bytes.AddRange(payload);
    }

    /// <summary>What is wrong with taking this for the beginning of <paramref name="whole"/>; null when nothing.</summary>
    public string? DiffersFromBeginningOf(ToldStory whole)
    {
        for (var i = 0; i < _parts.Count; i++)
        {
            if (i >= whole._parts.Count)
                return $"part {i} ({Describe(i)}) was never told";
            var (mine, other) = (_parts[i], whole._parts[i]);
            var isLast = i == _parts.Count - 1;
            if (mine.Kind != other.Kind || (!isLast && mine.Bytes.Count != other.Bytes.Count) || mine.Bytes.Count > other.Bytes.Count
                || !mine.Bytes.SequenceEqual(other.Bytes.Take(mine.Bytes.Count)))
                return $"part {i} is {Describe(i)} where {whole.Describe(i)} was told";
        }

        return null;
    }

    public bool IsAll(ToldStory whole) =>
        _parts.Count == whole._parts.Count && (_parts.Count == 0 || _parts[^1].Bytes.Count == whole._parts[^1].Bytes.Count);

    public override string ToString() => $"{_parts.Count} parts, {_parts.Sum(part => part.Bytes.Count)} bytes";

    private string Describe(int part) => $"{_parts[part].Kind} of {_parts[part].Bytes.Count} bytes";
}
