using System.Buffers;
using SessionShare.Gateway.Viewing;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

public sealed class RedrawTests
{
    private static readonly TerminalSize Size = new(80, 24);

    [Fact]
    public void Keyframes_that_nobody_needs_are_passed_over()
    {
        Fates(new Redraw(), "oKo").Should().Be("send 1 | pass 1 | send 1");
    }

    [Fact]
    public void The_next_whole_keyframe_is_sent_where_one_is_needed_and_no_other()
    {
        var redraw = new Redraw();
        redraw.Need();

        Fates(redraw, "oKKo").Should().Be("send 2 | pass 1 | send 1");
    }

    [Fact]
    public void A_resize_asks_for_the_keyframe_behind_it()
    {
        Fates(new Redraw(), "KrooKoK").Should().Be("pass 1 | send 5 | pass 1");
    }

    [Fact]
    public void A_keyframe_in_parts_is_sent_whole_however_the_runs_are_cut()
    {
        var redraw = new Redraw();
        redraw.Need();

        Fates(redraw, "f").Should().Be("send 1");
        Fates(redraw, "m").Should().Be("send 1");
        Fates(redraw, "lfml").Should().Be("send 1 | pass 3");
    }

    [Fact]
    public void A_keyframe_whose_beginning_was_not_sent_is_of_no_use()
    {
        var redraw = new Redraw();
        redraw.Need();

        Fates(redraw, "mlK").Should().Be("pass 2 | send 1");
    }

    [Fact]
    public void A_keyframe_that_is_broken_off_leaves_the_need()
    {
        var redraw = new Redraw();
        redraw.Need();

        Fates(redraw, "foK").Should().Be("send 3");
    }

    /// <summary>What becomes of frames: o output, r resize, K a whole keyframe, f m l first, middle and last part of one.</summary>
    private static string Fates(Redraw redraw, string frames)
    {
        var writer = new ArrayBufferWriter<byte>();
        foreach (var (kind, payload) in frames.Select(Frame))
            FrameCodec.Write(writer, kind, 0, payload);
        FrameRun? rest = new FrameRun(1, frames.Length, writer.WrittenMemory);
        var fates = new List<string>();
        while (rest is { } run)
        {
            var (cut, send) = redraw.Cut(run);
            fates.Add($"{(send ? "send" : "pass")} {cut.Count}");
            rest = FrameRuns.Behind(run, cut.Last);
        }

        return string.Join(" | ", fates);
    }

    private static (FrameKind Kind, byte[] Payload) Frame(char letter) => letter switch
    {
        'o' => (FrameKind.Output, [1]),
        'r' => (FrameKind.Resize, Size.ToPayload()),
        'K' => (FrameKind.Keyframe, [3, 80, 0, 24, 0]),
        'f' => (FrameKind.Keyframe, [1, 80, 0, 24, 0]),
        'm' => (FrameKind.Keyframe, [0]),
        'l' => (FrameKind.Keyframe, [2]),
        _ => throw new ArgumentOutOfRangeException(nameof(letter), letter, "An unknown frame."),
    };
}
