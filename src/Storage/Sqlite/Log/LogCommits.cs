using System.Buffers;
using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>One session's part of a transaction.</summary>
internal static class LogCommits
{
    private const string FindLog = "SELECT id, key FROM log JOIN log_key USING (id) WHERE session = ?1 AND generation = ?2 AND end_sequence = ?3";

    private const string AddRun = "INSERT INTO run (log, first, count, epoch, sealed) VALUES (?1, ?2, ?3, ?4, ?5)";

    private const string Advance = "UPDATE log SET end_sequence = ?2, epoch = ?3, payload_bytes = payload_bytes + ?4 WHERE id = ?1";

    private const string CountDay = """
        INSERT INTO day_bytes (log, day, payload_bytes) VALUES (?1, ?2, ?3)
        ON CONFLICT (log, day) DO UPDATE SET payload_bytes = payload_bytes + excluded.payload_bytes
        """;

    /// <summary>Writes it, where the generation holds the log and the end is the expected one.</summary>
    public static CommitOutcome Write(DatabaseConnection database, LogCommit commit, int blobBytes)
    {
        using var row = database.Use(FindLog).Bind(1, commit.Session).Bind(2, commit.Generation).Bind(3, commit.ExpectedEnd);
        if (!row.Step())
            return CommitOutcome.Conflict;

        var log = row.Int64(0);
        using var cipher = new LogCipher(row.Bytes(1));
        foreach (var blob in RunBlob.Of(commit.Runs, blobBytes))
            Add(database, log, cipher, blob);
        foreach (var block in commit.Blocks)
            BlockRows.Write(database, log, cipher, block);
        if (commit.Runs.Count > 0)
            MoveEnd(database, log, commit);
        return CommitOutcome.Committed;
    }

    private static void Add(DatabaseConnection database, long log, LogCipher cipher, RunBlob blob)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(blob.Bytes + LogCipher.Overhead);
        try
        {
            var bytes = buffer.AsSpan(0, blob.Bytes + LogCipher.Overhead);
            blob.Seal(cipher, bytes);
            using var add = database.Use(AddRun);
            add.Bind(1, log).Bind(2, blob.First).Bind(3, blob.Count).Bind(4, blob.Epoch).BindBlob(5, bytes).Change();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void MoveEnd(DatabaseConnection database, long log, LogCommit commit)
    {
        var newest = commit.Runs[^1];
        using (var advance = database.Use(Advance))
            advance.Bind(1, log).Bind(2, newest.Run.Last).Bind(3, newest.Epoch).Bind(4, commit.PayloadBytes).Change();
        using (var count = database.Use(CountDay))
            count.Bind(1, log).Bind(2, commit.Day).Bind(3, commit.PayloadBytes).Change();
    }
}
