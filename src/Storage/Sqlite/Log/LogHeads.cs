using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>How a log stands: from its row and its newest block, never from its frames.</summary>
internal static class LogHeads
{
    private const string Next = "UPDATE store SET counter = counter + 1 RETURNING counter";

    private const string TakeLog = "UPDATE log SET generation = ?2 WHERE session = ?1";

    private const string AddLog = "INSERT INTO log (session, generation, end_sequence, epoch, payload_bytes) VALUES (?1, ?2, 0, 0, 0) RETURNING id";

    // One statement, so that all of it is of one moment. max() here would walk the whole log.
    private const string FindHead = """
        SELECT generation, oldest, end_sequence, epoch, payload_bytes, trimmed_bytes, key,
            (SELECT sealed FROM block WHERE block.log = log.id AND number >= first_block ORDER BY number DESC LIMIT 1)
        FROM log JOIN log_key USING (id) WHERE session = ?1
        """;

    /// <summary>Takes the next generation of a log, and makes the log where there is none.</summary>
    public static LogHead Take(DatabaseConnection database, string session)
    {
        var generation = database.Number(Next);
        if (!TakeIfThere(database, session, generation))
            LogKeys.Make(database, Add(database, session, generation));
        return Find(database, session)!;
    }

    /// <summary>Takes the next generation of a log; null when there is none.</summary>
    public static LogHead? Retake(DatabaseConnection database, string session) =>
        TakeIfThere(database, session, database.Number(Next)) ? Find(database, session) : null;

    /// <summary>The head of a log; null when there is none.</summary>
    public static LogHead? Find(DatabaseConnection database, string session)
    {
        using var row = database.Use(FindHead).Bind(1, session);
        if (!row.Step())
            return null;

        using var cipher = new LogCipher(row.Bytes(6));
        var newest = row.IsNull(7) ? null : SealedBlocks.Open(cipher, row.Bytes(7));
        return new LogHead(row.Int64(0), row.Int64(1), row.Int64(2), row.Int64(3), row.Int64(4), newest, row.Int64(5));
    }

    private static bool TakeIfThere(DatabaseConnection database, string session, long generation)
    {
        using var take = database.Use(TakeLog);
        return take.Bind(1, session).Bind(2, generation).Change() > 0;
    }

    private static long Add(DatabaseConnection database, string session, long generation)
    {
        using var row = database.Use(AddLog).Bind(1, session).Bind(2, generation);
        row.Step();
        return row.Int64(0);
    }
}
