using Npgsql;

namespace SessionShare.Storage;

/// <summary>
/// Deleting a log: first its key goes, and its row loses the session, so that the session has none; then frames and blocks go piece
/// by piece, and the row at last, so that what is left after a crash is found again, by any silo. Two that delete the same leftovers do no harm.
/// </summary>
internal static class PostgresLogDeletion
{
    private const string LoseSession = """
        WITH detached AS (UPDATE frame_log SET session = NULL WHERE session = $1 RETURNING id),
            destroyed AS (DELETE FROM frame_log_key USING detached WHERE frame_log_key.log = detached.id)
        SELECT id FROM detached
        """;

    private const string Detached = "SELECT id FROM frame_log WHERE session IS NULL ORDER BY id";

    private const string DeleteRuns = """
        DELETE FROM frame_run WHERE log = $1 AND first <= (
            SELECT max(first) FROM (
                SELECT first, sum(octet_length(sealed)) OVER (ORDER BY first) - octet_length(sealed) AS before
                FROM (SELECT first, sealed FROM frame_run WHERE log = $1 ORDER BY first LIMIT 1000) AS piece
            ) AS measured WHERE before < $2)
        """;

    // A block's texts are at most some 50 KiB, commonly 100 bytes.
    private const string DeleteBlocks = """
        DELETE FROM frame_block WHERE log = $1 AND number IN (SELECT number FROM frame_block WHERE log = $1 ORDER BY number LIMIT $2)
        """;

    /// <summary>Blocks that one transaction deletes.</summary>
    public const int PieceBlocks = 64;

    private const string DeleteRest = "WITH days AS (DELETE FROM frame_day WHERE log = $1) DELETE FROM frame_log WHERE id = $1";

    /// <summary>Encoded bytes that one transaction deletes.</summary>
    public const int PieceBytes = 4 * 1024 * 1024;

    /// <summary>Takes a log from its session, unreadable from here on; null when it has none.</summary>
    public static async Task<long?> Detach(NpgsqlConnection connection, string session, CancellationToken cancellationToken)
    {
        await using var lose = new NpgsqlCommand(LoseSession, connection) { Parameters = { new() { Value = session } } };
        return (long?)await lose.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Logs whose deletion isn't finished.</summary>
    public static async Task<IReadOnlyList<long>> Unfinished(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand(Detached, connection);
        await using var row = await find.ExecuteReaderAsync(cancellationToken);
        var logs = new List<long>();
        while (await row.ReadAsync(cancellationToken))
            logs.Add(row.GetInt64(0));
        return logs;
    }

    /// <summary>Deletes a piece of a log; true when there is more.</summary>
    public static async Task<bool> DeletePiece(NpgsqlConnection connection, long log, CancellationToken cancellationToken)
    {
        if (await Delete(connection, DeleteRuns, log, PieceBytes, cancellationToken) > 0
            || await Delete(connection, DeleteBlocks, log, PieceBlocks, cancellationToken) > 0)
            return true;

        await Delete(connection, DeleteRest, log, null, cancellationToken);
        return false;
    }

    /// <summary>Runs one deletion of a piece of a log; says how many rows went.</summary>
    public static async Task<int> Delete(NpgsqlConnection connection, string sql, long log, int? size, CancellationToken cancellationToken)
    {
        await using var delete = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = log } } };
        if (size is not null)
            delete.Parameters.Add(new() { Value = size });
        return await delete.ExecuteNonQueryAsync(cancellationToken);
    }
}
