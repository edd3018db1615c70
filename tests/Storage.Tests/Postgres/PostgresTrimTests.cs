using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

/// <summary>What a trim leaves in the database, and what an opening reads of it.</summary>
public sealed class PostgresTrimTests
{
    [Fact]
    public async Task Rows_that_are_wholly_below_go_and_no_others()
    {
        var server = await PostgresServer.Shared;
        await using var store = await PostgresDatabases.Open(PostgresDatabases.Tiny(await PostgresDatabases.Emptied("trims")));
        var log = new PostgresFrameLog(store);
        var head = await Fill(log, commits: 10, bytes: 10);

        await log.Trim(new LogTrim("s", head.Generation, 17, 160), default);
        await store.Trims.Done;

        // Rows of three frames: the one of 16 to 18 stays; blocks 1 to 5 ended at 3 to 15.
        (await server.Do("trims", "SELECT min(first) FROM frame_run")).Should().Be(16L);
        (await server.Do("trims", "SELECT count(*) FROM frame_block")).Should().Be(5L);
    }

    [Fact]
    public async Task Trim_cut_short_is_finished_by_the_next_start_of_any_silo()
    {
        var server = await PostgresServer.Shared;
        var database = await PostgresDatabases.Emptied("trims_cut");
        await using (var store = await PostgresDatabases.Open(PostgresDatabases.Tiny(database)))
        {
            var head = await Fill(new PostgresFrameLog(store), commits: 200, bytes: 10);
            await store.Database.Use(connection => PostgresLogTrimming.MoveOldest(connection, new LogTrim("s", head.Generation, 301, 0), default), default);
            (await server.Do("trims_cut", "SELECT count(*) FROM frame_block")).Should().Be(200L, "only the head was moved");
        }

        await using var next = await PostgresDatabases.Open(PostgresDatabases.Tiny(database));
        await next.LeftoversDeleted;

        (await server.Do("trims_cut", "SELECT min(first) FROM frame_run")).Should().Be(301L);
        (await server.Do("trims_cut", "SELECT count(*) FROM frame_block")).Should().Be(100L);
        TestFrames.Frames(await new PostgresFrameLog(next).Read("s", 0, int.MaxValue, default)).Should().HaveCount(300);
    }

    /// <summary>What comes to the silo, and what the server looks at for it: frames lie in rows of their own and in their overflow table.</summary>
    [Fact]
    public async Task Opening_a_session_of_100_MB_reads_none_of_its_frames()
    {
        const string Name = "opening";
        const string Looked = "coalesce(heap_blks_read + heap_blks_hit, 0) + coalesce(toast_blks_read + toast_blks_hit, 0)";
        const string OfFrames = $"SELECT {Looked} FROM pg_statio_user_tables WHERE relname = 'frame_run'";
        const string OfHeads = $"SELECT {Looked} FROM pg_statio_user_tables WHERE relname = 'frame_log'";
        var server = await PostgresServer.Shared;
        var options = PostgresDatabases.Tiny(await PostgresDatabases.Emptied(Name));
        (options.RowBytes, options.GroupBytes) = (256 * 1024, 4 * 1024 * 1024);
        await using (var store = await PostgresDatabases.Open(options))
            await Fill(new PostgresFrameLog(store), commits: 700, bytes: 48_000);
        var (frames, heads) = (await Settled(server, OfFrames), await Settled(server, OfHeads));
        frames.Should().BeGreaterThan(10_000, "the count must see what a commit touches");

        using var relay = new Relay(server.Port);
        options.ConnectionString = server.ConnectionString(Name, relay.Port);
        await using (var store = await PostgresDatabases.Open(options))
        {
            await store.LeftoversDeleted;
            var log = new PostgresFrameLog(store);
            (await log.Open("s", default)).Should().BeEquivalentTo(new { End = 2100, PayloadBytes = 100_800_000, NewestBlock = new { Number = 700 } });
            (await log.ReadBlocks("s", 600, 10, default)).Should().HaveCount(10);
        }

        // The server tells its counts once the connections are gone.
        (await Until(server, OfHeads, count => count > heads)).Should().BeGreaterThan(heads);
        (await Settled(server, OfFrames)).Should().Be(frames);
        relay.Answered.Should().BeLessThan(100_000);
    }

    /// <summary>A count that no connection of a closed store adds to any more.</summary>
    private static async Task<long> Settled(PostgresServer server, string count)
    {
        await Until(server, "SELECT count(*) FROM pg_stat_activity WHERE datname = 'opening' AND pid <> pg_backend_pid()", open => open == 0);
        return await Number(server, count);
    }

    private static async Task<long> Until(PostgresServer server, string sql, Func<long, bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var number = await Number(server, sql);
            if (holds(number))
                return number;
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<long> Number(PostgresServer server, string sql) => Convert.ToInt64(await server.Do("opening", sql));

    /// <summary>Commits of three frames that are a block each.</summary>
    private static async Task<LogHead> Fill(PostgresFrameLog log, int commits, int bytes)
    {
        var head = await log.Open("s", default);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, commits).Select(i =>
        {
            var block = new BlockRow(i + 1, "ls", "/", (i * 3) + 1, (i + 1) * 3, 1, 2, 0, 0);
            return log.Commit(TestFrames.Commit("s", head with { End = i * 3 }, bytes, bytes, bytes) with { Blocks = [block] }, default);
        }));
        outcomes.Should().AllBeEquivalentTo(CommitOutcome.Committed);
        return head;
    }
}
