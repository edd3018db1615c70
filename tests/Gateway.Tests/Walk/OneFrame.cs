using System.Buffers;
using System.Text;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests.Walk;

/// <summary>Runs of output.</summary>
internal static class OneFrame
{
    /// <summary>A run of one frame.</summary>
    public static FrameRun Of(long sequence, string text)
    {
        var bytes = new ArrayBufferWriter<byte>();
        FrameCodec.Write(bytes, FrameKind.Output, 0, Encoding.UTF8.GetBytes(text));
        return new FrameRun(sequence, 1, bytes.WrittenMemory);
    }

    /// <summary>The text of the output in a run.</summary>
    public static string OutputOf(FrameRun run)
    {
        var text = new StringBuilder();
        foreach (var frame in run)
            text.Append(frame.Kind == FrameKind.Output ? Encoding.UTF8.GetString(frame.Payload.Span) : "");
        return text.ToString();
    }
}
