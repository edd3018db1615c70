using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>Encoded frames one behind another in a part of an array. Whoever holds the chunk owns that part.</summary>
internal sealed class FrameChunk(byte[] array, int start)
{
    public byte[] Array { get; } = array;

    public int Start { get; private set; } = start;

    public int Length { get; private set; }

    public int Count { get; private set; }

    /// <summary>Sequence of the first frame, once numbered.</summary>
    public long First { get; set; }

    public long Last => First + Count - 1;

    public FrameRun Run => new(First, Count, Array.AsMemory(Start, Length));

    /// <summary>Frames were written, or a frame grew, just behind the end.</summary>
    public void Grow(int frames, int bytes) => (Count, Length) = (Count + frames, Length + bytes);

    /// <summary>Whether <paramref name="next"/> lies just behind this one in the same array.</summary>
    public bool IsFollowedBy(FrameChunk next) => ReferenceEquals(Array, next.Array) && Start + Length == next.Start;

    /// <summary>Cuts off the first frames that fit into <paramref name="maxBytes"/>, at least one. What remains, maybe nothing, stays here.</summary>
    public FrameChunk CutHead(int maxBytes)
    {
        var run = FrameRuns.Head(Run, maxBytes);
        var head = new FrameChunk(Array, Start);
        head.Grow(run.Count, run.Bytes.Length);
        (Start, Length, Count) = (Start + head.Length, Length - head.Length, Count - head.Count);
        return head;
    }
}
