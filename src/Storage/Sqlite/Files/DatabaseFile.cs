using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace SessionShare.Storage;

/// <summary>The database file: its making, its connections, and what its faults mean.</summary>
internal sealed class DatabaseFile(string path, SqliteLimits limits)
{
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Opens the connection that writes, making and migrating the file first.</summary>
    public DatabaseConnection OpenWriter()
    {
        Create();
        var database = new DatabaseConnection(Path, SqliteOpenMode.ReadWrite, limits.LockWait);
        try
        {
            database.Run($"PRAGMA page_size = {SqliteSchema.PageBytes}");
            database.Run("PRAGMA journal_mode = WAL");
            Prepare(database);
            database.Run("PRAGMA secure_delete = ON");
            database.Run("PRAGMA cache_size = -16384");
            SqliteSchema.Migrate(database, Path);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that only checkpoints.</summary>
    public DatabaseConnection OpenCheckpointer()
    {
        var database = new DatabaseConnection(Path, SqliteOpenMode.ReadWrite, limits.LockWait);
        Prepare(database);
        return database;
    }

    /// <summary>Opens a connection that only reads.</summary>
    public DatabaseConnection OpenReader() => new(Path, SqliteOpenMode.ReadOnly, limits.LockWait);

    /// <summary>What went wrong, in words that name the file; faults that aren't the file's stay as they are.</summary>
    public Exception Explain(Exception fault) => fault switch
    {
        SqliteException sqlite => new SqliteStorageException(SqliteFaults.Sentence(sqlite, Path), sqlite),
        AuthenticationTagMismatchException => new SqliteStorageException(SqliteFaults.Damaged(Path), fault),
        SqliteStorageException => fault,
        UnauthorizedAccessException or IOException => new SqliteStorageException($"The database {Path} can't be made or opened: {fault.Message}", fault),
        _ => fault,
    };

    private static void Prepare(DatabaseConnection database)
    {
        database.Run("PRAGMA synchronous = FULL");
        database.Run("PRAGMA wal_autocheckpoint = 0");
    }

    private void Create()
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else if (!Directory.Exists(folder))
            Directory.CreateDirectory(folder, UserOnly | UnixFileMode.UserExecute);

        // SQLite gives the files beside it the same mode.
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UserOnly;
        File.Open(Path, options).Dispose();
    }
}
