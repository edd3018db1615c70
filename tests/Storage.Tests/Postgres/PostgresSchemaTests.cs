using System.Text;
using Npgsql;
using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

public sealed class PostgresSchemaTests
{
    [Fact]
    public async Task Migrating_takes_every_step_once()
    {
        var database = await (await PostgresServer.Shared).Empty("schema_once");

        (await PostgresSchema.Migrate(database, default)).Should().HaveCount(PostgresSchema.Newest);
        (await PostgresSchema.Migrate(database, default)).Should().BeEmpty();

        await using var store = await PostgresDatabases.Open(PostgresDatabases.Tiny(database));
    }

    [Fact]
    public async Task Many_may_migrate_at_once()
    {
        var database = await (await PostgresServer.Shared).Empty("schema_many");

        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostgresSchema.Migrate(database, default)));

        taken.Sum(steps => steps.Count).Should().Be(PostgresSchema.Newest);
    }

    [Fact]
    public async Task Start_on_a_database_that_was_not_migrated_names_silo_migrate()
    {
        var database = await (await PostgresServer.Shared).Empty("schema_none");

        await this.Invoking(_ => PostgresDatabases.Open(PostgresDatabases.Tiny(database))).Should().ThrowAsync<PostgresStorageException>()
            .WithMessage("The PostgreSQL database 'schema_none' at 127.0.0.1 has no tables of SessionShare yet; run 'silo migrate'*");
    }

    [Fact]
    public async Task Database_behind_this_program_names_both_versions()
    {
        var server = await PostgresServer.Shared;
        var database = await server.Migrated("schema_old");
        await server.Do("schema_old", "DELETE FROM sessionshare_migration WHERE version > 1");

        await this.Invoking(_ => PostgresDatabases.Open(PostgresDatabases.Tiny(database))).Should().ThrowAsync<PostgresStorageException>()
            .WithMessage($"*has schema version 1; this program needs {PostgresSchema.Newest}: run 'silo migrate'*");
    }

    [Fact]
    public async Task Database_of_a_newer_program_is_refused_by_start_and_migrate()
    {
        var server = await PostgresServer.Shared;
        var database = await server.Migrated("schema_new");
        await server.Do("schema_new", "INSERT INTO sessionshare_migration (version, step) VALUES (99, 'later')");
        var sentence = $"*has schema version 99; this program knows up to {PostgresSchema.Newest}. Use a newer SessionShare.";

        await this.Invoking(_ => PostgresDatabases.Open(PostgresDatabases.Tiny(database))).Should().ThrowAsync<PostgresStorageException>().WithMessage(sentence);
        await this.Invoking(_ => PostgresSchema.Migrate(database, default)).Should().ThrowAsync<PostgresStorageException>().WithMessage(sentence);
    }

    [Fact]
    public async Task Failed_migration_leaves_nothing()
    {
        var server = await PostgresServer.Shared;
        var database = await server.Empty("schema_foreign");
        await server.Do("schema_foreign", "CREATE TABLE cluster_member (anything text)");

        await this.Invoking(_ => PostgresSchema.Migrate(database, default)).Should().ThrowAsync<PostgresStorageException>()
            .WithMessage("*has tables of the same names already*cluster_member*");

        (await server.Do("schema_foreign", "SELECT to_regclass('frame_log') IS NULL AND to_regclass('sessionshare_migration') IS NULL")).Should().Be(true);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Database_of_an_earlier_version_keeps_its_sessions_and_states(int version)
    {
        var name = $"schema_from_{version}";
        var database = await (await PostgresServer.Shared).Empty(name);
        await PostgresSchema.Migrate(database, version, default);
        await WriteOld(database);
        await this.Invoking(_ => PostgresDatabases.Open(PostgresDatabases.Tiny(database))).Should().ThrowAsync<PostgresStorageException>()
            .WithMessage($"*has schema version {version}; this program needs {PostgresSchema.Newest}*");

        (await PostgresSchema.Migrate(database, default)).Should().HaveCount(PostgresSchema.Newest - version);

        await using var store = await PostgresDatabases.Open(PostgresDatabases.Tiny(database));
        var log = new PostgresFrameLog(store);
        var head = await log.Open("s", default);
        head.Should().BeEquivalentTo(new { Oldest = 1, End = 3, Epoch = 2, PayloadBytes = 30, TrimmedBytes = 0 });
        head.NewestBlock.Should().Be(new BlockRow(4, "ls", "/", 1, 3, 5, 6, 0, 0));
        (await log.Trim(new LogTrim("s", head.Generation, 3, 20), default)).Should().Be(CommitOutcome.Committed);
        TestFrames.Frames(await log.Read("s", 0, 1000, default)).Should().ContainSingle().Which.Sequence.Should().Be(3);
        (await log.Commit(TestFrames.Commit("s", head, 5), default)).Should().Be(CommitOutcome.Committed);

        var storage = new PostgresGrainStorage(store);
        (await storage.Due("alarm", DateTimeOffset.MaxValue, 10, default)).Should().BeEmpty();
        var state = new GrainState<GrainStorageContract.Alarm>();
        await storage.ReadStateAsync("alarm", GrainId.Create("clock", "a"), state);
        state.State!.NextDue = DateTimeOffset.UnixEpoch;
        await storage.WriteStateAsync("alarm", GrainId.Create("clock", "a"), state);
        (await storage.Due("alarm", DateTimeOffset.MaxValue, 10, default)).Should().Equal("a");
    }

    /// <summary>As the program of that version did: the statements are frozen here.</summary>
    private static async Task WriteOld(string database)
    {
        var key = new byte[LogCipher.KeyBytes];
        key.AsSpan().Fill(7);
        using var cipher = new LogCipher(key);
        var block = """{"number":4,"command":"ls","directory":"/","firstSequence":1,"lastSequence":3,"startedAt":5,"endedAt":6,"exitCode":0}""";
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var write = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("INSERT INTO frame_log (session, generation, end_sequence, epoch, payload_bytes) VALUES ('s', 1, 3, 2, 30)"),
                new("INSERT INTO frame_log_key (log, key) VALUES (1, $1)") { Parameters = { new() { Value = key } } },
                new("INSERT INTO frame_run (log, first, count, epoch, sealed) VALUES (1, 1, 3, 2, $1)")
                {
                    Parameters = { new() { Value = cipher.Seal(TestFrames.Run(1, 10, 10, 10).Bytes.Span) } },
                },
                new("INSERT INTO frame_block (log, number, sealed) VALUES (1, 4, $1)") { Parameters = { new() { Value = cipher.Seal(Encoding.UTF8.GetBytes(block)) } } },
                new("INSERT INTO grain_state (name, grain, etag, json) VALUES ('alarm', 'clock/a', 'e', '{}')"),
            },
        };
        await write.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task Server_that_is_not_there_is_named_and_the_password_is_not()
    {
        const string Nowhere = "Host=127.0.0.1;Port=1;Database=sessionshare;Username=u;Password=hunter2";

        var fault = (await this.Invoking(_ => PostgresSchema.Migrate(Nowhere, default)).Should().ThrowAsync<PostgresStorageException>()).Which;

        fault.Message.Should().Be("The PostgreSQL database 'sessionshare' at 127.0.0.1 can't be reached, or the connection to it was lost.");
        fault.ToString().Should().NotContain("hunter2");
    }

    [Fact]
    public async Task Database_that_confirms_before_it_has_written_is_refused()
    {
        var server = await PostgresServer.Shared;
        var database = await server.Migrated("schema_async");
        await server.Do("schema_async", "ALTER DATABASE schema_async SET synchronous_commit = off");

        await this.Invoking(_ => PostgresDatabases.Open(PostgresDatabases.Tiny(database))).Should().ThrowAsync<PostgresStorageException>()
            .WithMessage("*has synchronous_commit off*");
    }
}
