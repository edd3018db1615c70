using System.Data;
using System.Security.Cryptography;
using Npgsql;
using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>A log's head and key, as they are read together.</summary>
internal sealed record PostgresLogHead(LogHead Head, PostgresLogKey Key);

/// <summary>How a log stands: from its row and its newest block, never from its frames.</summary>
internal static class PostgresLogHeads
{
    // The generation is taken under the row's lock: taken before, an opening that waited for another would go back behind it.
    private const string Take = """
        WITH opened AS (
            INSERT INTO frame_log (session, generation, end_sequence, epoch, payload_bytes)
            VALUES ($1, nextval('frame_log_generation'), 0, 0, 0)
            ON CONFLICT (session) DO UPDATE SET generation = nextval('frame_log_generation')
            RETURNING id
        )
        INSERT INTO frame_log_key (log, key) SELECT id, $2 FROM opened ON CONFLICT DO NOTHING
        """;

    private const string Retake = "UPDATE frame_log SET generation = nextval('frame_log_generation') WHERE session = $1";

    // One statement, so that all of it is of one moment. max() here could walk the whole log.
    private const string FindHead = """
        SELECT id, generation, key, oldest, end_sequence, epoch, payload_bytes, trimmed_bytes,
            (SELECT sealed FROM frame_block WHERE frame_block.log = id AND number >= first_block ORDER BY number DESC LIMIT 1)
        FROM frame_log JOIN frame_log_key ON frame_log_key.log = id WHERE session = $1
        """;

    /// <summary>Takes the next generation of a log, and makes the log where there is none.</summary>
    public static async Task<PostgresLogHead> Open(NpgsqlConnection connection, string session, CancellationToken cancellationToken)
    {
        NpgsqlBatchCommand take = new(Take) { Parameters = { new() { Value = session }, new() { Value = RandomNumberGenerator.GetBytes(LogCipher.KeyBytes) } } };
        return (await TakeAndFind(connection, take, session, cancellationToken))!;
    }

    /// <summary>Takes the next generation of a log; null when there is none.</summary>
    public static Task<PostgresLogHead?> Reopen(NpgsqlConnection connection, string session, CancellationToken cancellationToken) =>
        TakeAndFind(connection, new NpgsqlBatchCommand(Retake) { Parameters = { new() { Value = session } } }, session, cancellationToken);

    /// <summary>The head of a log; null when there is none.</summary>
    public static async Task<PostgresLogHead?> Find(NpgsqlConnection connection, string session, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand(FindHead, connection) { Parameters = { new() { Value = session } } };
        await using var row = await find.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellationToken);
        return await Read(row, cancellationToken);
    }

    private static async Task<PostgresLogHead?> TakeAndFind(NpgsqlConnection connection, NpgsqlBatchCommand take, string session, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { take, new(FindHead) { Parameters = { new() { Value = session } } } },
        };
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var head = await Read(row, cancellationToken);
        // Durable only once the answer to the whole batch has come.
        await row.CloseAsync();
        return head;
    }

    private static async Task<PostgresLogHead?> Read(NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        if (!await row.ReadAsync(cancellationToken))
            return null;

        var key = new PostgresLogKey(row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2));
        using var cipher = new LogCipher(key.Key);
        var newest = row.IsDBNull(8) ? null : SealedBlocks.Open(cipher, row.GetFieldValue<byte[]>(8));
        var head = new LogHead(key.Generation, row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), newest, row.GetInt64(7));
        return new PostgresLogHead(head, key);
    }
}
