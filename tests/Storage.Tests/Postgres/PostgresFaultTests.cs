using System.Text;
using Npgsql;
using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

/// <summary>What breaks between a silo and its database, and that the same store is of use again afterwards, without a new start.</summary>
public sealed class PostgresFaultTests : IAsyncLifetime
{
    private const string Database = "faults";

    private PostgresServer _server = null!;
    private PostgresOptions _options = null!;
    private PostgresStore _store = null!;
    private PostgresFrameLog _log = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.Shared;
        await Use(PostgresDatabases.Tiny(await PostgresDatabases.Emptied(Database)));
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Connections_cut_by_the_server_are_replaced()
    {
        var head = await _log.Open("s", default);
        await Commit(head);

        await CutAll();

        await Commit(head with { End = 1 }, mayFailOnce: true);
        await CutAll();
        TestFrames.Frames(await _log.Read("s", 0, 1000, default)).Should().HaveCount(2);
        await CutAll();
        (await _log.Open("s", default)).End.Should().Be(2);
    }

    [Fact]
    public async Task Commit_that_takes_too_long_fails_and_the_next_one_goes_on()
    {
        var head = await _log.Open("s", default);
        await Use(Options(options => options.CommandTime = TimeSpan.FromSeconds(2)));
        await using (var other = new NpgsqlConnection(_options.ConnectionString))
        {
            await other.OpenAsync();
            await using var transaction = await other.BeginTransactionAsync();
            await using var hold = new NpgsqlCommand("SELECT FROM frame_log FOR UPDATE", other);
            await hold.ExecuteNonQueryAsync();

            (await _log.Invoking(log => log.Commit(TestFrames.Commit("s", head, 5), default)).Should().ThrowAsync<PostgresStorageException>())
                .WithMessage("The PostgreSQL database 'faults' at 127.0.0.1 did not answer in time*");
        }

        (await _server.Do(Database, "SELECT end_sequence FROM frame_log")).Should().Be(0L);
        await Commit(head, mayFailOnce: true);
    }

    [Fact]
    public async Task Sessions_commit_in_parallel_where_the_database_is_serializable()
    {
        await _server.Do(Database, $"ALTER DATABASE {Database} SET default_transaction_isolation = 'serializable'");
        try
        {
            await Use(Options(options => options.Writers = 4));
            await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
            {
                var head = await _log.Open($"s{i}", default);
                for (var end = 0; end < 10; end++)
                    await Commit(head with { End = end }, $"s{i}");
            }));

