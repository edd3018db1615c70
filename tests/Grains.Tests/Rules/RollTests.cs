using SessionShare.Grains.Log;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Grains.Tests.Rules;

public sealed class RollTests
{
    private static readonly SessionOptions Rolls = new() { MaxBytes = 1600, WhenFull = WhenFull.Roll };

    [Fact]
    public void Nothing_leaves_before_the_log_is_nearly_full()
    {
        var session = new SessionFixture(Rolls).Share();
        session.Append(1, new byte[1500]);
        session.Rules.ToTrim.Should().BeNull();
        session.Append(2, new byte[50]);
        session.Rules.ToTrim.Should().Be(150, "then an eighth of what may be kept is free");
    }

    [Fact]
    public void The_log_begins_anew_at_a_block_that_is_durable()
    {
        var session = new SessionFixture(Rolls).Share();
        session.Append(1, new byte[1550]);
        var block = Block(first: 1, before: 200);
        session.Rules.TrimPoint(block, 150).Should().BeNull("nothing is durable yet");
        session.Store();
        session.Rules.TrimPoint(block, 150).Should().Be((1L, 200L));
    }

    [Fact]
    public void Inside_a_block_that_alone_is_too_big_the_log_begins_anew_at_a_keyframe()
    {
        var session = new SessionFixture(Rolls).Share();
        session.Append(1, (FrameKind.Output, new byte[300]), (FrameKind.Keyframe, Keyframe()), (FrameKind.Output, new byte[1250]));
        session.Store();
        session.Rules.TrimPoint(Block(first: 3, before: 1500), 150).Should().Be((2L, 300L));
        session.Rules.TrimPoint(null, 150).Should().Be((2L, 300L));
        session.Rules.TrimPoint(Block(first: 3, before: 320), 150).Should().Be((3L, 320L), "a block that is about right comes before a keyframe");
    }

    [Fact]
    public void A_rolled_session_lives_on_tells_it_once_and_forgets_old_keyframes()
    {
        var session = new SessionFixture(Rolls).Share();
        session.Append(1, (FrameKind.Output, new byte[300]), (FrameKind.Keyframe, Keyframe()), (FrameKind.Output, new byte[1250]));
        session.Append(4, new byte[60]).Refused!.Reason.Should().Be(Reason.Busy, "what comes waits until older bytes have left");
        session.Store();

        session.Rules.Trimmed(3, 305);

        (session.Rules.Oldest, session.Rules.ToTrim, session.Rules.Ended).Should().Be((3L, (long?)null, (EndedValue?)null));
        session.State.Keyframes.Should().BeEmpty();
        session.Rules.Notice!.Text.Should().Be("This session has more than 1,600 bytes: its oldest blocks leave the log from here on.");
        session.Append(4, new byte[60]).Refused.Should().BeNull();
        session.Rules.Present().Oldest.Should().Be(3);
    }

    [Fact]
    public void A_session_that_has_no_place_to_begin_anew_ends_when_it_is_full()
    {
        var session = new SessionFixture(Rolls).Share();
        session.Append(1, new byte[1590]);
        session.Rules.CannotRoll();
        session.Append(2, new byte[5]).Refused.Should().BeNull();
        session.Append(3, new byte[50]).Refused!.Reason.Should().Be(Reason.SessionSizeLimit);
    }

    private static BlockRow Block(long first, long before) => new(7, "make", null, first, null, 0, null, null, before);

    private static byte[] Keyframe() => KeyframePart.Payloads(new TerminalSize(80, 24), new byte[5]).Single();
}
