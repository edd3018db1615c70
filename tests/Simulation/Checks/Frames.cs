using SessionShare.Protocol;

namespace SessionShare.Simulation;

internal static class Frames
{
    /// <summary>How two frames differ; null when they are the same.</summary>
    public static string? Differ(Frame one, Frame other) =>
        one.Sequence == other.Sequence && one.Kind == other.Kind && one.At == other.At && one.Payload.Span.SequenceEqual(other.Payload.Span)
            ? null
            : $"frame {one.Sequence} is {one.Kind} of {one.Payload.Length} bytes, the log has {other.Sequence}, {other.Kind} of {other.Payload.Length}";
}
