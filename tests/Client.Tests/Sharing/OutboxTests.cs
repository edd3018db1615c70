using System.Buffers.Binary;
using System.Text;
using SessionShare.Protocol;

namespace SessionShare.Client.Tests;

public sealed class OutboxTests
{
    private static readonly OutboxLimits Tiny = new()
    {
        FramePayload = 16,
        Append = 64,
        AppendsUnderWay = 3,
        BytesUnderWay = 128,
        Held = 300,
        Slab = 60,
        JoinWithin = 100,
    };

    private readonly Outbox _outbox = new(Tiny);

    [Fact]
    public void First_output_goes_at_once_and_later_output_joins_while_it_waits()
    {
        Write("a");
        TakeText().Should().Be("1:a");
        Write("b");
        Write("c");
        TakeText().Should().Be("2:bc");
        _outbox.Take().Should().BeNull();
    }

    [Fact]
    public void Output_is_cut_at_the_frame_and_at_the_append()
    {
        Write(new string('x', 100));
        var runs = TakeAll();
        runs.Should().OnlyContain(run => run.Bytes.Length <= Tiny.Append);
        runs.SelectMany(Frames).Should().OnlyContain(frame => frame.Payload.Length <= Tiny.FramePayload);
    }

    [Fact]
    public void Output_that_is_much_younger_gets_a_frame_and_a_time_of_its_own()
    {
        _outbox.Output("a"u8, 0);
        _outbox.Output("b"u8, 100);
        _outbox.Output("c"u8, 101);
        Frames(_outbox.Take()!.Value).Select(frame => (frame.At, Text(frame))).Should().Equal((0, "ab"), (101, "c"));
    }

    [Fact]
    public void Resize_keeps_its_place_between_output()
    {
        Write("a");
        _outbox.Add(FrameKind.Resize, 0, new TerminalSize(2, 3).ToPayload());
        Write("b");
        Frames(_outbox.Take()!.Value).Select(frame => frame.Kind).Should().Equal(FrameKind.Output, FrameKind.Resize, FrameKind.Output);
    }

    [Fact]
    public void No_more_appends_go_than_may_be_under_way()
    {
        for (var i = 0; i < 5; i++)
        {
            Write("a");
            if (i < 3)
                TakeText().Should().Be($"{i + 1}:a");
        }

        _outbox.Take().Should().BeNull();
        _outbox.Appended(1);
        TakeText().Should().Be("4:aa");
    }

    [Fact]
    public void No_more_bytes_go_than_may_be_under_way()
    {
        Write(new string('x', 200));
        TakeAll().Sum(run => run.Bytes.Length).Should().BeLessThanOrEqualTo(Tiny.BytesUnderWay);
    }

    [Fact]
    public void What_was_not_durable_is_sent_again_as_it_was_after_a_reconnect()
    {
        Write("abc");
        var first = _outbox.Take()!.Value.Bytes.ToArray();
        Write("d");
        _outbox.Take();
        _outbox.Appended(2);

        _outbox.Resume(1).Should().Be(Resumption.Sends);
        _outbox.Take()!.Value.Bytes.ToArray()[..first.Length].Should().Equal(first);
        _outbox.Last.Should().Be(2);
    }

    [Fact]
    public void Reconnect_sends_from_behind_what_is_durable()
    {
        Send("a", "b", "c");
        _outbox.Resume(3).Should().Be(Resumption.Sends);
        TakeText().Should().Be("3:c");
    }

    [Fact]
    public void Durable_frames_are_forgotten()
    {
        Send("a", "b");
        _outbox.Durable(2).Should().BeTrue();
        _outbox.Held.Should().Be(0);
        _outbox.UnsavedBytes.Should().Be(0);
        _outbox.AllAppended.Should().BeTrue();
    }

    [Theory]
    [InlineData(9)]
    [InlineData(2)]
    public void Reconnect_is_lost_when_the_server_expects_what_is_not_held(long next)
    {
        Send("a", "b");
        _outbox.Durable(2);
        Send("c");
        _outbox.Resume(next).Should().Be(Resumption.Lost);
        _outbox.Gap(next).Should().Be(Resumption.Lost);
    }

    [Fact]
    public void New_epoch_starts_with_Skipped_and_sends_what_is_held_under_new_numbers()
    {
        Send("a");
        _outbox.Durable(1);
        Send("b");
        Write("c");
        _outbox.Restart(1, 7);
        var frames = TakeAll().SelectMany(Frames).ToList();
        frames[0].Kind.Should().Be(FrameKind.Skipped);
        frames.Select(frame => frame.Sequence).Should().Equal(1, 2, 3);
        frames.Skip(1).Select(Text).Should().Equal("b", "c");
    }

    [Fact]
    public void Gap_sends_again_from_what_is_expected_and_only_once_for_all_appends_behind_it()
    {
        Send("a", "b", "c");
        _outbox.Gap(2).Should().Be(Resumption.Sends);
        TakeText().Should().Be("2:b|c");
        _outbox.Gap(2).Should().Be(Resumption.Holds);
        _outbox.Take().Should().BeNull();
        _outbox.Retry();
        TakeText().Should().Be("2:b|c");
        _outbox.Appended(3);
        _outbox.AllAppended.Should().BeTrue();
    }

