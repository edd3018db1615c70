using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

public abstract partial class FrameLogContract
{
    [Fact]
    public async Task Deleted_session_has_no_log_no_blocks_and_no_days()
    {
        var head = await Share(5, 5);
        await Commit(new LogCommit(Session, head.Generation, 2, [], 0, 1, [Running]));

        await Log.Delete(Session, default);

        (await Log.Peek(Session, default)).Should().BeNull();
        (await Log.Read(Session, 0, 1000, default)).Should().BeEmpty();
        (await Log.ReadBlocks(Session, 0, 10, default)).Should().BeEmpty();
        (await Log.PayloadBytesOn(Session, TestFrames.Day, default)).Should().Be(0);
    }

    [Fact]
    public async Task Deleting_a_session_without_a_log_does_nothing()
    {
        await Log.Delete(Session, default);

        (await Log.Peek(Session, default)).Should().BeNull();
    }

    [Fact]
    public async Task Deleting_leaves_other_sessions_as_they_are()
    {
        await Share(5, 5);
        var other = await Log.Open("other", default);
        await Commit(TestFrames.Commit("other", other, 70));

        await Log.Delete(Session, default);

        (await ReadAll("other")).Should().ContainSingle();
        (await Log.PayloadBytesOn("other", TestFrames.Day, default)).Should().Be(70);
    }

    [Fact]
    public async Task Writer_from_before_a_delete_gets_Conflict_even_at_the_same_end()
    {
        var before = await Log.Open(Session, default);
        await Log.Delete(Session, default);
        (await Log.Commit(TestFrames.Commit(Session, before, 5), default)).Should().Be(CommitOutcome.Conflict);

        var after = await Log.Open(Session, default);

        after.Generation.Should().BeGreaterThan(before.Generation);
        (await Log.Commit(TestFrames.Commit(Session, before, 5), default)).Should().Be(CommitOutcome.Conflict);
        await Commit(TestFrames.Commit(Session, after, 5));
    }

    [Fact]
    public async Task Reopening_takes_the_next_generation_of_a_log_and_makes_none()
    {
        (await Log.Reopen(Session, default)).Should().BeNull();
        (await Log.Peek(Session, default)).Should().BeNull();
        var head = await Log.Open(Session, default);
        await Commit(TestFrames.Commit(Session, head, 5));

        var again = await Log.Reopen(Session, default);

        again!.Generation.Should().BeGreaterThan(head.Generation);
        again.End.Should().Be(1);
        (await Log.Commit(TestFrames.Commit(Session, head with { End = 1 }, 5), default)).Should().Be(CommitOutcome.Conflict);
        await Commit(TestFrames.Commit(Session, again, 5));
        await Log.Delete(Session, default);
        (await Log.Reopen(Session, default)).Should().BeNull();
        (await Log.Peek(Session, default)).Should().BeNull();
    }

    [Fact]
    public async Task Others_commit_while_a_session_is_deleted()
    {
        var head = await Log.Open(Session, default);
        for (var end = 0; end < 40; end++)
            await Commit(TestFrames.Commit(Session, head with { End = end }, 60_000));
        var other = await Log.Open("other", default);

        var delete = Log.Delete(Session, default);
        for (var end = 0; end < 20; end++)
            await Commit(TestFrames.Commit("other", other with { End = end }, 100));
        await delete;

        (await ReadAll("other")).Should().HaveCount(20);
        (await Log.Peek(Session, default)).Should().BeNull();
    }
}
