using SessionShare.Grains.Log;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Rules;

public sealed class AppendTests
{
    [Fact]
    public void Frames_are_taken_in_order_and_read_back()
    {
        var session = new SessionFixture().Share();

        session.Append(1, "a"u8.ToArray(), "b"u8.ToArray()).Should().Be(new AppendAnswer(null, 2));
        session.Append(3, "c"u8.ToArray()).Should().Be(new AppendAnswer(null, 3));

        session.Rules.Tail.End.Should().Be(3);
        session.Rules.Tail.Durable.Should().Be(0);
        session.Rules.Tail.Next(1)!.First.Should().Be(2);
        session.Rules.PayloadBytes.Should().Be(3);
    }

    [Fact]
    public void Frames_held_already_are_dropped_and_the_rest_of_the_run_is_taken()
    {
        var session = new SessionFixture().Share();
        session.Append(1, "a"u8.ToArray(), "b"u8.ToArray());

        session.Append(1, "a"u8.ToArray(), "b"u8.ToArray()).Should().Be(new AppendAnswer(null, 2));
        session.Append(2, "b"u8.ToArray(), "c"u8.ToArray()).Should().Be(new AppendAnswer(null, 3));
        session.Rules.PayloadBytes.Should().Be(3);
    }

    [Fact]
    public void A_sequence_that_is_too_high_is_a_gap_that_says_what_is_expected()
    {
        var session = new SessionFixture().Share();

        var answer = session.Append(2, "b"u8.ToArray());

        (answer.Refused!.Reason, answer.Refused.Expected, answer.Through).Should().Be((Reason.Gap, 1, 0));
    }

    [Fact]
    public void An_older_epoch_has_lost_the_session_and_an_older_attachment_of_the_same_process_is_replaced()
    {
        var session = new SessionFixture().Share();
        var (epoch, attachment) = (session.Epoch, session.Attachment);
        session.Share(epoch);
        var run = new RunValue(epoch, 1, 1, new byte[13]);

        session.Rules.Append(new AppendCall(attachment, run), session.Now).Refused!.Reason.Should().Be(Reason.Replaced);
        session.Share();
        session.Append(run).Refused!.Reason.Should().Be(Reason.OwnershipLost);
        session.Rules.MayShare(SessionFixture.ShareOf(epoch: epoch))!.Reason.Should().Be(Reason.OwnershipLost);
    }

    [Fact]
    public void A_new_epoch_begins_behind_what_is_durable()
    {
        var session = new SessionFixture().Share();
        session.Append(1, "a"u8.ToArray(), "b"u8.ToArray());

        session.Share();

        session.State.Epochs.Should().Equal(new EpochStart(1, 1), new EpochStart(2, 3));
    }

    [Fact]
    public void A_watcher_that_saw_frames_which_a_later_epoch_wrote_anew_is_rewound()
    {
        // The log had 5 durable frames when the silo died; the watcher had seen 9.
        var session = new SessionFixture(head: new LogHead(2, 1, 5, 1, 5, null));
        session.State.Epochs.Add(new EpochStart(1, 1));
        session.Share();

        session.Rules.Rewinding(1, 9).Should().Be(new EpochStart(2, 6));
        session.Rules.Rewinding(1, 5).Should().BeNull();
        session.Rules.Rewinding(2, 9).Should().BeNull();
    }

    [Fact]
    public void An_epoch_that_is_not_stored_is_told_to_no_watcher()
    {
        var session = new SessionFixture().Share();
        session.Append(1, "a"u8.ToArray());

        session.Rules.Attach(SessionFixture.ShareOf());
        session.Rules.BeginEpoch();
        session.Rules.Present().Epochs.Should().Equal(new EpochStart(1, 1));

        session.Rules.EpochStored();
        session.Rules.Present().Epochs.Should().HaveCount(2);
    }

    [Fact]
    public void Too_much_that_is_not_durable_is_answered_busy_until_it_is()
    {
        var session = new SessionFixture(new SessionOptions { MaxHeldBytes = 600 * 1024 }).Share();
        var next = 1;
        while (session.Append(next, new byte[60_000]).Refused is null)
            next++;

        session.Append(next, new byte[60_000]).Refused!.Reason.Should().Be(Reason.Busy);
        session.Store();
        session.Append(next, new byte[60_000]).Refused.Should().BeNull();
    }

    [Fact]
    public void At_the_size_limit_what_fits_is_taken_and_the_session_ends_naming_the_number()
    {
        var session = new SessionFixture(new SessionOptions { MaxBytes = 10 }).Share();

        var answer = session.Append(1, new byte[6], new byte[4], new byte[1]);

        (answer.Refused!.Reason, answer.Through).Should().Be((Reason.SessionSizeLimit, 2));
        answer.Refused.Text.Should().Contain("10 bytes");
        session.Rules.Ended!.Last.Should().Be(2);
        session.Append(3, new byte[1]).Refused!.Reason.Should().Be(Reason.SessionEnded);
    }

