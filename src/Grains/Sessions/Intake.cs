using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>What an append brings, looked through once before anything changes.</summary>
/// <param name="Run">The frames that fit; null when none does.</param>
/// <param name="Count">The session's payload count with them.</param>
/// <param name="Due">When the next keyframe is due, with them.</param>
/// <param name="Complete">Whether all of the frames fit.</param>
/// <param name="BlockFrames">Those of them that begin or end a block, each with the payload count before it.</param>
/// <param name="Size">The newest size among them; null when none.</param>
/// <param name="IsActivity">Whether anything but keyframes is among them.</param>
/// <param name="Fault">What is wrong with one of them; null when nothing.</param>
internal sealed record Intake(
    FrameRun? Run,
    PayloadCount Count,
    KeyframeDue Due,
    bool Complete,
    IReadOnlyList<(Frame Frame, long Before)> BlockFrames,
    TerminalSize? Size,
    bool IsActivity,
    string? Fault)
{
    /// <summary>
    /// Looks through frames of which those fit that bring the payload count to at most <paramref name="most"/>; of the output that crosses it the part that fits, so
    /// that a log can be full to the byte.
    /// </summary>
    public static Intake Of(FrameRun run, PayloadCount count, long most, KeyframeDue due, int newestBlock)
    {
        var fitting = run.First - 1;
        List<(Frame Frame, long Before)>? blocks = null;
        TerminalSize? size = null;
        var isActivity = false;
        foreach (var frame in run)
        {
            if ((FaultOf(frame, ref newestBlock, ref size) ?? due.Take(frame)) is { } fault)
                return new Intake(null, count, due, false, [], null, false, fault);
            var with = count;
            with.Add(frame);
            if (with.Counted > most)
                return Cut(frame);
            if (frame.Kind is FrameKind.BlockStart or FrameKind.BlockEnd)
                (blocks ??= []).Add((frame, count.Counted));
            (count, fitting) = (with, frame.Sequence);
            isActivity |= frame.Kind != FrameKind.Keyframe;
        }

        return Taken(FrameRuns.Through(run, fitting), isComplete: true);

        Intake Cut(Frame crossing)
        {
            var before = FrameRuns.Through(run, fitting);
            var room = crossing.Kind == FrameKind.Output ? (int)Math.Min(count.OutputRoom(most), crossing.Payload.Length) : 0;
            if (room == 0)
                return Taken(before, isComplete: false);

            var part = crossing with { Payload = crossing.Payload[..room] };
            count.Add(part);
            return Taken(FrameRuns.With(before, part), isComplete: false);
        }

        Intake Taken(FrameRun? taken, bool isComplete) =>
            new(taken, count, due, isComplete, (IReadOnlyList<(Frame Frame, long Before)>?)blocks ?? [], size, isActivity, null);
    }

    private static string? FaultOf(Frame frame, ref int newestBlock, ref TerminalSize? size)
    {
        switch (frame.Kind)
        {
            case FrameKind.Output or FrameKind.Keyframe:
                return null;
            case FrameKind.Resize:
                if (!TerminalSize.TryRead(frame.Payload.Span, out var read))
                    return $"Frame {frame.Sequence} is no size: columns and rows, u16 each, 1 to {TerminalSize.Max}.";
                size = read;
                return null;
            case FrameKind.BlockStart or FrameKind.BlockEnd:
                return BlockIndex.FaultOf(frame, ref newestBlock);
            case FrameKind.Skipped:
                return frame.Payload.Length == 8 ? null : $"Frame {frame.Sequence} skips a number of bytes that is not 8 bytes long.";
            case FrameKind.Paused or FrameKind.Resumed:
                return frame.Payload.IsEmpty ? null : $"Frame {frame.Sequence} pauses or resumes, and has a payload.";
            default:
                return $"Frame {frame.Sequence} is of kind {frame.Kind}, which is not accepted.";
        }
    }
}
