using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace SessionShare.Protocol.Tests;

public sealed class FrameCodecTests
{
    [Fact]
    public void The_worked_example_of_the_protocol_document_is_right()
    {
        var run = Run(7, (FrameKind.Output, 1_500_000, "hi"u8.ToArray()), (FrameKind.Resize, 2_000_000, new TerminalSize(80, 24).ToPayload()));

        Convert.ToHexString(run.Bytes.Span).Should().Be("010200000060E31600000000006869" + "020400000080841E000000000050001800");
        JsonSerializer.Serialize(run, JsonSerializerOptions.Web)
            .Should().Be("""{"first":7,"count":2,"bytes":"AQIAAABg4xYAAAAAAGhpAgQAAACAhB4AAAAAAFAAGAA="}""");
        File.ReadAllText(Repository.File("docs/protocol.md")).Should().Contain("AQIAAABg4xYAAAAAAGhpAgQAAACAhB4AAAAAAFAAGAA=");
    }

    [Fact]
    public void A_run_reads_back_as_it_was_written() =>
        Prop.ForAll(Runs, frames =>
        {
            var run = Run(1, frames);
            FrameCodec.TryMeasure(run.Bytes.Span, run.Count, out var payload, out _).Should().BeTrue();
            payload.Should().Be(frames.Sum(frame => (long)frame.Payload.Length));
            var read = new List<Frame>();
            foreach (var frame in run)
                read.Add(frame);
            read.Select(frame => (frame.Sequence, frame.Kind, frame.At)).Should().Equal(frames.Select((frame, i) => (i + 1L, frame.Kind, frame.At)));
            read.SelectMany(frame => frame.Payload.ToArray()).Should().Equal(frames.SelectMany(frame => frame.Payload));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cutting_a_run_anywhere_and_joining_the_parts_gives_the_run_again() =>
        Prop.ForAll(Runs, frames =>
        {
            var run = Run(5, frames);
            for (var at = run.First; at < run.Last; at++)
            {
                var joined = FrameRuns.Join([FrameRuns.Through(run, at)!.Value, FrameRuns.Behind(run, at)!.Value]);
                joined.Bytes.Span.SequenceEqual(run.Bytes.Span).Should().BeTrue();
                (joined.First, joined.Count).Should().Be((run.First, run.Count));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_head_of_a_run_fits_unless_one_frame_alone_is_larger() =>
        Prop.ForAll(Runs, frames =>
        {
            var run = Run(1, frames);
            var head = FrameRuns.Head(run, 200);
            (head.Bytes.Length <= 200 || head.Count == 1).Should().BeTrue();
            if (head.Count < run.Count)
                FrameRuns.Through(run, head.Last + 1)!.Value.Bytes.Length.Should().BeGreaterThan(200);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", 1, "*ends inside its header*")]
    [InlineData("0102000000", 1, "*ends inside its header*")]
    [InlineData("00000000000000000000000000", 1, "*has kind 0*")]
    [InlineData("09000000000000000000000000", 1, "*has kind 9*")]
    [InlineData("01020000000000000000000000FF", 1, "*ends inside its payload of 2 bytes*")]
    [InlineData("01010001000000000000000000", 1, "*at most 65536 bytes. Frame 0 of the run has 65537.*")]
    [InlineData("01FFFFFFFF0000000000000000", 1, "*at most 65536 bytes. Frame 0 of the run has 4294967295.*")]
    [InlineData("01000000000000000000000000FF", 1, "*1 bytes follow*")]
    [InlineData("", 0, "*at least 1 frame*")]
    public void Malformed_bytes_are_named(string hex, int count, string expected)
    {
        FrameCodec.TryMeasure(Convert.FromHexString(hex), count, out _, out var fault).Should().BeFalse();
        fault!.Text.Should().Match(expected);
        fault.Reason.Should().Be(expected.Contains("at most", StringComparison.Ordinal) ? Reason.FrameTooLarge : Reason.MalformedFrames);
    }

    [Fact]
    public void Any_bytes_are_either_measured_or_refused_and_never_throw() =>
        Prop.ForAll<byte[], int>((bytes, count) =>
        {
            if (FrameCodec.TryMeasure(bytes ?? [], count % 4, out _, out _))
                new FrameRun(1, count % 4, bytes).GetEnumerator().MoveNext().Should().BeTrue();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Block_payloads_read_back_and_long_command_lines_are_cut()
    {
        BlockStart.TryRead(new BlockStart(3, "echo \u00fc", null).ToPayload(), out var start).Should().BeTrue();
        start.Should().Be(new BlockStart(3, "echo \u00fc", null));
        BlockStart.TryRead("""{"block":1,"command":"ls","directory":null,"ranBy":{"name":"Ana","email":"ana@example.com"}}"""u8, out var others).Should().BeTrue();
        others!.RanBy.Should().Be(new Person("Ana", "ana@example.com"));
        Encoding.UTF8.GetString(start!.ToPayload()).Should().NotContain("ranBy", "the sharer's own commands name nobody");
        BlockStart.TryRead(new BlockStart(3, new string('x', 10_000), "/").ToPayload(), out var cut).Should().BeTrue();
        cut!.Command!.Length.Should().Be(BlockStart.MaxCommand);
        var worst = new string('\u0001', 10_000);
        new BlockStart(int.MaxValue, worst, worst).ToPayload().Length.Should().BeLessThanOrEqualTo(WireLimits.FramePayloadBytes);
        BlockEnd.TryRead(Encoding.UTF8.GetBytes("""{"block":0}"""), out _).Should().BeFalse();
        BlockEnd.TryRead("nonsense"u8, out _).Should().BeFalse();
    }

    private static Arbitrary<(FrameKind Kind, long At, byte[] Payload)[]> Runs =>
        ArbMap.Default.ArbFor<(byte Kind, NonNegativeInt At, byte[] Payload)[]>()
            .Filter(frames => frames.Length > 0)
            .Convert(
                frames => frames.Select(frame => ((FrameKind)((frame.Kind % 8) + 1), (long)frame.At.Get, frame.Payload ?? [])).ToArray(),
                frames => frames.Select(frame => ((byte)frame.Item1, NonNegativeInt.NewNonNegativeInt((int)frame.Item2), frame.Item3)).ToArray());

    private static FrameRun Run(long first, params (FrameKind Kind, long At, byte[] Payload)[] frames)
    {
        var writer = new ArrayBufferWriter<byte>();
        foreach (var (kind, at, payload) in frames)
            FrameCodec.Write(writer, kind, at, payload);
        return new FrameRun(first, frames.Length, writer.WrittenMemory);
    }
}
