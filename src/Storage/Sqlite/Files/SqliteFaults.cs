using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SessionShare.Storage;

/// <summary>What SQLite's result codes mean to the person who runs the store.</summary>
internal static class SqliteFaults
{
    public static string Sentence(SqliteException fault, string path) => fault.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"The database {path} is locked by another process.",
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM => $"The database {path} can't be opened; this user must be able to read and write the file and its folder.",
        raw.SQLITE_READONLY => $"The database {path} can't be written; this user must be able to write the file and its folder.",
        raw.SQLITE_FULL => $"The disk of the database {path} is full.",
        raw.SQLITE_IOERR => $"Reading or writing the database {path} failed (SQLite {fault.SqliteExtendedErrorCode}).",
        raw.SQLITE_NOTADB => $"The file {path} is not an SQLite database.",
        raw.SQLITE_CORRUPT => Damaged(path),
        _ => $"The database {path} answered an error: {fault.Message}",
    };

    public static string Damaged(string path) => $"The database {path} is damaged; restore it from a backup.";
}
