using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

/// <summary>How frames lie in the file: rows, pages, and what an opening reads of them.</summary>
public sealed class SqliteRowsTests : IDisposable
{
    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Small_runs_of_a_commit_and_an_epoch_become_one_row()
    {
        await using var store = _folder.Open(new SqliteLimits());
        var log = new SqliteFrameLog(store);
        var head = await log.Open("s", default);
        var runs = Enumerable.Range(1, 100).Select(n => new LoggedRun(n <= 60 ? 1 : 2, TestFrames.Run(n, 20))).ToList();

        await log.Commit(TestFrames.Commit("s", head.Generation, 0, runs), default);

        (await RunRows(store)).Should().Be(2);
    }

    [Fact]
    public async Task Large_run_is_cut_at_frame_borders_into_rows_of_bounded_size()
    {
        await using var store = _folder.Open(new SqliteLimits { BlobBytes = 2500 });
        var log = new SqliteFrameLog(store);
        var head = await log.Open("s", default);

        await log.Commit(TestFrames.Commit("s", head, [.. Enumerable.Repeat(1000, 10)]), default);

        (await RunRows(store)).Should().Be(5);
        (await store.Readers.Read(database => database.Number("SELECT max(length(sealed)) FROM run"), default)).Should().Be(2026 + LogCipher.Overhead);
    }

    [Fact]
    public async Task Opening_a_session_of_100_MB_reads_a_few_pages()
    {
        const int Commits = 400;
        await using (var store = _folder.Open(new SqliteLimits()))
        {
            var log = new SqliteFrameLog(store);
            var first = await log.Open("s", default);
            var run = TestFrames.Run(1, 50_000, 50_000, 50_000, 50_000, 50_000);
            await Task.WhenAll(Enumerable.Range(0, Commits).Select(i =>
                log.Commit(TestFrames.Commit("s", first.Generation, i * 5L, [new LoggedRun(1, run with { First = (i * 5L) + 1 })]) with { Blocks = BlocksOf(i) }, default)));
            await log.Trim(new LogTrim("s", first.Generation, 6, 250_000), default);
        }

        await using (var store = _folder.Open(new SqliteLimits { Readers = 1 }))
        {
            var log = new SqliteFrameLog(store);
            await store.Writer.Between(database => database.TakePagesRead());
            await store.Readers.Read(database => database.TakePagesRead(), default);

            (await log.Open("s", default)).Should().BeEquivalentTo(new { Oldest = 6, End = Commits * 5, NewestBlock = new { Number = Commits * 5 } });
            (await log.Peek("s", default))!.PayloadBytes.Should().Be(100_000_000);

            (await store.Writer.Between(database => database.TakePagesRead())).Should().BeLessThan(30);
            (await store.Readers.Read(database => database.TakePagesRead(), default)).Should().BeLessThan(30);
            (await log.ReadBlocks("s", 1900, 10, default)).Should().HaveCount(10);
            (await store.Readers.Read(database => database.TakePagesRead(), default)).Should().BeLessThan(30);
            (await log.Read("s", 1234, 100_000, default)).Should().ContainSingle().Which.Run.First.Should().Be(1235);
            (await store.Readers.Read(database => database.TakePagesRead(), default)).Should().BeLessThan(60);
        }
    }

    /// <summary>A block a frame.</summary>
    private static IReadOnlyList<BlockRow> BlocksOf(int commit) =>
        [.. Enumerable.Range((commit * 5) + 1, 5).Select(n => new BlockRow(n, "echo", "/", n, n, n, n, 0, n * 50_000L))];

    private static Task<long> RunRows(SqliteStore store) =>
        store.Readers.Read(database => database.Number("SELECT count(*) FROM run"), default);
}
