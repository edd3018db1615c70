using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>What an append brings, looked through once before anything changes.</summary>
/// <param name="Run">The frames that fit; null when none does.</param>
/// <param name="PayloadBytes">Their payload bytes.</param>
/// <param name="Complete">Whether all of the frames fit.</param>
/// <param name="BlockFrames">Those of them that begin or end a block.</param>
/// <param name="Size">The newest size among them; null when none.</param>
/// <param name="Fault">What is wrong with one of them; null when nothing.</param>
internal sealed record Intake(
    FrameRun? Run,
    long PayloadBytes,
    bool Complete,
    IReadOnlyList<Frame> BlockFrames,
    TerminalSize? Size,
    string? Fault)
{
    /// <summary>Looks through frames of which at most <paramref name="room"/> payload bytes fit.</summary>
    public static Intake Of(FrameRun run, long room, int newestBlock)
    {
        var (payload, fitting) = (0L, run.First - 1);
        List<Frame>? blocks = null;
        TerminalSize? size = null;
        foreach (var frame in run)
        {
            if (FaultOf(frame, ref newestBlock, ref size) is { } fault)
                return new Intake(null, 0, false, [], null, fault);
            if (payload + frame.Payload.Length > room)
                break;
            payload += frame.Payload.Length;
            fitting = frame.Sequence;
            if (frame.Kind is FrameKind.BlockStart or FrameKind.BlockEnd)
                (blocks ??= []).Add(frame);
        }

        return new Intake(FrameRuns.Through(run, fitting), payload, fitting == run.Last, (IReadOnlyList<Frame>?)blocks ?? [], size, null);
    }

    private static string? FaultOf(Frame frame, ref int newestBlock, ref TerminalSize? size)
    {
        switch (frame.Kind)
        {
            case FrameKind.Output:
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
            default:
                return $"Frame {frame.Sequence} is of kind {frame.Kind}, which is not accepted.";
        }
    }
}
