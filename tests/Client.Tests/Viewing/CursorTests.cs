using SessionShare.Protocol;

namespace SessionShare.Client.Tests;

public sealed class CursorTests
{
    [Fact]
    public void Frames_at_or_below_the_cursor_are_dropped()
    {
        var cursor = new Cursor(WatchFrom.Start, recorder: false);
        Pass(cursor, 1, "a", "b").Should().Be((FrameFit.Next, 1, 2));
        Pass(cursor, 1, "a", "b").Fit.Should().Be(FrameFit.Seen);
        Pass(cursor, 2, "b", "c").Should().Be((FrameFit.Next, 3, 3));
        cursor.Request.Should().Be(new WatchRequest(false, 3, 1, RosterUpdates: true));
    }

    [Fact]
    public void Hole_is_wrong_and_leaves_the_cursor_where_it_was()
    {
        var cursor = new Cursor(WatchFrom.Start, recorder: false);
        Pass(cursor, 1, "a");
        Pass(cursor, 3, "c").Fit.Should().Be(FrameFit.Wrong);
        cursor.Request.After.Should().Be(1);
    }

    [Fact]
    public void Frames_that_cannot_be_read_are_wrong()
    {
        var cursor = new Cursor(WatchFrom.Start, recorder: false);
        cursor.Pass(new WatchedFrames(1, new FrameRun(1, 2, new byte[13])), out _).Should().Be(FrameFit.Wrong);
    }

    [Theory]
    [InlineData(false, null)] // Starts with a keyframe again.
    [InlineData(true, 7L)]
    public void From_now_a_reconnect_before_the_first_frame_loses_nothing(bool recorder, long? after)
    {
        var cursor = new Cursor(WatchFrom.Now, recorder);
        cursor.Request.After.Should().BeNull();
        cursor.Begin(Present(oldest: 1, newest: 9, durable: 7)).Should().BeNull();
        cursor.Request.After.Should().Be(after);
    }

    [Fact]
    public void A_recorder_has_every_frame_only_once_those_behind_its_beginning_came()
    {
        var cursor = new Cursor(WatchFrom.Now, recorder: true);
        cursor.Begin(Present(oldest: 1, newest: 9, durable: 7));
        cursor.Has(8).Should().BeFalse();
        Pass(cursor, 9, "y").Fit.Should().Be(FrameFit.Wrong);
        Pass(cursor, 8, "x");
        cursor.Has(8).Should().BeTrue();
    }

    [Fact]
    public void Just_before_now_asks_for_so_many_bytes_until_the_first_frame_came()
    {
        var cursor = new Cursor(WatchFrom.JustBefore(1000), recorder: false);
        cursor.Begin(Present(oldest: 1, newest: 9, durable: 7));
        cursor.Request.Should().Be(new WatchRequest(false, null, null, 1000, RosterUpdates: true));

        Pass(cursor, 4, "x").Fit.Should().Be(FrameFit.Next);

        cursor.Request.Should().Be(new WatchRequest(false, 4, 1, RosterUpdates: true));
    }

    [Fact]
    public void What_the_server_leaves_out_is_passed_over_and_never_asked_for()
    {
        var cursor = new Cursor(WatchFrom.Start, recorder: false);
        cursor.Begin(Present(1, 9, 9));
        Pass(cursor, 1, "x");

        cursor.PassOver(5);

        cursor.Request.After.Should().Be(5);
        Pass(cursor, 6, "y").Fit.Should().Be(FrameFit.Next);
        Pass(cursor, 8, "z").Fit.Should().Be(FrameFit.Wrong);
    }

    [Fact]
    public void From_now_the_first_frame_may_be_any_and_the_next_may_not()
    {
        var cursor = new Cursor(WatchFrom.Now, recorder: false);
        cursor.Begin(Present(1, 9, 7));
        Pass(cursor, 12, "x").Fit.Should().Be(FrameFit.Next);
        Pass(cursor, 14, "z").Fit.Should().Be(FrameFit.Wrong);
    }

    [Fact]
    public void From_the_start_frames_that_were_deleted_before_are_not_missed()
    {
        var cursor = new Cursor(WatchFrom.Start, recorder: false);
        cursor.Begin(Present(oldest: 50, newest: 60, durable: 60)).Should().BeNull();
        Pass(cursor, 50, "x").Fit.Should().Be(FrameFit.Next);
    }

    [Fact]
    public void Frames_that_were_deleted_meanwhile_are_missed()
    {
        var cursor = new Cursor(WatchFrom.Start, recorder: false);
        Pass(cursor, 1, "a");
        cursor.Begin(Present(oldest: 50, newest: 60, durable: 60)).Should().Be((2L, 49L));
        Pass(cursor, 50, "x").Fit.Should().Be(FrameFit.Next);
    }

    [Fact]
    public void Rewound_frames_pass_again()
    {
        var cursor = new Cursor(WatchFrom.Start, recorder: false);
        Pass(cursor, 1, "a", "b", "c");
        cursor.Rewind(1);
        Pass(cursor, 2, "B").Should().Be((FrameFit.Next, 2, 2));
    }

    [Fact]
    public void Who_was_rewound_and_lost_the_connection_before_anything_followed_is_rewound_again()
    {
        var cursor = new Cursor(WatchFrom.Now, recorder: false);
        cursor.Begin(Present(1, 9, 7));
        cursor.Rewind(6);
        cursor.Request.After.Should().BeNull("it has nothing to go on from");
        cursor.Begin(Present(1, 9, 9));
        Pass(cursor, 8, "x").Fit.Should().Be(FrameFit.Next);

        cursor.Rewind(6);
        cursor.Rewind(4);
        (cursor.Request.After, cursor.Request.Epoch).Should().Be((8L, 1L));
        cursor.Begin(Present(1, 9, 9));
        cursor.Rewind(4);
        Pass(cursor, 5, "y").Fit.Should().Be(FrameFit.Next);
        cursor.Request.After.Should().Be(5);
    }

    private static Present Present(long oldest, long newest, long durable) =>
        new("", new TerminalSize(80, 24), default, oldest, newest, durable, FakeSharerConnection.Nobody, null);

    private static (FrameFit Fit, long First, long Last) Pass(Cursor cursor, long first, params string[] texts)
    {
        var fit = cursor.Pass(FakeViewerConnection.Frames(first, 1, texts).Frames!, out var run);
        return (fit, run.First, run.Last);
    }
}
