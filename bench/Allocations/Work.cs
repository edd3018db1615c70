using System.Buffers;
using SessionShare.Protocol;

namespace SessionShare.Bench.Allocations;

/// <summary>What is appended, again and again: so many Output frames of one size.</summary>
internal sealed class Work
{
    /// <summary>Appends before measuring, and measured.</summary>
    public const int Warmup = 500, Measured = 2_000;

    private readonly ReadOnlyMemory<byte> _bytes;

    public Work(int payload, int frames)
    {
        (Payload, Frames) = (payload, frames);
        var writer = new ArrayBufferWriter<byte>();
        for (var i = 0; i < frames; i++)
            FrameCodec.Write(writer, FrameKind.Output, 0, new byte[payload]);
        _bytes = writer.WrittenMemory;
    }

    /// <summary>Bytes of a frame's payload.</summary>
    public int Payload { get; }

    /// <summary>Frames of an append.</summary>
    public int Frames { get; }

    /// <summary>The append that begins with a sequence. All share their bytes: making them is not measured.</summary>
    public FrameRun Run(long first) => new(first, Frames, _bytes);

    /// <summary>Bytes allocated in each of the measured turns.</summary>
    public static double PerTurn(Action turn)
    {
        for (var i = 0; i < Warmup; i++)
            turn();
        var before = GC.GetTotalAllocatedBytes(true);
        for (var i = 0; i < Measured; i++)
            turn();
        return (GC.GetTotalAllocatedBytes(true) - before) / (double)Measured;
    }
}
