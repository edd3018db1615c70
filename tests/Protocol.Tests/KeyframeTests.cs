using FsCheck;
using FsCheck.Fluent;

namespace SessionShare.Protocol.Tests;

public sealed class KeyframeTests
{
    [Fact]
    public void Worked_example_of_the_protocol_document_is_what_is_written()
    {
        KeyframePart.Payloads(new TerminalSize(80, 24), "hi"u8.ToArray()).Should().ContainSingle()
            .Which.Should().Equal(0x03, 0x50, 0x00, 0x18, 0x00, 0x68, 0x69);
    }

    [Fact]
    public void Any_keyframe_comes_back_whole_from_its_parts() => Prop.ForAll(
        Gen.Choose(0, 4 * WireLimits.FramePayloadBytes).ToArbitrary(),
        length =>
        {
            var bytes = new byte[length];
            new System.Random(length).NextBytes(bytes);
            var assembly = new KeyframeAssembly();
            var whole = default(Keyframe?);
            var payloads = KeyframePart.Payloads(new TerminalSize(100, 30), bytes).ToList();
            foreach (var payload in payloads)
            {
                whole.Should().BeNull();
                payload.Length.Should().BeLessThanOrEqualTo(WireLimits.FramePayloadBytes);
                whole = assembly.TryComplete(new Frame(1, FrameKind.Keyframe, 0, payload), out var keyframe) ? keyframe : null;
            }

            whole!.Value.Size.Should().Be(new TerminalSize(100, 30));
            whole.Value.Bytes.ToArray().Should().Equal(bytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_keyframe_over_its_limit_is_not_written()
    {
        FluentActions.Invoking(() => KeyframePart.Payloads(new TerminalSize(80, 24), new byte[WireLimits.KeyframeBytes + 1]).ToList())
            .Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Other_frames_and_first_parts_break_a_keyframe_off()
    {
        var assembly = new KeyframeAssembly();
        byte[] first = [1, 80, 0, 24, 0, 1], rest = [2, 2], whole = [3, 90, 0, 20, 0, 3];

        Complete(assembly, FrameKind.Keyframe, first).Should().BeNull();
        Complete(assembly, FrameKind.Output, [9]).Should().BeNull();
        Complete(assembly, FrameKind.Keyframe, rest).Should().BeNull();
        Complete(assembly, FrameKind.Keyframe, first).Should().BeNull();
        Complete(assembly, FrameKind.Keyframe, whole)!.Value.Bytes.ToArray().Should().Equal(3);
    }

    private static Keyframe? Complete(KeyframeAssembly assembly, FrameKind kind, byte[] payload) =>
        assembly.TryComplete(new Frame(1, kind, 0, payload), out var keyframe) ? keyframe : null;
}
