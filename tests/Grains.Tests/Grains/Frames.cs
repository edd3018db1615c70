using System.Buffers;
using System.Text;
using SessionShare.Protocol;

namespace SessionShare.Grains.Tests.Grains;

internal static class Frames
{
    /// <summary>A run of Output frames, one per text.</summary>
    public static FrameRun Run(long first, params string[] outputs)
    {
        var writer = new ArrayBufferWriter<byte>();
        foreach (var output in outputs)
            FrameCodec.Write(writer, FrameKind.Output, 0, Encoding.UTF8.GetBytes(output));
        return new FrameRun(first, outputs.Length, writer.WrittenMemory);
    }

    /// <summary>Frames, encoded.</summary>
    public static ReadOnlyMemory<byte> Of(params (FrameKind Kind, byte[] Payload)[] frames)
    {
        var writer = new ArrayBufferWriter<byte>();
        foreach (var (kind, payload) in frames)
            FrameCodec.Write(writer, kind, 0, payload);
        return writer.WrittenMemory;
    }

    /// <summary>What the Output frames of a run wrote.</summary>
    public static string OutputOf(FrameRun run)
    {
        var text = new StringBuilder();
        foreach (var frame in run)
        {
            if (frame.Kind == FrameKind.Output)
                text.Append(Encoding.UTF8.GetString(frame.Payload.Span));
        }

        return text.ToString();
    }
}
