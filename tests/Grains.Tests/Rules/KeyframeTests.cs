using SessionShare.Grains.Log;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Grains.Tests.Rules;

public sealed class KeyframeTests
{
    private static readonly TerminalSize Size = new(80, 24);

    [Fact]
    public void Whole_keyframes_are_found_again_by_a_later_activation_unless_they_never_became_durable()
    {
        var session = new SessionFixture().Share();
        session.Append(1, Keyframe(100_000)); // Two parts.
        session.Append(3, [(FrameKind.Resize, Size.ToPayload()), .. Keyframe(10)]);

        session.Rules.Keyframes.Marks.Should().Equal(new KeyframeMark(1, 2, 0), new KeyframeMark(4, 4, 4));
        session.State.Keyframes.Should().Equal(session.Rules.Keyframes.Marks);
        var later = new Session(session.State, new LogHead(2, 1, 3, 1, 4, null), new SessionOptions(), new SupportOptions(), session.Now);
        later.Keyframes.Marks.Should().Equal(new KeyframeMark(1, 2, 0));
    }

    [Fact]
    public void A_keyframe_that_is_broken_off_counts_for_nothing()
    {
        var session = new SessionFixture().Share();
        var parts = Keyframe(100_000);

        session.Append(1, parts[0], (FrameKind.Output, "a"u8.ToArray()), parts[1]).Refused.Should().BeNull();

        session.Rules.Keyframes.Marks.Should().BeEmpty();
    }

    [Fact]
    public void A_keyframe_that_is_not_due_is_refused_and_says_why()
    {
        var session = new SessionFixture().Share();
        session.Append(1, Keyframe(10)).Refused.Should().BeNull();
        session.Append(2, Keyframe(10)).Refused.Should().BeNull("what an earlier activation asked for may still come");

        var refused = session.Append(3, [(FrameKind.Output, new byte[1000]), .. Keyframe(10)]).Refused!;

        refused.Reason.Should().Be(Reason.MalformedFrames);
        refused.Text.Should().Contain("Frame 4 begins a keyframe that is not due").And.Contain("only 1000 bytes");
    }

    [Fact]
    public void A_keyframe_is_due_after_a_resize_after_output_and_once_when_it_was_asked_for()
    {
        var session = new SessionFixture().Share();
        session.Append(1, Keyframe(10));
        session.Append(2, Keyframe(10));

        session.Append(3, [(FrameKind.Resize, Size.ToPayload()), .. Keyframe(10)]).Refused.Should().BeNull();
        MuchOutput(session, 5);
        session.Append(15, Keyframe(10)).Refused.Should().BeNull();
        MuchOutput(session, 16);
        session.Rules.NeedKeyframe();
        session.Append(26, Keyframe(10)).Refused.Should().BeNull();
        session.Append(27, Keyframe(10)).Refused.Should().BeNull("the asked one and the one by bytes may have crossed");
        session.Append(28, Keyframe(10)).Refused.Should().NotBeNull();
    }

    [Fact]
    public void A_keyframe_is_asked_for_once_where_the_newest_is_old()
    {
        var session = new SessionFixture().Share();
        session.Append(1, Keyframe(10));
        var before = session.Rules.KeyframeWanted;

        session.Rules.NeedKeyframe();
        session.Rules.KeyframeWanted.Should().Be(before);

        MuchOutput(session, 2);
        session.Rules.Join(SessionFixture.JoinOf(null, secret: "linksecret"));
        session.Rules.NeedKeyframe();
        session.Rules.KeyframeWanted.Should().Be(before + 1);

        session.Append(12, Keyframe(10));
        session.Rules.WantsKeyframe.Should().BeFalse();
    }

    [Fact]
    public void A_keyframe_over_two_megabytes_is_refused()
    {
        var session = new SessionFixture().Share();
        var part = new byte[60_000];
        part[0] = 0;
        byte[] first = [1, 80, 0, 24, 0, .. new byte[60_000]];

        for (long sequence = 1; sequence <= 34; sequence++)
            session.Append(sequence, (FrameKind.Keyframe, sequence == 1 ? first : part)).Refused.Should().BeNull();
        var refused = session.Append(35, (FrameKind.Keyframe, part)).Refused!;

        refused.Text.Should().Contain("at most 2097152");
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 4 })]
    [InlineData(new byte[] { 1, 80, 0, 24 })]
    [InlineData(new byte[] { 1, 0, 0, 24, 0 })]
    public void A_part_that_can_not_be_read_is_refused(byte[] payload)
    {
        var session = new SessionFixture().Share();

        session.Append(1, (FrameKind.Keyframe, payload)).Refused!.Text.Should().Contain("Frame 1 is no part of a keyframe");
    }

    [Fact]
    public void Keyframes_count_only_where_they_are_more_than_the_output()
    {
        var session = new SessionFixture().Share();

        session.Append(1, Keyframe(1000));
        session.Rules.PayloadBytes.Should().Be(1005, "the header of 5 bytes counts as payload");
        session.Append(2, (FrameKind.Output, new byte[600]));
        session.Rules.PayloadBytes.Should().Be(1005);
        session.Append(3, (FrameKind.Output, new byte[600]));
        session.Rules.PayloadBytes.Should().Be(1200);
    }

    [Fact]
    public void Marks_are_thinned_and_the_newest_stay_close()
    {
        var index = new KeyframeIndex([], 0);
        var sequence = 0L;
        for (var i = 0; i < 1000; i++)
        {
            index.Take(new Frame(++sequence, FrameKind.Output, 0, new byte[100]));
            index.Take(new Frame(++sequence, FrameKind.Keyframe, 0, Keyframe(1)[0].Payload));
        }

        index.Marks.Should().HaveCountLessThanOrEqualTo(32).And.BeInAscendingOrder(mark => mark.First);
        index.Marks.TakeLast(16).Select(mark => mark.First).Should().Equal(Enumerable.Range(985, 16).Select(i => i * 2L));
        index.Marks[0].First.Should().Be(2, "the oldest is where a replay of all begins");
        index.WithBehind(0)!.First.Should().Be(2000);
        index.WithBehind(350)!.First.Should().Be(1994);
        index.WithBehind(long.MaxValue)!.First.Should().Be(2);
    }

    private static (FrameKind Kind, byte[] Payload)[] Keyframe(int bytes) =>
        [.. KeyframePart.Payloads(Size, new byte[bytes]).Select(payload => (FrameKind.Keyframe, payload))];

    /// <summary>So much that a keyframe is due, in ten frames.</summary>
    private static void MuchOutput(SessionFixture session, long first)
    {
        for (var sequence = first; sequence < first + 10; sequence++)
            session.Append(sequence, (FrameKind.Output, new byte[30_000])).Refused.Should().BeNull();
    }
}
