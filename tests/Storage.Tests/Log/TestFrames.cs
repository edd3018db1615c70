using System.Buffers;
using SessionShare.Grains.Log;
using SessionShare.Protocol;

namespace SessionShare.Storage.Tests;

/// <summary>Frames whose bytes follow from their sequence, so that a reader knows what it must find.</summary>
internal static class TestFrames
{
    /// <summary>A run of frames with payloads of these lengths.</summary>
    public static FrameRun Run(long first, params IReadOnlyList<int> lengths)
    {
        var writer = new ArrayBufferWriter<byte>();
        for (var i = 0; i < lengths.Count; i++)
            FrameCodec.Write(writer, FrameKind.Output, first + i, Payload(first + i, lengths[i]));
        return new FrameRun(first, lengths.Count, writer.WrittenMemory);
    }

    /// <summary>A run of frames with this payload each.</summary>
    public static FrameRun Run(long first, int count, ReadOnlySpan<byte> payload)
    {
        var writer = new ArrayBufferWriter<byte>();
        for (var i = 0; i < count; i++)
            FrameCodec.Write(writer, FrameKind.Output, first + i, payload);
        return new FrameRun(first, count, writer.WrittenMemory);
    }

    public static byte[] Payload(long sequence, int length)
    {
        var payload = new byte[length];
        for (var i = 0; i < length; i++)
            payload[i] = (byte)((sequence * 31) + i);
        return payload;
    }

    public static long PayloadBytes(IEnumerable<FrameRun> runs) => runs.Sum(run => run.Bytes.Length - ((long)run.Count * FrameCodec.HeaderBytes));

    /// <summary>A commit of these runs, and nothing else.</summary>
    public static LogCommit Commit(string session, long generation, long end, params IReadOnlyList<LoggedRun> runs) =>
        new(session, generation, end, runs, PayloadBytes(runs.Select(logged => logged.Run)), Day, []);

    /// <summary>A commit of one run in epoch 1.</summary>
    public static LogCommit Commit(string session, LogHead head, params IReadOnlyList<int> lengths) =>
        Commit(session, head.Generation, head.End, [new LoggedRun(1, Run(head.End + 1, lengths))]);

    public const int Day = 739_000;

    /// <summary>Every frame of some runs, with its epoch; fails where one doesn't follow the other.</summary>
    public static IReadOnlyList<LoggedFrame> Frames(IReadOnlyList<LoggedRun> runs)
    {
        var frames = new List<LoggedFrame>();
        foreach (var (epoch, run) in runs)
        {
            FrameCodec.TryMeasure(run.Bytes.Span, run.Count, out _, out var fault).Should().BeTrue("a run read must be well-formed: {0}", fault?.Text);
            foreach (var frame in run)
                frames.Add(new LoggedFrame(epoch, frame.Sequence, Convert.ToHexString(frame.Payload.Span)));
        }

        frames.Select(frame => frame.Sequence).Should().BeEquivalentTo(
            frames.Select((_, i) => frames[0].Sequence + i), options => options.WithStrictOrdering(), "frames follow each other");
        return frames;
    }
}

/// <summary>A frame as it was read, its payload in hexadecimal.</summary>
internal sealed record LoggedFrame(long Epoch, long Sequence, string Payload);