    [Fact]
    public void Everyone_is_warned_at_80_and_95_percent_once_each()
    {
        var session = new SessionFixture(new SessionOptions { MaxBytes = 1000 }).Share();
        var told = new List<string?>();
        for (var next = 1; next <= 99; next++)
        {
            session.Append(next, new byte[10]);
            session.Store();
            told.Add(session.Rules.Notice?.Text);
        }

        told.Distinct().Should().Equal(null, "This session has 80 % of its 1,000 bytes; it ends when they are full.", "This session has 95 % of its 1,000 bytes; it ends when they are full.");
    }

    [Fact]
    public void Bytes_of_the_day_beyond_the_lease_wait_and_end_the_session_when_there_are_no_more()
    {
        var session = new SessionFixture().Share();
        session.Rules.Day.Begin(2, 0);
        session.Rules.Day.Leased(2, 100, 0, 1000, exhausted: false);

        session.Append(1, new byte[101]).Refused!.Reason.Should().Be(Reason.Busy);
        session.Rules.Day.Leased(2, 150, 0, 150, exhausted: true);
        session.Append(1, new byte[151]).Refused!.Reason.Should().Be(Reason.DayLimit);
        session.Rules.Ended!.Text.Should().Contain("150 bytes");
        session.Rules.PayloadBytes.Should().Be(150, "what fits is taken, to the byte");
    }

    [Fact]
    public void A_session_is_full_to_the_byte()
    {
        var session = new SessionFixture(new SessionOptions { MaxBytes = 100 }).Share();
        session.Append(1, new byte[60]);

        var answer = session.Append(2, [.. Enumerable.Range(0, 50).Select(value => (byte)value)]);

        (answer.Refused!.Reason, answer.Through, session.Rules.PayloadBytes).Should().Be((Reason.SessionSizeLimit, 2, 100));
        var last = session.Rules.Tail.Next(1)!.ToRun().GetEnumerator();
        last.MoveNext();
        last.Current.Payload.ToArray().Should().Equal(Enumerable.Range(0, 40).Select(value => (byte)value));
    }

    [Fact]
    public void Refusals_for_a_limit_say_whom_to_ask()
    {
        var support = new SupportOptions { Text = "Ask it@example.com." };
        var session = new SessionFixture(ShareOf(), new SessionOptions { MaxBytes = 1 }, support: support).Share();
        session.Append(1, new byte[2]).Refused!.Text.Should().EndWith("It is 1 bytes. Ask it@example.com.");
    }

    [Fact]
    public void A_pause_and_its_end_are_frames_like_others()
    {
        var session = new SessionFixture().Share();

        session.Append(1, (FrameKind.Paused, []), (FrameKind.Resumed, []), (FrameKind.Output, "x"u8.ToArray())).Refused.Should().BeNull();
    }

    [Theory]
    [InlineData(FrameKind.Keyframe, new byte[0])]
    [InlineData(FrameKind.Paused, new byte[] { 1 })]
    [InlineData(FrameKind.Resize, new byte[] { 80, 0 })]
    [InlineData(FrameKind.Resize, new byte[] { 0, 0, 24, 0 })]
    [InlineData(FrameKind.Skipped, new byte[] { 1 })]
    [InlineData(FrameKind.BlockStart, new byte[] { 1 })]
    [InlineData(FrameKind.BlockEnd, new byte[] { 0x7B, 0x7D })]
    public void A_frame_that_is_not_what_its_kind_says_is_refused_and_nothing_is_taken(FrameKind kind, byte[] payload)
    {
        var session = new SessionFixture().Share();

        var answer = session.Append(1, (FrameKind.Output, "x"u8.ToArray()), (kind, payload));

        answer.Refused!.Reason.Should().Be(Reason.MalformedFrames);
        answer.Refused.Text.Should().Contain("Frame 2");
        session.Rules.Tail.End.Should().Be(0);
    }

    [Fact]
    public void An_append_over_the_limit_is_refused_with_its_size()
    {
        var session = new SessionFixture().Share();
        var answer = session.Append(1, [.. Enumerable.Repeat(new byte[65_536], 5)]);
        (answer.Refused!.Reason, answer.Refused.Text).Should().Be((Reason.AppendTooLarge, "An append holds at most 262144 bytes. This one has 327745."));
    }

    [Fact]
    public void A_resize_is_the_size_that_newcomers_are_told()
    {
        var session = new SessionFixture().Share();
        session.Append(1, (FrameKind.Resize, new TerminalSize(132, 50).ToPayload()));
        (session.Rules.Present().Columns, session.Rules.Present().Rows).Should().Be((132, 50));
    }
}
