using System.Data;
using Npgsql;
using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>
/// Trimming a log: first its row says what is kept, which is what readers go by; then runs and blocks that are wholly below go piece by piece. Which rows
/// those are follows from the log's row, so what is left after a crash is found again, by any silo. Two that delete the same do no harm.
/// </summary>
internal static class PostgresLogTrimming
{
    private const string FindLog = """
        SELECT id, key, oldest, first_block FROM frame_log JOIN frame_log_key ON log = id
        WHERE session = $1 AND generation = $2 AND end_sequence >= $3 - 1
        """;

    private const string BlocksFrom = "SELECT number, sealed FROM frame_block WHERE log = $1 AND number >= $2 ORDER BY number LIMIT 256";

    private const string Move = """
        UPDATE frame_log SET oldest = $4, trimmed_bytes = $5, first_block = greatest(first_block, $6)
        WHERE session = $1 AND id = $2 AND generation = $3 AND end_sequence >= $4 - 1 AND oldest < $4
        """;

    private const string DeleteRuns = """
        DELETE FROM frame_run WHERE log = $1 AND first <= (
            SELECT max(first) FROM (
                SELECT first, sum(octet_length(sealed)) OVER (ORDER BY first) - octet_length(sealed) AS before
                FROM (
                    SELECT first, sealed FROM frame_run JOIN frame_log ON id = log
                    WHERE log = $1 AND first < oldest AND first + count <= oldest ORDER BY first LIMIT 1000
                ) AS piece
            ) AS measured WHERE before < $2)
        """;

    private const string DeleteBlocks = """
        DELETE FROM frame_block WHERE log = $1 AND number IN (
            SELECT number FROM frame_block JOIN frame_log ON id = log WHERE log = $1 AND number < first_block ORDER BY number LIMIT $2)
        """;

    // Looks at the first run and the first block of each log that was ever trimmed.
    private const string Trimmed = """
        SELECT id FROM frame_log WHERE oldest > 1 AND session IS NOT NULL AND (
            (SELECT first + count FROM frame_run WHERE log = id ORDER BY first LIMIT 1) <= oldest
            OR (SELECT number FROM frame_block WHERE log = id ORDER BY number LIMIT 1) < first_block)
        ORDER BY id
        """;

    /// <summary>Says in the log's row what is kept; null where another generation holds the log, or the end is below.</summary>
    public static async Task<long?> MoveOldest(NpgsqlConnection connection, LogTrim trim, CancellationToken cancellationToken)
    {
        if (await Find(connection, trim, cancellationToken) is not { } found)
            return null;
        if (found.Oldest >= trim.Oldest)
            return found.Log;

        var firstBlock = await FirstKept(connection, found, trim.Oldest, cancellationToken);
        await using var move = new NpgsqlCommand(Move, connection)
        {
            Parameters =
            {
                new() { Value = trim.Session }, new() { Value = found.Log }, new() { Value = trim.Generation }, new() { Value = trim.Oldest },
                new() { Value = trim.PayloadBytes }, new() { Value = firstBlock },
            },
        };
        if (await move.ExecuteNonQueryAsync(cancellationToken) > 0)
            return found.Log;

        // Another generation took the log meanwhile; or it was trimmed so far by another call of this one.
        return (await Find(connection, trim, cancellationToken))?.Log;
    }

    /// <summary>Logs of which not all is gone that was trimmed.</summary>
    public static async Task<IReadOnlyList<long>> Unfinished(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand(Trimmed, connection);
        await using var row = await find.ExecuteReaderAsync(cancellationToken);
        var logs = new List<long>();
        while (await row.ReadAsync(cancellationToken))
            logs.Add(row.GetInt64(0));
        return logs;
    }

    /// <summary>Deletes a piece of what was trimmed of a log; true when there is more.</summary>
    public static async Task<bool> DeletePiece(NpgsqlConnection connection, long log, CancellationToken cancellationToken) =>
        await PostgresLogDeletion.Delete(connection, DeleteRuns, log, PostgresLogDeletion.PieceBytes, cancellationToken) > 0
        || await PostgresLogDeletion.Delete(connection, DeleteBlocks, log, PostgresLogDeletion.PieceBlocks, cancellationToken) > 0;

    private static async Task<Found?> Find(NpgsqlConnection connection, LogTrim trim, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand(FindLog, connection)
        {
            Parameters = { new() { Value = trim.Session }, new() { Value = trim.Generation }, new() { Value = trim.Oldest } },
        };
        await using var row = await find.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellationToken);
        return await row.ReadAsync(cancellationToken) ? new Found(row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetInt64(2), row.GetInt32(3)) : null;
    }

    /// <summary>Number of the first block that does not end below <paramref name="oldest"/>; one above all where all do.</summary>
    private static async Task<int> FirstKept(NpgsqlConnection connection, Found found, long oldest, CancellationToken cancellationToken)
    {
        using var cipher = new LogCipher(found.Key);
        for (var first = found.FirstBlock; ;)
        {
            await using var read = new NpgsqlCommand(BlocksFrom, connection) { Parameters = { new() { Value = found.Log }, new() { Value = first } } };
            await using var row = await read.ExecuteReaderAsync(cancellationToken);
            var rows = 0;
            for (; await row.ReadAsync(cancellationToken); rows++)
            {
                if (!SealedBlocks.Open(cipher, row.GetFieldValue<byte[]>(1)).IsBelow(oldest))
                    return first;
                first = row.GetInt32(0) + 1;
            }

            if (rows == 0)
                return first;
        }
    }

    private sealed record Found(long Log, byte[] Key, long Oldest, int FirstBlock);
}
