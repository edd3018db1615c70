using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

/// <summary>The writer: what shares a transaction, and what a fault of one job does to the others.</summary>
public sealed class SqliteWriterTests : IDisposable
{
    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commits_that_wait_together_share_a_transaction()
    {
        await using var store = _folder.Open(new SqliteLimits());
        using var held = Hold(store);
        var before = store.Writer.Commits;
        var writes = Enumerable.Range(0, 100).Select(i => store.Writer.Write(10, database => Add(database, $"s{i}"), default)).ToList();

        held.Set();
        await Task.WhenAll(writes);

        (store.Writer.Commits - before).Should().Be(1);
    }

    [Fact]
    public async Task Reads_and_writes_block_threads_of_their_own_only()
    {
        await using var store = _folder.Open();

        (await store.Writer.Write(0, _ => Thread.CurrentThread.Name, default)).Should().Be("sqlite writer");
        (await store.Readers.Read(_ => Thread.CurrentThread.Name, default)).Should().StartWith("sqlite reader");
        (Thread.CurrentThread.Name ?? "").Should().NotStartWith("sqlite", "who awaits goes on elsewhere");
    }

    [Fact]
    public async Task Transaction_ends_at_its_bytes()
    {
        await using var store = _folder.Open(new SqliteLimits { GroupBytes = 100 });
        using var held = Hold(store);
        var before = store.Writer.Commits;
        var writes = Enumerable.Range(0, 20).Select(i => store.Writer.Write(25, database => Add(database, $"s{i}"), default)).ToList();

        held.Set();
        await Task.WhenAll(writes);

        (store.Writer.Commits - before).Should().Be(5);
    }

    [Fact]
    public async Task Job_that_fails_fails_alone()
    {
        await using var store = _folder.Open(new SqliteLimits());
        using var held = Hold(store);
        var good = Enumerable.Range(0, 10).Select(i => store.Writer.Write(1, database => Add(database, $"s{i}"), default)).ToList();
        var bad = store.Writer.Write<int>(1, database => Add(database, "bad") > 0 ? throw new InvalidOperationException("bad job") : 0, default);
        good.Add(store.Writer.Write(1, database => Add(database, "last"), default));

        held.Set();

        await bad.Invoking(task => task).Should().ThrowAsync<InvalidOperationException>().WithMessage("bad job");
        await Task.WhenAll(good);
        (await Sessions(store)).Should().Be(11);
    }

    [Fact]
    public async Task Job_cancelled_while_it_waits_is_not_done()
    {
        await using var store = _folder.Open(new SqliteLimits());
        using var held = Hold(store);
        using var cancellation = new CancellationTokenSource();
        var write = store.Writer.Write(1, database => Add(database, "s"), cancellation.Token);

        await cancellation.CancelAsync();
        held.Set();

        await write.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        (await Sessions(store)).Should().Be(0);
    }

    [Fact]
    public async Task Full_disk_fails_commits_in_words_and_they_work_again_once_there_is_room()
    {
        await using var store = _folder.Open(new SqliteLimits());
        var log = new SqliteFrameLog(store);
        var head = await log.Open("s", default);
        await store.Writer.Between(database => database.Number("PRAGMA max_page_count = 12"));

        await log.Invoking(it => it.Commit(TestFrames.Commit("s", head, 60_000, 60_000, 60_000, 60_000), default))
            .Should().ThrowAsync<SqliteStorageException>().WithMessage($"The disk of the database {_folder.Path} is full.");
        (await log.Peek("s", default)).Should().Be(head);

        await store.Writer.Between(database => database.Number("PRAGMA max_page_count = 1000000"));
        (await log.Commit(TestFrames.Commit("s", head, 60_000, 60_000, 60_000, 60_000), default)).Should().Be(CommitOutcome.Committed);
    }

    [Fact]
    public async Task What_was_accepted_before_closing_is_written()
    {
        List<Task<int>> writes;
        await using (var store = _folder.Open(new SqliteLimits()))
        {
            using var held = Hold(store);
            writes = Enumerable.Range(0, 50).Select(i => store.Writer.Write(10, database => Add(database, $"s{i}"), default)).ToList();
            held.Set();
        }

        await Task.WhenAll(writes);
        await using var reopened = _folder.Open();
        (await Sessions(reopened)).Should().Be(50);
    }

    [Fact]
    public async Task Closed_store_refuses_reads_and_writes()
    {
        var store = _folder.Open();
        await store.DisposeAsync();
        var log = new SqliteFrameLog(store);

        await log.Invoking(it => it.Open("s", default)).Should().ThrowAsync<ObjectDisposedException>();
        await log.Invoking(it => it.Peek("s", default)).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Write_ahead_log_starts_over_while_commits_keep_coming()
    {
        await using var store = _folder.Open(SqliteFolder.Tiny with { CheckpointPages = 20 });
        var log = new SqliteFrameLog(store);
        var head = await log.Open("s", default);

        for (var end = 0; end < 200; end++)
            (await log.Commit(TestFrames.Commit("s", head with { End = end }, 15_000), default)).Should().Be(CommitOutcome.Committed);

        store.Writer.Pages.Should().BeGreaterThan(400);
        new FileInfo(_folder.Path + "-wal").Length.Should().BeLessThan(store.Writer.Pages * SqliteSchema.PageBytes / 2);
        const string IntegrityCheck = "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'";
        (await store.Readers.Read(database => database.Number(IntegrityCheck), default)).Should().Be(1);
    }

    /// <summary>Keeps the writer busy, so that what is asked next waits together.</summary>
    private static ManualResetEventSlim Hold(SqliteStore store)
    {
        var (held, holding) = (new ManualResetEventSlim(), new ManualResetEventSlim());
        _ = store.Writer.Between(_ => Wait(held, holding));
        holding.Wait();
        return held;
    }

    private static bool Wait(ManualResetEventSlim held, ManualResetEventSlim holding)
    {
        holding.Set();
        held.Wait();
        return true;
    }

    private static int Add(DatabaseConnection database, string session) => LogHeads.Take(database, session).Generation > 0 ? 1 : 0;

    private static Task<long> Sessions(SqliteStore store) => store.Readers.Read(database => database.Number("SELECT count(*) FROM log"), default);
}
