using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

public abstract partial class FrameLogContract
{
    [Fact]
    public async Task Trimmed_frames_are_never_read_again_wherever_the_cut_is()
    {
        var head = await Log.Open(Session, default);
        for (var end = 0; end < 40; end += 4)
            await Commit(TestFrames.Commit(Session, head with { End = end }, 10, 2000, 1, 300));
        var all = await ReadAll();

        foreach (var oldest in new[] { 2L, 3, 9, 22, 40, 41 })
        {
            await Trim(head, oldest);

            (await ReadAll()).Should().Equal(all.Skip((int)oldest - 1));
            (await Read(oldest + 2, 100)).Select(frame => frame.Sequence).Take(1).Should().Equal(oldest + 3 <= 40 ? [oldest + 3] : []);
            (await Read(Math.Max(oldest - 3, 0), 1)).Select(frame => frame.Sequence).Should().Equal(oldest <= 40 ? [oldest] : []);
        }
    }

    [Fact]
    public async Task Trimmed_log_says_so_to_its_next_writer_also_after_a_restart()
    {
        var head = await Share(5, 6, 7, 8);
        await Trim(head, 3, 11);
        var expected = head with { Oldest = 3, TrimmedBytes = 11 };
        (await Log.Peek(Session, default)).Should().Be(expected);

        await Reopen();

        var next = await Log.Open(Session, default);
        next.Should().Be(expected with { Generation = next.Generation });
        (await Log.PayloadBytesOn(Session, TestFrames.Day, default)).Should().Be(26, "the day's bytes were used all the same");
        (await ReadAll()).Select(frame => frame.Sequence).Should().Equal(3, 4);
    }

    [Fact]
    public async Task Log_goes_on_behind_a_trim_of_everything()
    {
        var head = await Share(5, 6);
        await Trim(head, 3, 11);
        (await Log.Peek(Session, default)).Should().Be(head with { Oldest = 3, TrimmedBytes = 11 });
        (await Log.Read(Session, 0, 1000, default)).Should().BeEmpty();

        await Commit(TestFrames.Commit(Session, head, 7, 8));

        (await ReadAll()).Select(frame => frame.Sequence).Should().Equal(3, 4);
        (await Log.Peek(Session, default)).Should().Be(head with { Oldest = 3, End = 4, PayloadBytes = 26, TrimmedBytes = 11 });
    }

    [Fact]
    public async Task Trim_that_goes_no_further_changes_nothing()
    {
        var head = await Share(5, 6, 7);
        await Trim(head, 3, 11);

        await Trim(head, 3, 11);
        await Trim(head, 2, 5);
        await Trim(head, 1, 0);

        (await Log.Peek(Session, default)).Should().Be(head with { Oldest = 3, TrimmedBytes = 11 });
        (await ReadAll()).Should().ContainSingle().Which.Sequence.Should().Be(3);
    }

    [Fact]
    public async Task Trim_beyond_the_end_or_of_an_older_generation_or_of_no_log_gets_Conflict()
    {
        var old = await Share(5, 6);
        (await Log.Trim(new LogTrim(Session, old.Generation, 4, 11), default)).Should().Be(CommitOutcome.Conflict);
        var young = await Log.Open(Session, default);

        (await Log.Trim(new LogTrim(Session, old.Generation, 2, 5), default)).Should().Be(CommitOutcome.Conflict);
        (await Log.Trim(new LogTrim("unknown", 1, 1, 0), default)).Should().Be(CommitOutcome.Conflict);

        (await Log.Peek(Session, default)).Should().Be(young);
        (await ReadAll()).Should().HaveCount(2);
    }

