using Microsoft.Extensions.Logging.Abstractions;

namespace SessionShare.Storage.Tests;

/// <summary>Stores on databases of the shared server.</summary>
internal static class PostgresDatabases
{
    private const string EmptyAll =
        "TRUNCATE frame_log, frame_log_key, frame_run, frame_block, frame_day, grain_state, cluster_version, cluster_member";

    /// <summary>The database of a test class, emptied.</summary>
    public static async Task<string> Emptied(string name)
    {
        var server = await PostgresServer.Shared;
        var connectionString = await server.Migrated(name);
        await server.Do(name, EmptyAll);
        return connectionString;
    }

    /// <summary>Small sizes, so that few bytes make many rows and transactions.</summary>
    public static PostgresOptions Tiny(string connectionString) =>
        new()
        {
            ConnectionString = connectionString,
            RowBytes = 1024,
            GroupBytes = 64 * 1024,
            MaxConnections = 8,
            // A busy machine is no fault.
            ConnectTime = TimeSpan.FromMinutes(1),
            CommandTime = TimeSpan.FromMinutes(1),
        };

    public static async Task<PostgresStore> Open(PostgresOptions options)
    {
        var store = new PostgresStore(options, NullLogger.Instance);
        await store.Start(default);
        return store;
    }
}
