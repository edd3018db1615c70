using System.Text;
using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

/// <summary>What a delete leaves in the files, and what happens to one that is cut short.</summary>
public sealed class SqliteDeleteTests : IDisposable
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("xq7-secret-of-the-deleted");
    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_that_was_typed_or_seen_stands_in_a_file_as_it_is()
    {
        await using var store = _folder.Open();
        var session = await Share(store, "s");
        for (var i = 0; i < 50; i++)
            await session.Write(new Random(i));

        _folder.Holds(Secret).Should().BeFalse();
    }

    [Fact]
    public async Task Deleted_frames_are_overwritten()
    {
        await using var store = _folder.Open(new SqliteLimits());
        var log = new SqliteFrameLog(store);
        await log.Commit(TestFrames.Commit("s", await log.Open("s", default), 60_000, 60_000), default);
        var middle = await Bytes(store, "SELECT substr(sealed, 50000, 64) FROM run");
        _folder.Holds(middle).Should().BeTrue("the scan must be able to find it");

        await log.Delete("s", default);

        _folder.Holds(middle).Should().BeFalse();
    }

    /// <summary>Keys of many logs come and go between others that stay; what a deleted log's rows left behind can't be read without its key.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Key_of_a_deleted_log_stands_in_no_file(int seed)
    {
        var random = new Random(seed);
        await using var store = _folder.Open(new SqliteLimits { CheckpointPages = 100 });
        // More than one page of keys.
        var sessions = (await Task.WhenAll(Enumerable.Range(0, 600).Select(i => Share(store, $"session{i}")))).ToList();
        var destroyed = new List<byte[]>();
        for (var i = 600; i < 660; i++)
        {
            sessions.Add(await Share(store, $"session{i}"));
            await sessions[random.Next(sessions.Count)].Write(random);
            var gone = sessions[random.Next(sessions.Count)];
            sessions.Remove(gone);
            destroyed.Add(await Key(store, gone.Name));
            if (i % 20 == 0)
                _folder.Holds(destroyed[^1]).Should().BeTrue("the scan must be able to find it");
            await new SqliteFrameLog(store).Delete(gone.Name, default);
        }

        destroyed.Where(key => _folder.Holds(key)).Should().BeEmpty();
        foreach (var session in sessions.Where(session => session.End > 0))
            TestFrames.Frames(await new SqliteFrameLog(store).Read(session.Name, 0, int.MaxValue, default)).Should().HaveCount((int)session.End);
    }

    [Fact]
    public async Task Delete_cut_short_is_finished_by_the_next_opening()
    {
        await using (var store = _folder.Open())
        {
            var session = await Share(store, "s");
            for (var i = 0; i < 50; i++)
                await session.Write(new Random(i));
            await store.Writer.Write(0, database => LogDeletion.Detach(database, "s"), default);
        }

        await using (var store = _folder.Open())
        {
            await store.LeftoversDeleted;
            (await Rows(store)).Should().Be(0);
        }
    }

    [Fact]
    public async Task Store_closes_during_a_delete_and_finishes_it_at_the_next_opening()
    {
        Task delete;
        await using (var store = _folder.Open(SqliteFolder.Tiny with { DeletePieceBytes = 1 }))
        {
            var session = await Share(store, "s");
            for (var i = 0; i < 50; i++)
                await session.Write(new Random(i));
            delete = new SqliteFrameLog(store).Delete("s", default);
            await Share(store, "other");
        }

        await Record.ExceptionAsync(() => delete);
        await using (var store = _folder.Open())
        {
            await store.LeftoversDeleted;
            (await Rows(store)).Should().Be(0);
        }
    }

    [Fact]
    public async Task Delete_takes_as_many_transactions_as_it_has_pieces()
    {
        await using var store = _folder.Open(new SqliteLimits { BlobBytes = 1000, DeletePieceBytes = 10_000 });
        var log = new SqliteFrameLog(store);
        await log.Commit(TestFrames.Commit("s", await log.Open("s", default), [.. Enumerable.Repeat(987, 100)]), default);
        var before = store.Writer.Commits;

        await log.Delete("s", default);

        // One that takes the log from its session, ten for 100,000 bytes, one for what is left.
        (store.Writer.Commits - before).Should().Be(12);
    }

    private static async Task<Writer> Share(SqliteStore store, string name)
    {
        var log = new SqliteFrameLog(store);
        return new Writer(log, name, await log.Open(name, default));
    }

    private static Task<byte[]> Key(SqliteStore store, string session) =>
        Bytes(store, $"SELECT key FROM log JOIN log_key USING (id) WHERE session = '{session}'");

    private static Task<byte[]> Bytes(SqliteStore store, string sql) => store.Readers.Read(
        database =>
        {
            using var row = database.Use(sql);
            row.Step().Should().BeTrue();
            return row.Bytes(0).ToArray();
        },
        default);

    private static Task<long> Rows(SqliteStore store) =>
        store.Readers.Read(database => database.Number("SELECT (SELECT count(*) FROM run) + (SELECT count(*) FROM block)"), default);

    /// <summary>Writes frames and blocks of any size.</summary>
    private sealed class Writer(IFrameLog log, string name, LogHead head)
    {
        public string Name => name;

        public long End { get; private set; }

        public async Task Write(Random random)
        {
            var repeats = random.Next(5) == 0 ? random.Next(2000) : random.Next(30);
            var payload = Enumerable.Repeat(Secret, repeats + 1).SelectMany(bytes => bytes).ToArray();
            var run = TestFrames.Run(End + 1, 1 + random.Next(3), payload);
            var command = Encoding.ASCII.GetString(payload[..Math.Min(payload.Length, 4000)]);
            var block = new BlockRow(random.Next(1, 40), command, null, run.First, null, 1, null, null, 0);
            var commit = TestFrames.Commit(name, head.Generation, End, [new LoggedRun(1, run)]) with { Blocks = [block] };
            (await log.Commit(commit, default)).Should().Be(CommitOutcome.Committed);
            End = run.Last;
        }
    }
}
