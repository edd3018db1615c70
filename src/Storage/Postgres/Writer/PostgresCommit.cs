using Npgsql;
using NpgsqlTypes;
using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>A commit that waits for its transaction: sealed, and one statement, so that a batch of them is one round trip.</summary>
internal sealed class PostgresCommit(LogCommit commit, PostgresLogKey log, int rowBytes, CancellationToken cancellationToken)
{
    // Nothing is written where another generation holds the log, or its end is another.
    private const string Write = """
        WITH held AS (
            UPDATE frame_log SET end_sequence = $5, epoch = coalesce($6, epoch), payload_bytes = payload_bytes + $7
            WHERE session = $1 AND id = $2 AND generation = $3 AND end_sequence = $4
            RETURNING id
        ), runs AS (
            INSERT INTO frame_run (log, first, count, epoch, sealed)
            SELECT held.id, run.first, run.count, run.epoch, run.sealed
            FROM held, unnest($9, $10, $11, $12) AS run (first, count, epoch, sealed)
        ), blocks AS (
            INSERT INTO frame_block (log, number, sealed)
            SELECT held.id, block.number, block.sealed FROM held, unnest($13, $14) AS block (number, sealed)
            ON CONFLICT (log, number) DO UPDATE SET sealed = excluded.sealed
        ), days AS (
            INSERT INTO frame_day (log, day, payload_bytes) SELECT held.id, $8, $7 FROM held WHERE $7 > 0
            ON CONFLICT (log, day) DO UPDATE SET payload_bytes = frame_day.payload_bytes + excluded.payload_bytes
        )
        SELECT count(*) FROM held
        """;

    private readonly TaskCompletionSource<CommitOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IReadOnlyList<RunBlob> _rows = RunBlob.Of(commit.Runs, rowBytes);
    private readonly IReadOnlyList<BlockRow> _blocks = commit.Blocks.GroupBy(block => block.Number).Select(same => same.Last()).ToList();

    public string Session => commit.Session;

    /// <summary>About what it adds to a transaction.</summary>
    public int Bytes { get; } = commit.Runs.Sum(logged => logged.Run.Bytes.Length);

    /// <summary>Ends when it is durable, refused or failed.</summary>
    public Task<CommitOutcome> Done => _done.Task;

    /// <summary>Set by the transaction, told once that is durable.</summary>
    public CommitOutcome Outcome { get; set; }

    /// <summary>The statement; its one row says how many logs it wrote to.</summary>
    public NpgsqlBatchCommand Statement()
    {
        using var cipher = new LogCipher(log.Key);
        return new NpgsqlBatchCommand(Write)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = commit.Session },
                new NpgsqlParameter<long> { TypedValue = log.Log },
                new NpgsqlParameter<long> { TypedValue = commit.Generation },
                new NpgsqlParameter<long> { TypedValue = commit.ExpectedEnd },
                new NpgsqlParameter<long> { TypedValue = CommitRuns.EndOf(commit) },
                new() { Value = commit.Runs.Count > 0 ? commit.Runs[^1].Epoch : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                new NpgsqlParameter<long> { TypedValue = commit.PayloadBytes },
                new NpgsqlParameter<int> { TypedValue = commit.Day },
                new NpgsqlParameter<long[]> { TypedValue = [.. _rows.Select(row => row.First)] },
                new NpgsqlParameter<long[]> { TypedValue = [.. _rows.Select(row => row.Count)] },
                new NpgsqlParameter<long[]> { TypedValue = [.. _rows.Select(row => row.Epoch)] },
                new NpgsqlParameter<byte[][]> { TypedValue = [.. _rows.Select(row => row.Seal(cipher))], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
                new NpgsqlParameter<int[]> { TypedValue = [.. _blocks.Select(block => block.Number)] },
                new NpgsqlParameter<byte[][]> { TypedValue = [.. _blocks.Select(block => SealedBlocks.Seal(cipher, block))], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
            },
        };
    }

    /// <summary>Ends it when it was cancelled while it waited.</summary>
    public bool EndIfCancelled() => cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);

    public void Complete() => _done.TrySetResult(Outcome);

    public void Fail(Exception fault) => _done.TrySetException(fault);
}