            (await _server.Do(Database, "SELECT sum(end_sequence) FROM frame_log")).Should().Be(120m);
        }
        finally
        {
            await _server.Do(Database, $"ALTER DATABASE {Database} RESET default_transaction_isolation");
        }
    }

    [Fact]
    public async Task Commit_whose_answer_was_lost_fails_and_a_look_tells_that_it_was_done()
    {
        using var relay = await ThroughRelay();
        var head = await _log.Open("s", default);

        relay.LoseAnswerTo(request => Encoding.Latin1.GetString(request).Contains("UPDATE frame_log SET end_sequence", StringComparison.Ordinal));
        await _log.Invoking(log => log.Commit(TestFrames.Commit("s", head, 5), default)).Should().ThrowAsync<PostgresStorageException>();

        relay.AnswersLost.Should().Be(1);
        (await _log.Peek("s", default)).Should().Be(head with { End = 1, Epoch = 1, PayloadBytes = 5 });
        await Commit(head with { End = 1 });
    }

    [Fact]
    public async Task State_write_whose_answer_was_lost_is_done_once()
    {
        using var relay = await ThroughRelay();
        var storage = new PostgresGrainStorage(_store);
        var (grain, state) = (GrainId.Create("user", "alice"), new GrainState<List<int>>([1]));
        await storage.WriteStateAsync("numbers", grain, state);

        foreach (var statement in new[] { "UPDATE grain_state", "DELETE FROM grain_state" })
        {
            relay.LoseAnswerTo(request => Encoding.Latin1.GetString(request).Contains(statement, StringComparison.Ordinal));
            state.State = [1, 2];
            await (statement.StartsWith("UPDATE", StringComparison.Ordinal)
                ? storage.WriteStateAsync("numbers", grain, state)
                : storage.ClearStateAsync("numbers", grain, state));
        }

        relay.AnswersLost.Should().Be(2);
        state.RecordExists.Should().BeFalse();
        (await _server.Do(Database, "SELECT count(*) FROM grain_state")).Should().Be(0L);
    }

    [Fact]
    public async Task Silo_that_lost_a_session_to_another_is_refused_by_the_database()
    {
        await using var other = await PostgresDatabases.Open(_options);
        var second = new PostgresFrameLog(other);
        var old = await _log.Open("s", default);
        var young = await second.Open("s", default);

        (await _log.Commit(TestFrames.Commit("s", old, 5), default)).Should().Be(CommitOutcome.Conflict);
        (await second.Commit(TestFrames.Commit("s", young, 5), default)).Should().Be(CommitOutcome.Committed);
    }

    [Fact]
    public async Task Commits_that_wait_share_a_transaction()
    {
        await Use(Options(options => options.Writers = 1));
        var heads = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i => (Session: $"s{i}", Head: await _log.Open($"s{i}", default))));
        var before = _store.Transactions;

        await Task.WhenAll(heads.Select(open => _log.Commit(TestFrames.Commit(open.Session, open.Head, 100), default)));

        (_store.Transactions - before).Should().BeInRange(1, 20);
    }

    [Fact]
    public async Task Deleted_log_has_no_key_from_the_first_transaction_on_and_no_rows_once_it_is_deleted()
    {
        await Commit(await _log.Open("s", default));
        (await _log.Peek("other", default)).Should().BeNull();
        await _store.Database.Use(connection => PostgresLogDeletion.Detach(connection, "s", default), default);
        (await _log.Peek("s", default)).Should().BeNull();
        (await _server.Do(Database, "SELECT count(*) FROM frame_log_key")).Should().Be(0L);

        await Use(_options);
        await _store.LeftoversDeleted;

        (await _server.Do(Database, "SELECT (SELECT count(*) FROM frame_run) + (SELECT count(*) FROM frame_day) + (SELECT count(*) FROM frame_log)")).Should().Be(0L);
    }

    [Fact]
    public async Task Nothing_that_was_typed_or_seen_stands_in_a_row_as_it_is()
    {
        var head = await _log.Open("s", default);
        var commit = TestFrames.Commit("s", head.Generation, 0, [new LoggedRun(1, TestFrames.Run(1, 3, "xq7-secret"u8))]);
        await _log.Commit(commit with { Blocks = [new(1, "xq7-secret", null, 1, null, 1, null, null, 0)] }, default);

        (await _server.Do(Database, "SELECT count(*) FROM frame_run, frame_block")).Should().Be(1L);
        const string Holding = "SELECT (SELECT count(*) FROM frame_run WHERE position('xq7-secret'::bytea IN sealed) > 0) + (SELECT count(*) FROM frame_block WHERE position('xq7-secret'::bytea IN sealed) > 0)";
        (await _server.Do(Database, Holding)).Should().Be(0L);
    }

    private PostgresOptions Options(Action<PostgresOptions> change)
    {
        var options = PostgresDatabases.Tiny(_options.ConnectionString);
        change(options);
        return options;
    }

    private async Task Use(PostgresOptions options)
    {
        if (_store is not null)
            await _store.DisposeAsync();
        _options = options;
        _store = await PostgresDatabases.Open(options);
        _log = new PostgresFrameLog(_store);
    }

    private async Task<Relay> ThroughRelay()
    {
        var parts = new NpgsqlConnectionStringBuilder(_options.ConnectionString);
        var relay = new Relay(parts.Port);
        parts.Port = relay.Port;
        await Use(Options(options => options.ConnectionString = parts.ToString()));
        return relay;
    }

    private async Task Commit(LogHead head, string session = "s", bool mayFailOnce = false)
    {
        var commit = TestFrames.Commit(session, head, 5);
        try
        {
            (await _log.Commit(commit, default)).Should().Be(CommitOutcome.Committed);
        }
        catch (PostgresStorageException) when (mayFailOnce)
        {
            (await _log.Commit(commit, default)).Should().Be(CommitOutcome.Committed);
        }
    }

    private Task<object?> CutAll() =>
        _server.Do("postgres", $"SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE datname = '{Database}'");
}
