using System.Reflection;
using Npgsql;

namespace SessionShare.Storage;

/// <summary>
/// The tables of the PostgreSQL store and of Orleans' membership, and how a database comes to have them: the SQL files beside this one, in order,
/// each taken once and noted in <c>sessionshare_migration</c>. A step that was released is never changed, only followed by another.
/// </summary>
public static class PostgresSchema
{
    /// <summary>Two programs that migrate at once take turns by this advisory lock, "SessShar" in ASCII.</summary>
    private const long TurnLock = 0x5365737353686172;

    private static readonly string[] Steps = ["1-frames-and-grains", "2-cluster-membership", "3-trimming", "4-next-due"];

    private static readonly TimeSpan StepTime = TimeSpan.FromMinutes(10);

    /// <summary>The newest version that this program knows.</summary>
    public static int Newest => Steps.Length;

    /// <summary>
    /// Brings a database to the newest version: frames, blocks, grain state, and the tables that Orleans' ADO.NET membership provider reads. All or
    /// nothing, in one transaction. Does nothing where it is there already; safe when two run at once. Part of <c>silo migrate</c>.
    /// </summary>
    /// <returns>The names of the steps taken now; empty when there was nothing to do.</returns>
    /// <exception cref="PostgresStorageException">
    /// The database can't be reached, refuses, or was migrated by a newer program; the message says so and never holds the password.
    /// </exception>
    public static Task<IReadOnlyList<string>> Migrate(string connectionString, CancellationToken cancellationToken) =>
        Migrate(connectionString, Newest, cancellationToken);

    /// <summary>Brings a database to a version, and leaves one that is further where it is.</summary>
    internal static async Task<IReadOnlyList<string>> Migrate(string connectionString, int to, CancellationToken cancellationToken)
    {
        var options = new PostgresOptions { ConnectionString = connectionString };
        if (options.Faults().ToList() is { Count: > 0 } faults)
            throw new PostgresStorageException(string.Join(Environment.NewLine, faults));

        await using var database = new PostgresDatabase(options);
        return await database.Use(connection => Migrate(connection, database.Name, to, cancellationToken), cancellationToken);
    }

    /// <summary>Makes sure that the database has the version that this program works with.</summary>
    /// <exception cref="PostgresStorageException">It has not; the message says what to do.</exception>
    internal static async Task Check(PostgresDatabase database, CancellationToken cancellationToken)
    {
        var version = await database.Use(connection => Version(connection, cancellationToken), cancellationToken);
        RefuseNewer(version, database.Name);
        if (version < Newest)
        {
            throw new PostgresStorageException(version == 0
                ? $"{database.Name} has no tables of SessionShare yet; run 'silo migrate' with these settings first."
                : $"{database.Name} has schema version {version}; this program needs {Newest}: run 'silo migrate' with these settings first.");
        }
    }

    private static async Task<IReadOnlyList<string>> Migrate(NpgsqlConnection connection, string name, int to, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Run(connection, $"SELECT pg_advisory_xact_lock({TurnLock})", cancellationToken);
        var version = await Version(connection, cancellationToken);
        RefuseNewer(version, name);
        if (version == 0)
        {
            const string Noted = "CREATE TABLE IF NOT EXISTS sessionshare_migration (version integer PRIMARY KEY, step text NOT NULL, taken_at timestamptz NOT NULL DEFAULT now())";
            await Run(connection, Noted, cancellationToken);
        }

        var taken = Steps[version..Math.Max(version, to)];
        foreach (var step in taken)
        {
            await Run(connection, SqlOf(step), cancellationToken);
            await using var note = new NpgsqlCommand("INSERT INTO sessionshare_migration (version, step) VALUES ($1, $2)", connection);
            note.Parameters.Add(new() { Value = ++version });
            note.Parameters.Add(new() { Value = step });
            await note.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return taken;
    }

    private static async Task<int> Version(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Two statements, for the second one's table must exist when it is parsed.
        await using var exists = new NpgsqlCommand("SELECT to_regclass('sessionshare_migration') IS NOT NULL", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
            return 0;

        await using var newest = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM sessionshare_migration", connection);
        return (int)(await newest.ExecuteScalarAsync(cancellationToken))!;
    }

    private static void RefuseNewer(int version, string name)
    {
        if (version > Newest)
            throw new PostgresStorageException($"{name} has schema version {version}; this program knows up to {Newest}. Use a newer SessionShare.");
    }

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)StepTime.TotalSeconds };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string SqlOf(string step)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{step}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
