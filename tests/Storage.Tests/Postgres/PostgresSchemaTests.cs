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
