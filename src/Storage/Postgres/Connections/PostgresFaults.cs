using System.Security.Cryptography;
using Npgsql;

namespace SessionShare.Storage;

/// <summary>What PostgreSQL's faults mean to the person who runs the store, and to the one who tries again.</summary>
/// <param name="name">Which database, as a sentence's subject.</param>
internal sealed class PostgresFaults(string name)
{
    /// <summary>
    /// Worth trying again at once: the connection was one that the server had closed, or the transaction was sacrificed to another.
    /// Not what timed out: that has cost its time already.
    /// </summary>
    public static bool IsPassing(NpgsqlException fault) => fault switch
    {
        PostgresException answered => IsCollision(answered) || answered.SqlState.StartsWith("57P", StringComparison.Ordinal),
        _ => fault.IsTransient && fault.InnerException is not TimeoutException,
    };

    /// <summary>The transaction was rolled back because of another one.</summary>
    public static bool IsCollision(PostgresException fault) =>
        fault.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    /// <summary>
    /// The transaction was rolled back because of what it holds, so that each of its parts may be tried alone. Where the server is stopping (57),
    /// short of something (53, 55) or gone (08), that is so for all.
    /// </summary>
    public static bool IsOfContent(Exception fault) =>
        fault is PostgresException answered && answered.SqlState[..2] is not ("57" or "53" or "55" or "58" or "08" or "28" or "XX");

    /// <summary>A fault in words that name the database and never quote a value; null for faults that aren't the database's.</summary>
    public PostgresStorageException? Explain(Exception fault) => fault switch
    {
        PostgresStorageException known => known,
        PostgresException answered => new PostgresStorageException(Sentence(answered), fault),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => new PostgresStorageException($"{name} did not answer in time.", fault),
        NpgsqlException => new PostgresStorageException($"{name} can't be reached, or the connection to it was lost.", fault),
        AuthenticationTagMismatchException => new PostgresStorageException($"{name} holds frames that don't fit their key: it is damaged; restore it from a backup.", fault),
        _ => null,
    };

    private string Sentence(PostgresException fault) => fault.SqlState switch
    {
        PostgresErrorCodes.InvalidCatalogName => $"{name} doesn't exist; make it with createdb, or look at the setting.",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => $"{name} refuses this user or its password.",
        PostgresErrorCodes.InsufficientPrivilege => $"{name} refuses: this user lacks a right ({fault.MessageText}).",
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn => $"{name} lacks tables of SessionShare; run 'silo migrate' with these settings first.",
        PostgresErrorCodes.DuplicateTable => $"{name} has tables of the same names already ({fault.MessageText}); use a database of its own.",
        PostgresErrorCodes.TooManyConnections => $"{name} has no connection left; lower Postgres:MaxConnections or raise the server's max_connections.",
        PostgresErrorCodes.DiskFull => $"The disk of {char.ToLowerInvariant(name[0])}{name[1..]} is full.",
        PostgresErrorCodes.QueryCanceled => $"{name} did not answer in time (a statement was cancelled).",
        PostgresErrorCodes.ReadOnlySqlTransaction => $"{name} takes no writes: it is a standby, or set to read only.",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => $"{name} is stopping or starting.",
        _ => $"{name} answered error {fault.SqlState}.",
    };
}
