using SessionShare.Protocol;

namespace SessionShare.Storage.Tests;

public abstract partial class FrameLogContract
{
    [Fact]
    public async Task Read_from_any_sequence_starts_one_behind_it()
    {
        var head = await Log.Open(Session, default);
        for (var end = 0; end < 12; end += 4)
            await Commit(TestFrames.Commit(Session, head with { End = end }, 10, 2000, 1, 300));
        var all = await ReadAll();

        for (var after = 0; after <= 12; after++)
            (await ReadAll(after: after)).Should().Equal(all.Skip(after));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public async Task Read_in_pages_of_any_size_gives_every_frame_once(int maxBytes)
    {
        var head = await Log.Open(Session, default);
        for (var end = 0; end < 40; end += 2)
            await Commit(TestFrames.Commit(Session, head with { End = end }, 90, 410));

        (await ReadAll(maxBytes: maxBytes)).Should().Equal(await ReadAll(maxBytes: int.MaxValue)).And.HaveCount(40);
    }

    [Fact]
    public async Task Read_keeps_to_its_bytes_unless_one_frame_is_larger()
    {
        await Share([.. Enumerable.Repeat(1000, 50)]);

        (await Read(0, 5100)).Should().HaveCount(5);
        (await Read(7, 1)).Should().ContainSingle().Which.Sequence.Should().Be(8);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(long.MaxValue - 1)]
    public async Task Read_at_or_behind_the_end_is_empty(long after)
    {
        await Share(1, 2, 3);

        (await Log.Read(Session, after, 1000, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task Read_of_a_session_without_a_log_is_empty() => (await Log.Read(Session, 0, 1000, default)).Should().BeEmpty();

    [Fact]
    public async Task Runs_keep_the_epoch_that_wrote_them()
    {
        var head = await Log.Open(Session, default);
        await Commit(TestFrames.Commit(Session, head.Generation, 0,
            [new(1, TestFrames.Run(1, 5, 5)), new(1, TestFrames.Run(3, 5)), new(2, TestFrames.Run(4, 5)), new(3, TestFrames.Run(5, 5, 5))]));

        var frames = await ReadAll();

        frames.Select(frame => frame.Epoch).Should().Equal(1, 1, 1, 2, 3, 3);
        (await Log.Peek(Session, default))!.Epoch.Should().Be(3);
    }

    [Fact]
    public async Task Frames_of_the_largest_size_and_of_none_are_read_as_written()
    {
        const int Most = WireLimits.FramePayloadBytes;
        await Share(Most, 0, Most, Most, Most, Most);

        var frames = await ReadAll(maxBytes: 1);

        frames.Select(frame => frame.Payload.Length / 2).Should().Equal(Most, 0, Most, Most, Most, Most);
        frames.Should().OnlyContain(frame => frame.Payload == Convert.ToHexString(TestFrames.Payload(frame.Sequence, frame.Payload.Length / 2)));
    }

    [Fact]
    public async Task Payload_bytes_are_counted_by_day()
    {
        var head = await Log.Open(Session, default);
        await Commit(TestFrames.Commit(Session, head, 100) with { Day = 5 });
        await Commit(TestFrames.Commit(Session, head with { End = 1 }, 20, 3) with { Day = 5 });
        await Commit(TestFrames.Commit(Session, head with { End = 3 }, 7) with { Day = 6 });

        (await Log.PayloadBytesOn(Session, 5, default)).Should().Be(123);
        (await Log.PayloadBytesOn(Session, 6, default)).Should().Be(7);
        (await Log.PayloadBytesOn(Session, 7, default)).Should().Be(0);
        (await Log.Peek(Session, default))!.PayloadBytes.Should().Be(130);
    }
}
