namespace SessionShare.Storage;

/// <summary>
/// The tables, and how a database file comes to have them. <c>PRAGMA user_version</c> counts the steps below that were taken.
/// <code>
/// store        one row: a counter from which generations and etags come, so that none ever returns, even after a delete
/// log          one row a session: its end, and what is kept of it; session is null while what is left of a deleted log is being deleted
/// log_key      the key of a log's frames and blocks; zeros once the log is deleted
/// run          frames, at most 256 KiB of one epoch a row
/// block        one row a command
/// day_bytes    payload bytes committed, a session and UTC day
/// grain_state  one row a grain and state name, with the moment at which something is due
/// </code>
/// Tables with long rows have rowids: in one without, SQLite reads the whole of each row that it compares a key with.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>The page size of new files, in bytes.</summary>
    public const int PageBytes = 16 * 1024;

    private static readonly string[] Steps =
    [
        """
        CREATE TABLE store (counter INTEGER NOT NULL) STRICT;
        INSERT INTO store VALUES (0);
        CREATE TABLE log (
            id INTEGER PRIMARY KEY,
            session TEXT UNIQUE,
            generation INTEGER NOT NULL,
            end_sequence INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            payload_bytes INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE log_key (
            id INTEGER PRIMARY KEY,
            key BLOB NOT NULL
        ) STRICT;
        CREATE TABLE run (
            log INTEGER NOT NULL,
            first INTEGER NOT NULL,
            count INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            sealed BLOB NOT NULL,
            PRIMARY KEY (log, first)
        ) STRICT;
        CREATE TABLE block (
            log INTEGER NOT NULL,
            number INTEGER NOT NULL,
            sealed BLOB NOT NULL,
            PRIMARY KEY (log, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE day_bytes (
            log INTEGER NOT NULL,
            day INTEGER NOT NULL,
            payload_bytes INTEGER NOT NULL,
            PRIMARY KEY (log, day)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE grain_state (
            name TEXT NOT NULL,
            grain TEXT NOT NULL,
            etag TEXT NOT NULL,
            json TEXT NOT NULL,
            PRIMARY KEY (name, grain)
        ) STRICT;
        """,
        // Trimming: sequence and payload bytes of what is kept, and the number from which blocks are.
        """
        ALTER TABLE log ADD COLUMN oldest INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE log ADD COLUMN trimmed_bytes INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE log ADD COLUMN first_block INTEGER NOT NULL DEFAULT 0;
        """,
        // When something must happen to a grain at the latest, in UTC ticks; null when nothing is due.
        """
        ALTER TABLE grain_state ADD COLUMN next_due INTEGER;
        CREATE INDEX grain_state_due ON grain_state (name, next_due) WHERE next_due IS NOT NULL;
        """,
    ];

    /// <summary>The newest version that this program knows.</summary>
    public static int Newest => Steps.Length;

    /// <summary>Brings a database to the newest version.</summary>
    /// <exception cref="SqliteStorageException">A newer program has written it.</exception>
    public static void Migrate(DatabaseConnection database, string path) => Migrate(database, path, Newest);

    /// <summary>Brings a database to a version, and leaves one that is further where it is.</summary>
    internal static void Migrate(DatabaseConnection database, string path, int to)
    {
        if (Version(database, path) >= to)
            return;

        database.Run("BEGIN IMMEDIATE");
        // Another process may have taken the steps since.
        for (var version = Version(database, path); version < to; version++)
        {
            foreach (var statement in Steps[version].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                database.Run(statement);
        }

        database.Run($"PRAGMA user_version = {Math.Max(to, Version(database, path))}");
        database.Run("COMMIT");
    }

    private static long Version(DatabaseConnection database, string path)
    {
        var version = database.Number("PRAGMA user_version");
        return version <= Newest
            ? version
            : throw new SqliteStorageException(
                $"The database {path} has schema version {version}; this program knows up to {Newest}. Use a newer SessionShare.");
    }
}
