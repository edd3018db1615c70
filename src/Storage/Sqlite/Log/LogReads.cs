using SessionShare.Grains.Log;
using SessionShare.Protocol;

namespace SessionShare.Storage;

/// <summary>Reads of a log.</summary>
internal static class LogReads
{
    // Starts in the row that the asked-for frame stands in, or the oldest kept.
    private const string RunsFrom = """
        SELECT first, count, run.epoch, sealed, key, oldest
        FROM log JOIN log_key USING (id) JOIN run ON run.log = log.id
        WHERE session = ?1 AND first >= coalesce(
            (SELECT first FROM run AS earlier WHERE earlier.log = log.id AND earlier.first <= max(?2, oldest) ORDER BY first DESC LIMIT 1), 0)
        ORDER BY first
        """;

    private const string BlocksFrom = """
        SELECT sealed, key FROM log JOIN log_key USING (id) JOIN block ON block.log = log.id
        WHERE session = ?1 AND number >= max(?2, first_block) ORDER BY number LIMIT ?3
        """;

    private const string DayBytes = "SELECT day_bytes.payload_bytes FROM log JOIN day_bytes ON day_bytes.log = log.id WHERE session = ?1 AND day = ?2";

    /// <summary>Runs behind <paramref name="after"/>, up to <paramref name="maxBytes"/> but at least one frame.</summary>
    public static IReadOnlyList<LoggedRun> Runs(DatabaseConnection database, string session, long after, int maxBytes)
    {
        using var row = database.Use(RunsFrom).Bind(1, session).Bind(2, after + 1);
        RunPage? page = null;
        while (page is not { IsFull: true } && row.Step())
        {
            page ??= new RunPage(Math.Max(after, row.Int64(5) - 1), maxBytes);
            page.Add(row.Int64(2), Run(row));
        }

        return page?.Runs ?? [];
    }

    public static IReadOnlyList<BlockRow> Blocks(DatabaseConnection database, string session, int from, int count)
    {
        using var row = database.Use(BlocksFrom).Bind(1, session).Bind(2, from).Bind(3, Math.Max(count, 0));
        var blocks = new List<BlockRow>();
        while (row.Step())
            blocks.Add(BlockOf(row));
        return blocks;
    }

    public static long PayloadBytesOn(DatabaseConnection database, string session, int day)
    {
        using var row = database.Use(DayBytes).Bind(1, session).Bind(2, day);
        return row.Step() ? row.Int64(0) : 0;
    }

    private static FrameRun Run(Statement row)
    {
        using var cipher = new LogCipher(row.Bytes(4));
        return new FrameRun(row.Int64(0), (int)row.Int64(1), cipher.Open(row.Bytes(3)));
    }

    private static BlockRow BlockOf(Statement row)
    {
        using var cipher = new LogCipher(row.Bytes(1));
        return SealedBlocks.Open(cipher, row.Bytes(0));
    }
}
