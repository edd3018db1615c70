namespace SessionShare.Storage;

/// <summary>
/// Deleting a log: first its key is destroyed, and its row loses the session, so that the session has none; then frames and blocks go piece
/// by piece, and the row at last, so that what is left after a crash is found again.
/// </summary>
internal static class LogDeletion
{
    private const string LoseSession = "UPDATE log SET session = NULL WHERE session = ?1 RETURNING id";

    private const string Detached = "SELECT id FROM log WHERE session IS NULL";

    private const string RunLengths = "SELECT first, length(sealed) FROM run WHERE log = ?1 ORDER BY first";

    private const string DeleteRuns = "DELETE FROM run WHERE log = ?1 AND first <= ?2";

    // A block's texts are at most some 50 KiB, commonly 100 bytes.
    private const string DeleteBlocks =
        "DELETE FROM block WHERE log = ?1 AND number IN (SELECT number FROM block WHERE log = ?1 ORDER BY number LIMIT 64)";

    private const string DeleteDays = "DELETE FROM day_bytes WHERE log = ?1";

    private const string DeleteRow = "DELETE FROM log WHERE id = ?1";

    /// <summary>Takes a log from its session, unreadable from here on; null when it has none.</summary>
    public static long? Detach(DatabaseConnection database, string session)
    {
        using var row = database.Use(LoseSession).Bind(1, session);
        if (!row.Step())
            return null;

        LogKeys.Destroy(database, row.Int64(0));
        return row.Int64(0);
    }

    /// <summary>Logs whose deletion isn't finished.</summary>
    public static IReadOnlyList<long> Unfinished(DatabaseConnection database)
    {
        using var row = database.Use(Detached);
        var logs = new List<long>();
        while (row.Step())
            logs.Add(row.Int64(0));
        return logs;
    }

    /// <summary>Deletes about <paramref name="bytes"/> of a log; true when there is more.</summary>
    public static bool DeletePiece(DatabaseConnection database, long log, int bytes)
    {
        if (LastOfPiece(database, RunLengths, log, bytes) is { } last)
        {
            using var runs = database.Use(DeleteRuns);
            runs.Bind(1, log).Bind(2, last).Change();
            return true;
        }

        if (Delete(database, DeleteBlocks, log) > 0)
            return true;

        Delete(database, DeleteDays, log);
        Delete(database, DeleteRow, log);
        return false;
    }

    /// <summary>The last of the first runs that are about <paramref name="bytes"/> long together; null when there is none.</summary>
    /// <param name="lengths">Names the runs of log ?1 in order, with their lengths.</param>
    public static long? LastOfPiece(DatabaseConnection database, string lengths, long log, int bytes)
    {
        using var row = database.Use(lengths).Bind(1, log);
        long? last = null;
        for (var sum = 0L; sum < bytes && row.Step(); sum += row.Int64(1))
            last = row.Int64(0);
        return last;
    }

    private static int Delete(DatabaseConnection database, string sql, long log)
    {
        using var delete = database.Use(sql);
        return delete.Bind(1, log).Change();
    }
}
