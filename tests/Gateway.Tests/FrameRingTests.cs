using System.Buffers;
using SessionShare.Gateway.Feeds;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

public sealed class FrameRingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(5000)]
    public void Memory_is_bounded_however_short_the_runs_are(int payload)
    {
        const int Capacity = 100_000;
        var ring = new FrameRing(Capacity);
        var run = Run(1, payload);
        for (var sequence = 1; sequence <= 10_000; sequence++)
            ring.Add(run with { First = sequence }, sequence);

        var kept = Capacity / run.Footprint();
        ring.Newest.Should().Be(10_000);
        ring.Reaches(ring.Newest - kept).Should().BeTrue();
        ring.Reaches(ring.Newest - kept - 1).Should().BeFalse();
        ring.CameAt(ring.Newest).Should().Be(10_000);
    }

    [Fact]
    public void Newest_run_stays_even_if_it_alone_is_larger()
    {
        var ring = new FrameRing(1000);
        ring.Add(Run(1, 10), 1);
        ring.Add(Run(2, 2000), 2);

        ring.Reaches(1).Should().BeTrue();
        ring.Reaches(0).Should().BeFalse();
        ring.Next(1, 2, int.MaxValue)!.First.Should().Be(2);
    }

    private static RunValue Run(long first, int payload)
    {
        var writer = new ArrayBufferWriter<byte>();
        FrameCodec.Write(writer, FrameKind.Output, 0, new byte[payload]);
        return new RunValue(1, first, 1, writer.WrittenMemory);
    }
}
