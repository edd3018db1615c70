using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

/// <summary>What a trim leaves in the file, and what happens to one that is cut short.</summary>
public sealed class SqliteTrimTests : IDisposable
{
    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Trimmed_frames_are_overwritten()
    {
        await using var store = _folder.Open(new SqliteLimits());
        var log = new SqliteFrameLog(store);
        var head = await log.Open("s", default);
        await log.Commit(TestFrames.Commit("s", head, 60_000, 60_000), default);
        await log.Commit(TestFrames.Commit("s", head with { End = 2 }, 60_000), default);
        var (gone, kept) = (await Middle(store, 1), await Middle(store, 3));
        _folder.Holds(gone).Should().BeTrue("the scan must be able to find it");

        await log.Trim(new LogTrim("s", head.Generation, 3, 120_000), default);
        await store.Trims.Done;

        _folder.Holds(gone).Should().BeFalse();
        _folder.Holds(kept).Should().BeTrue();
    }

    [Fact]
    public async Task Only_rows_that_are_wholly_below_go()
    {
        await using var store = _folder.Open(new SqliteLimits());
        var log = new SqliteFrameLog(store);
        var head = await Fill(log, commits: 10);

        await log.Trim(new LogTrim("s", head.Generation, 16, 0), default);
        await store.Trims.Done;

        // Rows of three frames: the one of 16 to 18 stays, and with it what comes behind; blocks 1 to 5 ended at 3 to 15.
        (await Number(store, "SELECT count(*) FROM run")).Should().Be(5);
        (await Number(store, "SELECT count(*) FROM block")).Should().Be(5);
        await log.Trim(new LogTrim("s", head.Generation, 18, 0), default);
        await store.Trims.Done;
        (await Number(store, "SELECT count(*) FROM run")).Should().Be(5);
    }

    [Fact]
    public async Task Trim_takes_as_many_transactions_as_it_has_pieces()
    {
        await using var store = _folder.Open(new SqliteLimits { BlobBytes = 1000, DeletePieceBytes = 10_000 });
        var log = new SqliteFrameLog(store);
        var head = await log.Open("s", default);
        await log.Commit(TestFrames.Commit("s", head, [.. Enumerable.Repeat(987, 120)]), default);
        var before = store.Writer.Commits;

        await log.Trim(new LogTrim("s", head.Generation, 101, 0), default);
        await store.Trims.Done;

        // One that moves the head, ten for 100,000 bytes, one that finds that nothing is left.
        (store.Writer.Commits - before).Should().Be(12);
    }

    [Fact]
    public async Task Trim_cut_short_is_finished_by_the_next_opening()
    {
        await using (var store = _folder.Open())
        {
            var head = await Fill(new SqliteFrameLog(store), commits: 200);
            await store.Writer.Write(0, database => LogTrimming.Move(database, new LogTrim("s", head.Generation, 301, 0)), default);
            (await Number(store, "SELECT count(*) FROM block")).Should().Be(200, "only the head was moved");
        }

        await using (var store = _folder.Open())
        {
            await store.LeftoversDeleted;
            (await Number(store, "SELECT min(first) FROM run")).Should().Be(301);
            (await Number(store, "SELECT count(*) FROM block")).Should().Be(100);
            TestFrames.Frames(await new SqliteFrameLog(store).Read("s", 0, int.MaxValue, default)).Should().HaveCount(300);
        }
    }

    [Fact]
    public async Task Store_closes_during_a_trim_and_finishes_it_at_the_next_opening()
    {
        await using (var store = _folder.Open(SqliteFolder.Tiny with { DeletePieceBytes = 1 }))
        {
            var log = new SqliteFrameLog(store);
            var head = await Fill(log, commits: 200);
            await log.Trim(new LogTrim("s", head.Generation, 301, 0), default);
        }

        await using (var store = _folder.Open())
        {
            await store.LeftoversDeleted;
            (await Number(store, "SELECT min(first) FROM run")).Should().Be(301);
            (await Number(store, "SELECT count(*) FROM block")).Should().Be(100);
        }
    }

    /// <summary>Commits of three frames that are a block and a row each.</summary>
    private static async Task<LogHead> Fill(SqliteFrameLog log, int commits)
    {
        var head = await log.Open("s", default);
        for (var i = 0; i < commits; i++)
        {
            var block = new BlockRow(i + 1, "ls", "/", (i * 3) + 1, (i + 1) * 3, 1, 2, 0, 0);
            (await log.Commit(TestFrames.Commit("s", head with { End = i * 3 }, 10, 10, 10) with { Blocks = [block] }, default)).Should().Be(CommitOutcome.Committed);
        }

        return head;
    }

    private static Task<long> Number(SqliteStore store, string sql) => store.Readers.Read(database => database.Number(sql), default);

    private static Task<byte[]> Middle(SqliteStore store, long first) => store.Readers.Read(
        database =>
        {
            using var row = database.Use($"SELECT substr(sealed, 30000, 64) FROM run WHERE first = {first}");
            row.Step().Should().BeTrue();
            return row.Bytes(0).ToArray();
        },
        default);
}
