using Npgsql;
using SessionShare.Grains.Log;
using SessionShare.Protocol;

namespace SessionShare.Storage;

/// <summary>Reads of a log.</summary>
internal static class PostgresLogReads
{
    /// <summary>Rows of one answer; a caller that wants more asks again from where this one ended.</summary>
    private const int PageRows = 1024;

    // Starts in the row that the asked-for frame stands in, or the oldest kept; its bytes don't count, for it may end with that frame. Lengths are known
    // without reading what they measure, so only rows of the answer are read.
    private static readonly string RunsFrom = $"""
        SELECT first, count, epoch, sealed, key, oldest
        FROM (
            SELECT *, coalesce(sum(octet_length(sealed)) OVER (ORDER BY first ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
                - first_value(octet_length(sealed)) OVER (ORDER BY first) AS before
            FROM (
                SELECT first, count, frame_run.epoch, sealed, key, oldest
                FROM frame_log JOIN frame_log_key ON frame_log_key.log = id JOIN frame_run ON frame_run.log = id
                WHERE session = $1 AND first >= coalesce(
                    (SELECT earlier.first FROM frame_run AS earlier WHERE earlier.log = id AND earlier.first <= greatest($2, oldest) ORDER BY earlier.first DESC LIMIT 1), 0)
                ORDER BY first LIMIT {PageRows}
            ) AS kept
        ) AS measured
        WHERE before < $3
        ORDER BY first
        """;

    private const string BlocksFrom = """
        SELECT sealed, key FROM frame_log JOIN frame_log_key ON frame_log_key.log = id JOIN frame_block ON frame_block.log = id
        WHERE session = $1 AND number >= greatest($2, first_block) ORDER BY number LIMIT $3
        """;

    private const string DayBytes = """
        SELECT frame_day.payload_bytes FROM frame_log JOIN frame_day ON frame_day.log = id WHERE session = $1 AND day = $2
        """;

    /// <summary>Runs behind <paramref name="after"/>, up to <paramref name="maxBytes"/> but at least one frame.</summary>
    public static async Task<IReadOnlyList<LoggedRun>> Runs(
        NpgsqlConnection connection, string session, long after, int maxBytes, CancellationToken cancellationToken)
    {
        await using var read = new NpgsqlCommand(RunsFrom, connection)
        {
            Parameters = { new() { Value = session }, new() { Value = after + 1 }, new() { Value = Math.Max(maxBytes, 1L) } },
        };
        await using var row = await read.ExecuteReaderAsync(cancellationToken);
        RunPage? page = null;
        while (page is not { IsFull: true } && await row.ReadAsync(cancellationToken))
        {
            page ??= new RunPage(Math.Max(after, row.GetInt64(5) - 1), maxBytes);
            using var cipher = new LogCipher(row.GetFieldValue<byte[]>(4));
            page.Add(row.GetInt64(2), new FrameRun(row.GetInt64(0), (int)row.GetInt64(1), cipher.Open(row.GetFieldValue<byte[]>(3))));
        }

        return page?.Runs ?? [];
    }

    public static async Task<IReadOnlyList<BlockRow>> Blocks(
        NpgsqlConnection connection, string session, int from, int count, CancellationToken cancellationToken)
    {
        await using var read = new NpgsqlCommand(BlocksFrom, connection)
        {
            Parameters = { new() { Value = session }, new() { Value = from }, new() { Value = Math.Max(count, 0) } },
        };
        await using var row = await read.ExecuteReaderAsync(cancellationToken);
        var blocks = new List<BlockRow>();
        while (await row.ReadAsync(cancellationToken))
        {
            using var cipher = new LogCipher(row.GetFieldValue<byte[]>(1));
            blocks.Add(SealedBlocks.Open(cipher, row.GetFieldValue<byte[]>(0)));
        }

        return blocks;
    }

    public static async Task<long> PayloadBytesOn(NpgsqlConnection connection, string session, int day, CancellationToken cancellationToken)
    {
        await using var read = new NpgsqlCommand(DayBytes, connection) { Parameters = { new() { Value = session }, new() { Value = day } } };
        return (long?)await read.ExecuteScalarAsync(cancellationToken) ?? 0;
    }
}