    [Fact]
    public async Task Blocks_that_end_below_leave_and_those_that_reach_beyond_stay()
    {
        var head = await Log.Open(Session, default);
        for (var end = 0; end < 30; end += 3)
            await Commit(TestFrames.Commit(Session, head with { End = end }, 900, 900, 900) with { Blocks = [Of(end / 3, end + 1, end + 3)] });
        await Commit(TestFrames.Commit(Session, head with { End = 30 }, 900) with { Blocks = [Of(10, 31, null)] });

        await Trim(head, 17);
        (await Numbers(0, 100)).Should().Equal(5, 6, 7, 8, 9, 10);
        (await Numbers(3, 2)).Should().Equal(5, 6);
        (await Log.Peek(Session, default))!.NewestBlock.Should().Be(Of(10, 31, null));

        await Trim(head, 32);
        (await Log.ReadBlocks(Session, 0, 100, default)).Should().Equal(Of(10, 31, null));
        await Reopen();
        (await Log.ReadBlocks(Session, 0, 100, default)).Should().Equal(Of(10, 31, null));
        (await Log.Peek(Session, default))!.NewestBlock.Should().Be(Of(10, 31, null));
    }

    /// <summary>Its row was written with frames that are long gone.</summary>
    [Fact]
    public async Task Block_that_runs_through_many_trims_keeps_its_row_and_ends_in_it()
    {
        var head = await Log.Open(Session, default);
        await Commit(TestFrames.Commit(Session, head, 900) with { Blocks = [Of(1, 1, null)] });
        for (var end = 1; end < 40; end++)
        {
            await Commit(TestFrames.Commit(Session, head with { End = end }, 900));
            await Trim(head, end);
            (await Log.ReadBlocks(Session, 0, 9, default)).Should().Equal(Of(1, 1, null));
        }

        head = await Log.Open(Session, default);
        head.NewestBlock.Should().Be(Of(1, 1, null));
        await Commit(TestFrames.Commit(Session, head, 10) with { Blocks = [Of(1, 1, 41)] });
        (await Log.ReadBlocks(Session, 0, 9, default)).Should().Equal(Of(1, 1, 41));

        await Trim(head, 42);
        (await Log.ReadBlocks(Session, 0, 9, default)).Should().BeEmpty();
        (await Log.Peek(Session, default))!.NewestBlock.Should().BeNull();
    }

    [Fact]
    public async Task Reads_and_commits_go_on_while_the_log_is_trimmed_again_and_again()
    {
        var head = await Log.Open(Session, default);
        var written = 0L;
        var writing = Write();
        var after = 0L;
        while (!writing.IsCompleted || after < written)
        {
            var frames = await Read(after, 5000);
            if (frames.Count == 0)
            {
                await Task.Yield();
                continue;
            }

            frames[0].Sequence.Should().BeGreaterThan(after);
            frames.Should().OnlyContain(frame => frame.Payload == Convert.ToHexString(TestFrames.Payload(frame.Sequence, 700)));
            after = frames[^1].Sequence;
        }

        await writing;
        (await ReadAll()).Select(frame => frame.Sequence).Should().Equal(Enumerable.Range(46, 15).Select(n => (long)n));

        async Task Write()
        {
            for (var end = 0; end < 60; end++)
            {
                await Commit(TestFrames.Commit(Session, head with { End = end }, 700) with { Blocks = [Of(end + 1, end + 1, end + 1)] });
                Volatile.Write(ref written, end + 1);
                if (end % 5 == 0 && end > 10)
                    await Trim(head, end - 9);
            }
        }
    }

    [Fact]
    public async Task Deleting_a_trimmed_log_leaves_nothing_and_the_next_one_begins_anew()
    {
        var head = await Share(5, 6, 7);
        await Trim(head, 3, 11);

        await Log.Delete(Session, default);

        (await Log.Peek(Session, default)).Should().BeNull();
        (await Share(4)).Should().BeEquivalentTo(new { Oldest = 1, End = 1, TrimmedBytes = 0 });
    }

    private protected static BlockRow Of(int number, long first, long? last) =>
        new(number, $"command {number}", "/", first, last, first, last, last is null ? null : 0, first * 10);

    private protected async Task Trim(LogHead head, long oldest, long payloadBytes = 0) =>
        (await Log.Trim(new LogTrim(Session, head.Generation, oldest, payloadBytes), default)).Should().Be(CommitOutcome.Committed);
}
