using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>
/// Trimming a log: first its row says what is kept, which is what readers go by; then runs and blocks that are wholly below go piece by piece. Which rows
/// those are follows from the log's row, so what is left after a crash is found again.
/// </summary>
internal static class LogTrimming
{
    private const string FindLog =
        "SELECT id, key FROM log JOIN log_key USING (id) WHERE session = ?1 AND generation = ?2 AND end_sequence >= ?3 - 1";

    private const string KeptBlocks = """
        SELECT number, sealed FROM block JOIN log ON block.log = log.id WHERE log.id = ?1 AND number >= first_block ORDER BY number
        """;

    // A trim that goes no further than the one before changes nothing.
    private const string MoveOldest =
        "UPDATE log SET oldest = ?2, trimmed_bytes = ?3, first_block = max(first_block, ?4) WHERE id = ?1 AND oldest < ?2";

    private const string RunLengths = """
        SELECT first, length(sealed) FROM run JOIN log ON run.log = log.id
        WHERE log.id = ?1 AND first < oldest AND first + count <= oldest ORDER BY first
        """;

    private const string DeleteRuns = "DELETE FROM run WHERE log = ?1 AND first <= ?2";

    private const string DeleteBlocks = """
        DELETE FROM block WHERE log = ?1 AND number IN (
            SELECT number FROM block JOIN log ON block.log = log.id WHERE log.id = ?1 AND number < first_block ORDER BY number LIMIT 64)
        """;

    // Looks at the first run and the first block of each log that was ever trimmed.
    private const string Trimmed = """
        SELECT id FROM log WHERE oldest > 1 AND session IS NOT NULL AND (
            (SELECT first + count FROM run WHERE run.log = log.id ORDER BY first LIMIT 1) <= oldest
            OR (SELECT number FROM block WHERE block.log = log.id ORDER BY number LIMIT 1) < first_block)
        """;

    /// <summary>Says in the log's row what is kept; null where another generation holds the log, or the end is below.</summary>
    public static long? Move(DatabaseConnection database, LogTrim trim)
    {
        using var row = database.Use(FindLog).Bind(1, trim.Session).Bind(2, trim.Generation).Bind(3, trim.Oldest);
        if (!row.Step())
            return null;

        var log = row.Int64(0);
        using var cipher = new LogCipher(row.Bytes(1));
        var firstBlock = FirstKept(database, log, cipher, trim.Oldest);
        using var move = database.Use(MoveOldest);
        move.Bind(1, log).Bind(2, trim.Oldest).Bind(3, trim.PayloadBytes).Bind(4, firstBlock).Change();
        return log;
    }

    /// <summary>Logs of which not all is gone that was trimmed.</summary>
    public static IReadOnlyList<long> Unfinished(DatabaseConnection database)
    {
        using var row = database.Use(Trimmed);
        var logs = new List<long>();
        while (row.Step())
            logs.Add(row.Int64(0));
        return logs;
    }

    /// <summary>Deletes about <paramref name="bytes"/> of what was trimmed of a log; true when there is more.</summary>
    public static bool DeletePiece(DatabaseConnection database, long log, int bytes)
    {
        if (LogDeletion.LastOfPiece(database, RunLengths, log, bytes) is { } last)
        {
            using var runs = database.Use(DeleteRuns);
            runs.Bind(1, log).Bind(2, last).Change();
            return true;
        }

        using var blocks = database.Use(DeleteBlocks);
        return blocks.Bind(1, log).Change() > 0;
    }

    /// <summary>Number of the first block that does not end below <paramref name="oldest"/>; one above all where all do.</summary>
    private static long FirstKept(DatabaseConnection database, long log, LogCipher cipher, long oldest)
    {
        using var row = database.Use(KeptBlocks).Bind(1, log);
        var first = 0L;
        while (row.Step() && SealedBlocks.Open(cipher, row.Bytes(1)).IsBelow(oldest))
            first = row.Int64(0) + 1;
        return first;
    }
}
