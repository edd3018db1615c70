using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>Frames that were sent, and so have a number, and are not known to be durable. In order, without holes.</summary>
internal sealed class Unsaved
{
    private readonly List<FrameChunk> _chunks = [];

    /// <summary>Encoded bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Sequence of the oldest frame still held; null when none is.</summary>
    public long? Oldest => _chunks.Count > 0 ? _chunks[0].First : null;

    /// <summary>Takes frames in, numbered from <paramref name="first"/>.</summary>
    public FrameRun Keep(FrameChunk chunk, long first)
    {
        chunk.First = first;
        Bytes += chunk.Length;
        var run = chunk.Run;
        if (_chunks.Count > 0 && _chunks[^1].IsFollowedBy(chunk))
            _chunks[^1].Grow(chunk.Count, chunk.Length);
        else
            _chunks.Add(chunk);
        return run;
    }

    /// <summary>Forgets frames up to <paramref name="through"/>, except those that share an array's part with later ones.</summary>
    public void Forget(long through)
    {
        var count = 0;
        while (count < _chunks.Count && _chunks[count].Last <= through)
            Bytes -= _chunks[count++].Length;
        _chunks.RemoveRange(0, count);
    }

    /// <summary>Encoded bytes of the frames behind <paramref name="through"/>.</summary>
    public long BytesBehind(long through) => _chunks.Sum(chunk => FrameRuns.Behind(chunk.Run, through)?.Bytes.Length ?? 0L);

    /// <summary>The frames from <paramref name="from"/> on that stand together and fit into <paramref name="maxBytes"/>, at least one.</summary>
    public FrameRun Slice(long from, int maxBytes)
    {
        var (low, high) = (0, _chunks.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _chunks[middle].Last < from ? (middle + 1, high) : (low, middle);
        }

        return FrameRuns.Head(FrameRuns.Behind(_chunks[low].Run, from - 1)!.Value, maxBytes);
    }

    /// <summary>Gives all frames behind <paramref name="through"/> away, and holds nothing more.</summary>
    public List<FrameChunk> TakeAllBehind(long through)
    {
        Forget(through);
        if (_chunks.Count > 0 && _chunks[0].First <= through)
            _chunks[0].CutHead(FrameRuns.Through(_chunks[0].Run, through)!.Value.Bytes.Length);
        List<FrameChunk> all = [.. _chunks];
        _chunks.Clear();
        Bytes = 0;
        return all;
    }
}