    [Fact]
    public void Busy_holds_still_and_then_sends_from_behind_what_was_appended()
    {
        Send("a", "b", "c");
        _outbox.Appended(1);
        _outbox.Hold();
        Write("d");
        _outbox.Take().Should().BeNull();
        _outbox.Retry();
        TakeText().Should().Be("2:b|c");
    }

    [Fact]
    public void Busy_before_anything_was_appended_sends_from_where_the_connection_began()
    {
        Send("a", "b");
        _outbox.Durable(1);
        _outbox.Resume(2);
        TakeText().Should().Be("2:b");
        _outbox.Hold();
        _outbox.Retry();
        TakeText().Should().Be("2:b");
    }

    [Fact]
    public void Confirmation_of_frames_that_were_never_sent_is_refused()
    {
        Send("a");
        _outbox.Appended(2).Should().BeFalse();
        _outbox.Durable(2).Should().BeFalse();
    }

    [Fact]
    public void Oldest_unsent_output_is_given_up_beyond_the_bound_and_one_Skipped_says_how_much()
    {
        for (var i = 0; i < 50; i++)
        {
            _outbox.Output(Encoding.ASCII.GetBytes($"{i:00}{new string('.', 14)}"), i * 1000);
            _outbox.Held.Should().BeLessThanOrEqualTo(Tiny.Held);
        }

        var frames = Drain();
        frames[0].Kind.Should().Be(FrameKind.Skipped);
        frames.Count(frame => frame.Kind == FrameKind.Skipped).Should().Be(1);
        var skipped = BinaryPrimitives.ReadInt64LittleEndian(frames[0].Payload.Span);
        skipped.Should().Be(_outbox.GivenUp).And.Be((50 * 16) - frames.Skip(1).Sum(frame => frame.Payload.Length));
        Text(frames[^1]).Should().StartWith("49");
    }

    [Fact]
    public void Keyframes_are_given_up_with_the_output_before_them_and_as_a_whole()
    {
        for (var i = 0; i < 50; i++)
        {
            Write(new string('.', 16));
            foreach (var payload in (byte[][])[[1, 80, 0, 24, 0, (byte)i], [0, (byte)i], [2, (byte)i]])
                _outbox.Add(FrameKind.Keyframe, 0, payload);
        }

        var parts = Drain().Where(frame => frame.Kind == FrameKind.Keyframe).Select(frame => frame.Payload.ToArray()).ToList();

        parts.Should().HaveCountGreaterThan(0).And.HaveCountLessThan(150);
        parts.Chunk(3).Should().OnlyContain(keyframe => keyframe.Length == 3 && keyframe[0][0] == 1 && keyframe[1][0] == 0 && keyframe[2][0] == 2);
        parts[^1].Should().Equal(2, 49);
    }

    [Fact]
    public void Blocks_and_sizes_are_never_given_up()
    {
        for (byte i = 0; i < 20; i++)
        {
            _outbox.Add(FrameKind.BlockStart, 0, [i]);
            Write(new string('x', 40));
        }

        Drain().Where(frame => frame.Kind == FrameKind.BlockStart).Select(frame => frame.Payload.Span[0]).Should().Equal(Enumerable.Range(0, 20).Select(i => (byte)i));
    }

    [Fact]
    public void What_was_sent_is_never_given_up()
    {
        Send("first");
        Write(new string('x', 1000));
        _outbox.Resume(1);
        TakeText().Should().StartWith("1:first");
    }

    [Fact]
    public void Second_episode_of_giving_up_has_a_Skipped_of_its_own()
    {
        Write(new string('x', 500));
        var first = Drain();
        Write(new string('y', 500));
        var second = Drain();
        first.Count(frame => frame.Kind == FrameKind.Skipped).Should().Be(1);
        second.Count(frame => frame.Kind == FrameKind.Skipped).Should().Be(1);
    }

    private void Write(string text) => _outbox.Output(Encoding.ASCII.GetBytes(text), 0);

    private void Send(params string[] texts)
    {
        foreach (var text in texts)
        {
            Write(text);
            _outbox.Take().Should().NotBeNull();
        }
    }

    private List<FrameRun> TakeAll()
    {
        List<FrameRun> runs = [];
        while (_outbox.Take() is { } run)
            runs.Add(run);
        return runs;
    }

    private List<Frame> Drain()
    {
        List<Frame> frames = [];
        while (_outbox.Take() is { } run)
        {
            frames.AddRange(Frames(run));
            _outbox.Durable(run.Last);
        }

        return frames;
    }

    private string TakeText()
    {
        var run = _outbox.Take()!.Value;
        return $"{run.First}:{string.Join('|', Frames(run).Select(Text))}";
    }

    private static string Text(Frame frame) => Encoding.ASCII.GetString(frame.Payload.Span);

    private static List<Frame> Frames(FrameRun run)
    {
        FrameCodec.TryMeasure(run.Bytes.Span, run.Count, out _, out var fault).Should().BeTrue(fault?.Text);
        List<Frame> frames = [];
        foreach (var frame in run)
            frames.Add(frame);
        return frames;
    }
}
