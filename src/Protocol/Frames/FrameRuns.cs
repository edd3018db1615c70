using System.Buffers;

namespace SessionShare.Protocol;

/// <summary>Cutting and joining encoded runs at frame borders.</summary>
public static class FrameRuns
{
    /// <summary>The part of a run behind <paramref name="after"/>; null when nothing is left. Shares the run's bytes.</summary>
    public static FrameRun? Behind(FrameRun run, long after)
    {
        if (after < run.First)
            return run;
        if (after >= run.Last)
            return null;

        var reader = run.GetEnumerator();
        while (reader.MoveNext() && reader.Current.Sequence < after)
        {
        }

        return new FrameRun(after + 1, (int)(run.Last - after), run.Bytes[reader.Offset..]);
    }

    /// <summary>The first frames of a run that fit into <paramref name="maxBytes"/> encoded bytes, at least one. Shares the run's bytes.</summary>
    public static FrameRun Head(FrameRun run, int maxBytes)
    {
        if (run.Bytes.Length <= maxBytes)
            return run;

        var reader = run.GetEnumerator();
        var (count, length) = (0, 0);
        while (reader.MoveNext() && (count == 0 || reader.Offset <= maxBytes))
            (count, length) = (count + 1, reader.Offset);
        return new FrameRun(run.First, count, run.Bytes[..length]);
    }

    /// <summary>The part of a run up to and including <paramref name="through"/>; null when it starts behind it. Shares the run's bytes.</summary>
    public static FrameRun? Through(FrameRun run, long through)
    {
        if (through < run.First)
            return null;
        if (through >= run.Last)
            return run;

        var reader = run.GetEnumerator();
        while (reader.MoveNext() && reader.Current.Sequence < through)
        {
        }

        return new FrameRun(run.First, (int)(through - run.First + 1), run.Bytes[..reader.Offset]);
    }

    /// <summary>A run with one more frame behind it, the first where <paramref name="run"/> is null. Copies both.</summary>
    public static FrameRun With(FrameRun? run, Frame frame)
    {
        var bytes = new ArrayBufferWriter<byte>((run?.Bytes.Length ?? 0) + FrameCodec.HeaderBytes + frame.Payload.Length);
        if (run is { } before)
            bytes.Write(before.Bytes.Span);
        FrameCodec.Write(bytes, frame.Kind, frame.At, frame.Payload.Span);
        return new FrameRun(run?.First ?? frame.Sequence, (run?.Count ?? 0) + 1, bytes.WrittenMemory);
    }

    /// <summary>Joins runs that follow each other into one.</summary>
    /// <exception cref="ArgumentException">There are none, or they don't follow each other.</exception>
    public static FrameRun Join(IReadOnlyList<FrameRun> runs)
    {
        if (runs.Count == 0)
            throw new ArgumentException("There is no run to join.", nameof(runs));
        if (runs.Count == 1)
            return runs[0];

        var bytes = new byte[runs.Sum(run => run.Bytes.Length)];
        var (offset, next) = (0, runs[0].First);
        foreach (var run in runs)
        {
            if (run.First != next)
                throw new ArgumentException($"A run starts at {run.First} where {next} follows.", nameof(runs));
            run.Bytes.CopyTo(bytes.AsMemory(offset));
            (offset, next) = (offset + run.Bytes.Length, run.Last + 1);
        }

        return new FrameRun(runs[0].First, (int)(next - runs[0].First), bytes);
    }
}
