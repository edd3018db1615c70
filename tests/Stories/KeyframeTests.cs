using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Stories;

public sealed class KeyframeTests
{
    [Fact]
    public async Task Viewer_gets_keyframe_then_live_frames_when_joining_late()
    {
        await using var server = await TestServer.Start();
        await using var sharer = await TestSharer.Share(server);
        sharer.Write(new byte[3_000_000]);
        await using var first = await TestViewer.Join(server, sharer, recorder: true);
        await first.Catches(sharer);

        await using var late = await TestViewer.Join(server, sharer, from: WatchFrom.Now);
        sharer.Write("and on");

        await late.Events.Until(_ => late.ScreenBytes == sharer.Written.Length, "the whole screen");
        late.Shows(sharer).Should().BeTrue();
        late.Output.Length.Should().BeLessThan(WireLimits.KeyframeEvery + 100, "nothing before the newest keyframe is sent");
    }

    [Fact]
    public async Task Viewer_who_wants_to_scroll_back_gets_about_as_much_as_it_asks_for()
    {
        await using var server = await TestServer.Start();
        await using var sharer = await TestSharer.Share(server);
        for (var i = 0; i < 100; i++)
            sharer.Write(new byte[60_000]);
        await using var first = await TestViewer.Join(server, sharer, recorder: true);
        await first.Catches(sharer);

        await using var late = await TestViewer.Join(server, sharer, from: WatchFrom.JustBefore(2_000_000));

        await late.Events.Until(_ => late.ScreenBytes == sharer.Written.Length, "the whole screen");
        late.Output.Length.Should().BeInRange(1_000_000, 2_000_000);
        late.Keyframes.Should().Be(1, "whoever has everything behind a keyframe needs no other");
    }

    [Fact]
    public async Task Viewer_of_a_short_session_gets_all_of_it()
    {
        await using var server = await TestServer.Start();
        await using var sharer = await TestSharer.Share(server);
        sharer.Write("hello");
        await using var viewer = await TestViewer.Join(server, sharer, from: WatchFrom.JustBefore(1_000_000));

        await viewer.Catches(sharer);

        viewer.Output.Should().Equal(sharer.Written);
    }

    [Fact]
    public async Task Viewer_who_comes_alone_and_late_reads_from_its_keyframe_and_did_not_fall_behind()
    {
        await using var server = await TestServer.Start();
        await using var sharer = await TestSharer.Share(server);
        for (var i = 0; i < 20; i++)
            sharer.Write(new byte[60_000]);
        await using (var first = await TestViewer.Join(server, sharer, recorder: true))
            await first.Catches(sharer);

        foreach (var back in (long[])[0, 300_000, 10_000_000])
        {
            await using var late = await TestViewer.Join(server, sharer, from: WatchFrom.JustBefore(back));
            await late.Events.Until(_ => late.ScreenBytes == sharer.Written.Length, "the whole screen");
            late.Events.All.OfType<WatchedEvent.Lagging>().Should().BeEmpty($"it asked for {back} bytes back");
        }
    }

    [Fact]
    public async Task Session_asks_for_a_keyframe_when_a_viewer_joins_and_the_newest_is_old()
    {
        await using var server = await TestServer.Start();
        await using var sharer = await TestSharer.Share(server);
        sharer.Write("the first keyframe is behind this");
        sharer.Write(new byte[WireLimits.KeyframeFresh + 50_000]);
        await using var early = await TestViewer.Join(server, sharer, recorder: true);
        await early.Catches(sharer);

        await using var viewer = await TestViewer.Join(server, sharer, from: WatchFrom.Now);
        await sharer.Events.Until(seen => seen.OfType<SharedEvent.KeyframeWanted>().Any(), "the question for a keyframe");
        await using var next = await TestViewer.Join(server, sharer, from: WatchFrom.Now);
        sharer.Write("!");

        await next.Events.Until(_ => next.ScreenBytes == sharer.Written.Length, "the whole screen");
        await viewer.Events.Until(_ => viewer.ScreenBytes == sharer.Written.Length, "the whole screen");
    }

    [Fact]
    public async Task Keyframe_follows_a_resize_for_everyone_and_others_are_left_out()
    {
        await using var server = await TestServer.Start();
        await using var sharer = await TestSharer.Share(server);
        await using var viewer = await TestViewer.Join(server, sharer);
        sharer.Write(new byte[2_000_000]);
        await viewer.Catches(sharer);
        viewer.Keyframes.Should().Be(0);

        sharer.Resize(100, 30);
        sharer.Write("behind");

        await viewer.Catches(sharer);
        viewer.Keyframes.Should().Be(1);
        viewer.Shows(sharer).Should().BeTrue();
        viewer.Output.Should().Equal(sharer.Written);
    }

    [Fact]
    public async Task Viewer_that_fell_behind_is_told_once_what_it_misses_and_goes_on_from_a_keyframe()
    {
        await using var server = await TestServer.Start("Feed:RingBytes=1500000");
        await using var sharer = await TestSharer.Share(server);
        await using var fast = await TestViewer.Join(server, sharer);
        await using var slow = await TestViewer.Join(server, sharer);
        sharer.Write("begin");
        await slow.Catches(sharer);
        slow.Stall();
        for (var i = 0; i < 20; i++)
        {
            // Never so much at once that the other one falls behind, too.
            for (var j = 0; j < 10; j++)
                sharer.Write(new byte[60_000]);
            await fast.Catches(sharer);
        }

        slow.Recover();

        await slow.Events.Until(_ => slow.ScreenBytes == sharer.Written.Length, "the whole screen");
        slow.Shows(sharer).Should().BeTrue();
        var lagging = slow.Events.All.OfType<WatchedEvent.Lagging>().Should().ContainSingle().Which;
        lagging.Last.Should().BeGreaterThan(lagging.First);
        slow.Output.Length.Should().BeLessThan(4_000_000);
        fast.Output.Should().Equal(sharer.Written);
        fast.Events.All.OfType<WatchedEvent.Lagging>().Should().BeEmpty();
    }

    [Fact]
    public async Task Viewer_that_fell_behind_where_the_sharer_makes_no_keyframes_reads_on()
    {
        await using var server = await TestServer.Start("Feed:RingBytes=65536");
        await using var sharer = await TestSharer.Share(server, keyframes: false);
        await using var slow = await TestViewer.Join(server, sharer);
        slow.Stall();
        for (var i = 0; i < 60; i++)
            sharer.Write(new byte[60_000]);

        slow.Recover();

        await slow.Catches(sharer);
        slow.Output.Should().Equal(sharer.Written);
    }
}
