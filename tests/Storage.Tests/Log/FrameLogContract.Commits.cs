using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

public abstract partial class FrameLogContract
{
    [Fact]
    public async Task Opening_an_unknown_session_makes_an_empty_log()
    {
        var head = await Log.Open(Session, default);

        head.Should().BeEquivalentTo(new LogHead(head.Generation, 1, 0, 0, 0, null));
        head.Generation.Should().BePositive();
    }

    [Fact]
    public async Task Peek_answers_nothing_for_a_session_without_a_log() => (await Log.Peek(Session, default)).Should().BeNull();

    [Fact]
    public async Task Peek_shows_the_log_and_leaves_its_writer_in_place()
    {
        var head = await Log.Open(Session, default);
        (await Log.Peek(Session, default)).Should().Be(head);

        await Commit(TestFrames.Commit(Session, head, 10, 20));

        (await Log.Peek(Session, default)).Should().Be(head with { End = 2, Epoch = 1, PayloadBytes = 30 });
    }

    [Fact]
    public async Task Commit_moves_the_end_by_its_frames()
    {
        var head = await Share(5, 6, 7);
        await Commit(TestFrames.Commit(Session, head, 8));

        var next = await Log.Open(Session, default);

        next.Should().BeEquivalentTo(new LogHead(next.Generation, 1, 4, 1, 26, null));
    }

    [Fact]
    public async Task Frames_are_there_after_the_store_was_closed()
    {
        await Share(100, 200);
        var before = await ReadAll();

        await Reopen();

        (await ReadAll()).Should().Equal(before).And.HaveCount(2);
    }

    [Fact]
    public async Task Writer_of_an_older_generation_gets_Conflict_and_changes_nothing()
    {
        var old = await Log.Open(Session, default);
        var young = await Log.Open(Session, default);
        young.Generation.Should().BeGreaterThan(old.Generation);

        (await Log.Commit(TestFrames.Commit(Session, old, 9), default)).Should().Be(CommitOutcome.Conflict);

        (await Log.Peek(Session, default)).Should().Be(young);
        await Commit(TestFrames.Commit(Session, young, 9));
    }

    [Fact]
    public async Task Generations_grow_over_a_restart()
    {
        var old = await Share(1);
        await Reopen();

        var young = await Log.Open(Session, default);

        young.Generation.Should().BeGreaterThan(old.Generation);
        (await Log.Commit(TestFrames.Commit(Session, old, 9), default)).Should().Be(CommitOutcome.Conflict);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Writer_that_expects_another_end_gets_Conflict(int off)
    {
        var head = await Share(5, 5);

        var outcome = await Log.Commit(TestFrames.Commit(Session, head with { End = head.End + off }, 5), default);

        outcome.Should().Be(CommitOutcome.Conflict);
        (await Log.Peek(Session, default)).Should().Be(head);
    }

    [Fact]
    public async Task Commit_done_twice_gets_Conflict_the_second_time()
    {
        var head = await Log.Open(Session, default);
        var commit = TestFrames.Commit(Session, head, 5);
        await Commit(commit);

        (await Log.Commit(commit, default)).Should().Be(CommitOutcome.Conflict);

        (await ReadAll()).Should().ContainSingle();
    }

    [Fact]
    public async Task Commit_to_a_session_without_a_log_gets_Conflict() =>
        (await Log.Commit(TestFrames.Commit(Session, new LogHead(1, 1, 0, 0, 0, null), 5), default)).Should().Be(CommitOutcome.Conflict);

    [Fact]
    public async Task Commit_with_a_hole_between_its_runs_is_refused_as_a_bug()
    {
        var head = await Log.Open(Session, default);
        var holed = TestFrames.Commit(Session, head.Generation, 0, [new(1, TestFrames.Run(1, 5)), new(1, TestFrames.Run(3, 5))]);

        await Log.Invoking(log => log.Commit(holed, default)).Should().ThrowAsync<ArgumentException>();

        (await Log.Peek(Session, default)).Should().Be(head);
    }

    [Fact]
    public async Task Commit_of_a_session_may_follow_the_one_under_way()
    {
        var head = await Log.Open(Session, default);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            Log.Commit(TestFrames.Commit(Session, head with { End = i }, 100), default)));

        outcomes.Should().AllBeEquivalentTo(CommitOutcome.Committed);
        (await ReadAll()).Should().HaveCount(50);
    }

    [Fact]
    public async Task Cancelled_commit_that_had_not_begun_is_not_written()
    {
        var head = await Log.Open(Session, default);

        await Log.Invoking(log => log.Commit(TestFrames.Commit(Session, head, 5), new CancellationToken(true)))
            .Should().ThrowAsync<OperationCanceledException>();

        (await Log.Peek(Session, default)).Should().Be(head);
    }

    [Fact]
    public async Task Sessions_commit_in_parallel_and_a_conflict_of_one_spoils_no_other()
    {
        var sessions = Enumerable.Range(0, 20).Select(i => $"session{i}").ToList();

        await Task.WhenAll(sessions.Select(async (session, i) =>
        {
            var head = await Log.Open(session, default);
            for (var end = 0; end < 30; end++)
            {
                var stale = Log.Commit(TestFrames.Commit(session, head with { Generation = head.Generation - 1, End = end }, 3), default);
                var right = Log.Commit(TestFrames.Commit(session, head with { End = end }, 10 + i), default);
                (await right).Should().Be(CommitOutcome.Committed);
                (await stale).Should().Be(CommitOutcome.Conflict);
            }
        }));

        foreach (var (session, i) in sessions.Select((session, i) => (session, i)))
        {
            var expected = Enumerable.Range(1, 30).Select(n => new LoggedFrame(1, n, Convert.ToHexString(TestFrames.Payload(n, 10 + i))));
            (await ReadAll(session)).Should().Equal(expected);
        }
    }
}
