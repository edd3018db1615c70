using SessionShare.Protocol;

namespace SessionShare.Cli.Review;

/// <summary>The terminal's size, where a frame says it.</summary>
internal static class FrameSize
{
    public static TerminalSize? Of(Frame frame) => frame.Kind switch
    {
        FrameKind.Resize when TerminalSize.TryRead(frame.Payload.Span, out var size) => size,
        FrameKind.Keyframe when KeyframePart.TryRead(frame.Payload, out var part) => part.Size,
        _ => null,
    };
}
