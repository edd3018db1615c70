using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

public abstract partial class FrameLogContract
{
    private static readonly BlockRow Running = new(1, "make -j2", "/src", 1, null, 1000, null, null, 12);
    private static readonly BlockRow Ended = Running with { LastSequence = 9, EndedAt = 5000, ExitCode = -1 };

    [Fact]
    public async Task Blocks_are_stored_with_the_frames_of_their_commit()
    {
        var head = await Log.Open(Session, default);
        await Commit(TestFrames.Commit(Session, head, 5) with { Blocks = [Running] });

        (await Log.ReadBlocks(Session, 0, 10, default)).Should().Equal(Running);
        (await Log.Peek(Session, default))!.NewestBlock.Should().Be(Running);
    }

    [Fact]
    public async Task Block_of_the_same_number_is_replaced()
    {
        var head = await Log.Open(Session, default);
        await Commit(new LogCommit(Session, head.Generation, 0, [], 0, 1, [Running]));
        await Commit(new LogCommit(Session, head.Generation, 0, [], 0, 1, [Ended]));

        (await Log.ReadBlocks(Session, 1, 10, default)).Should().Equal(Ended);
    }

    [Fact]
    public async Task Commit_without_frames_leaves_the_end_where_it_is()
    {
        var head = await Share(5, 5);
        await Commit(new LogCommit(Session, head.Generation, 2, [], 0, 1, [Running]));

        (await Log.Peek(Session, default)).Should().Be(head with { NewestBlock = Running });
        (await Log.Commit(new LogCommit(Session, head.Generation, 1, [], 0, 1, [Ended]), default)).Should().Be(CommitOutcome.Conflict);
        (await Log.ReadBlocks(Session, 1, 10, default)).Should().Equal(Running);
    }

    [Fact]
    public async Task Blocks_are_read_from_a_number_on_and_so_many()
    {
        var head = await Log.Open(Session, default);
        var blocks = new[] { 7, 2, 30, 4, 5 }.Select(number => Running with { Number = number }).ToList();
        await Commit(new LogCommit(Session, head.Generation, 0, [], 0, 1, blocks));

        (await Numbers(0, 10)).Should().Equal(2, 4, 5, 7, 30);
        (await Numbers(4, 2)).Should().Equal(4, 5);
        (await Numbers(31, 2)).Should().BeEmpty();
        (await Numbers(0, 0)).Should().BeEmpty();
        (await Log.Peek(Session, default))!.NewestBlock!.Number.Should().Be(30);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("printf 'a\0b'", "/tmp/\u00e4\u6f22\ud83d\ude00")]
    public async Task Command_lines_are_read_as_written(string? command, string? directory)
    {
        var block = Running with { Command = command, Directory = directory };
        var head = await Log.Open(Session, default);
        await Commit(new LogCommit(Session, head.Generation, 0, [], 0, 1, [block]));

        (await Log.ReadBlocks(Session, 1, 1, default)).Should().Equal(block);
    }

    private async Task<IEnumerable<int>> Numbers(int from, int count) =>
        (await Log.ReadBlocks(Session, from, count, default)).Select(block => block.Number);
}
