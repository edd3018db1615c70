using System.Buffers;
using System.Text;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests.Walk;

/// <summary>A run of one frame of output.</summary>
internal static class OneFrame
{
    public static FrameRun Of(long sequence, string text)
    {
        var bytes = new ArrayBufferWriter<byte>();
        FrameCodec.Write(bytes, FrameKind.Output, 0, Encoding.UTF8.GetBytes(text));
        return new FrameRun(sequence, 1, bytes.WrittenMemory);
    }
}
