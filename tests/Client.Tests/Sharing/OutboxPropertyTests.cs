using FsCheck;
using FsCheck.Fluent;

namespace SessionShare.Client.Tests;

public sealed class OutboxPropertyTests
{
    [Fact]
    public void Bytes_at_the_server_are_the_bytes_given_whatever_is_cut_lost_or_refused() => Check(new()
    {
        FramePayload = 16,
        Append = 64,
        AppendsUnderWay = 4,
        BytesUnderWay = 200,
        Held = 1_000_000,
        Slab = 60,
    });

    [Fact]
    public void Given_up_bytes_are_told_exactly_where_they_are_missing() => Check(new()
    {
        FramePayload = 16,
        Append = 64,
        AppendsUnderWay = 2,
        BytesUnderWay = 80,
        Held = 400,
        Slab = 60,
    });

    private static void Check(OutboxLimits limits) =>
        Prop.ForAll(Gen.Choose(0, 1 << 20).ListOf(400).ToArbitrary(), plan =>
        {
            var world = new OutboxWorld(limits);
            foreach (var number in plan)
                world.Step(number);
            world.Finish();
            world.Check();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(120));
}
