namespace SessionShare.Stories;

public sealed class SlowViewerTests
{
    [Fact]
    public async Task A_viewer_that_stops_reading_slows_nobody_and_catches_up_when_it_reads_again()
    {
        await using var server = await TestServer.Start("Feed:RingBytes=262144");
        await using var sharer = await TestSharer.Share(server, keyframes: false); // So that the fast one falls back to no keyframe, however slow the machine.
        await using var stalled = await TestViewer.Join(server, sharer, recorder: true);
        await using var fast = await TestViewer.Join(server, sharer);
        stalled.Stall();
        var bytes = new byte[64 * 1024];
        new Random(3).NextBytes(bytes);
        for (var i = 0; i < 128; i++)
            sharer.Write(bytes);

        await fast.Catches(sharer);
        stalled.Output.Length.Should().BeLessThan(3 * 1024 * 1024, "at most 1 MiB is under way to it");

        stalled.Recover();
        await sharer.End();
        await stalled.Ended();
        stalled.Output.AsSpan().SequenceEqual(sharer.Written).Should().BeTrue();
    }
}
