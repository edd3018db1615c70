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

    /// <summary>What one of the measured turns takes.</summary>
    public static PerTurn Measure(Action turn)
    {
        for (var i = 0; i < Warmup; i++)
            turn();
        var (before, cpu) = (GC.GetTotalAllocatedBytes(true), Environment.CpuUsage.UserTime);
        for (var i = 0; i < Measured; i++)
            turn();
        return new PerTurn((GC.GetTotalAllocatedBytes(true) - before) / (double)Measured, (Environment.CpuUsage.UserTime - cpu).TotalMicroseconds / Measured);
    }
}

/// <summary>What a turn takes.</summary>
/// <param name="Bytes">Allocated.</param>
/// <param name="Microseconds">Of a processor.</param>
internal readonly record struct PerTurn(double Bytes, double Microseconds);
