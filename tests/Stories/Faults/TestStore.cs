using System.Globalization;
using Microsoft.Data.Sqlite;
using SessionShare.Storage.Tests;

namespace SessionShare.Stories;

/// <summary>Where a test's server keeps things, and how that breaks: the real store, and faults that come from outside of the server program.</summary>
internal abstract class TestStore : IDisposable
{
    /// <summary>What the server is started with.</summary>
    public virtual string[] Settings => [];

    /// <summary>By its name, as a test's argument.</summary>
    public static async Task<TestStore> Named(string name) => name == "Postgres" ? await PostgresTestStore.Start() : new SqliteTestStore();

    /// <summary>Nothing that is asked of it comes to an end.</summary>
    public abstract void StandStill(TestServer server);

    /// <summary>Every write fails.</summary>
    public abstract void Fail(TestServer server);

    /// <summary>It works again.</summary>
    public abstract Task Answer(TestServer server);

    public abstract void Dispose();
}

/// <summary>The embedded database: another process holds its lock, or the disk takes no more bytes.</summary>
internal sealed class SqliteTestStore : TestStore
{
    private SqliteConnection? _lock;

    public override void StandStill(TestServer server)
    {
        _lock = new SqliteConnection($"Data Source={server.Database};Pooling=false;Default Timeout=60");
        _lock.Open();
        Run("BEGIN IMMEDIATE");
    }

    public override void Fail(TestServer server) => Limit(server, "1");

    public override Task Answer(TestServer server)
    {
        if (_lock is not null)
            Run("ROLLBACK");
        else if (server.IsRunning)
            Limit(server, "unlimited");
        Dispose();
        return Task.CompletedTask;
    }

    public override void Dispose()
    {
        _lock?.Dispose();
        _lock = null;
    }

    /// <summary>No file of the server may grow beyond so many bytes, nor be written there.</summary>
    private static void Limit(TestServer server, string bytes) =>
        ServerProcess.Run("prlimit", "--pid", server.ProcessId.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes}:");

    private void Run(string sql)
    {
        using var command = _lock!.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>A PostgreSQL of its own: its processes are stopped, or gone.</summary>
internal sealed class PostgresTestStore : TestStore
{
    private readonly PostgresServer _postgres;
    private readonly string _database;
    private bool _standsStill;

    private PostgresTestStore(PostgresServer postgres, string database) => (_postgres, _database) = (postgres, database);

    public override string[] Settings =>
        ["Silo:FrameLog=Postgres", "Silo:GrainStorage=Postgres", $"Postgres:ConnectionString={_database}", "Postgres:CommandTime=00:00:05"];

    public static async Task<PostgresTestStore> Start()
    {
        var postgres = await PostgresServer.Start();
        return new PostgresTestStore(postgres, await postgres.Migrated("story"));
    }

    public override void StandStill(TestServer server)
    {
        _standsStill = true;
        _postgres.Freeze();
    }

    public override void Fail(TestServer server) => _postgres.Crash();

    public override async Task Answer(TestServer server)
    {
        if (_standsStill)
            _postgres.Thaw();
        else
            await _postgres.StartAgain();
        _standsStill = false;
    }

    public override void Dispose()
    {
        if (_standsStill)
            _postgres.Thaw();
        _postgres.Dispose();
    }
}
