using System.Threading.Channels;
using Npgsql;
using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>
/// A loop that joins the commits that wait, of all its sessions, into one transaction, and answers when that is durable. While one transaction is
/// under way, the next one's commits gather. A batch is sent whole and is a transaction by itself: a process that stops in the middle leaves no lock behind.
/// </summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    private const int WaitingCommits = 1024;
    private const int GroupCommits = 512;
    private const int CollisionTries = 5;

    private readonly PostgresDatabase _database;
    private readonly int _groupBytes;
    private readonly Channel<PostgresCommit> _waiting = Channel.CreateBounded<PostgresCommit>(
        new BoundedChannelOptions(WaitingCommits) { SingleReader = true });

    private readonly Task _ended;
    private long _transactions;

    public PostgresWriter(PostgresDatabase database, int groupBytes)
    {
        (_database, _groupBytes) = (database, groupBytes);
        // On the pool's scheduler, whoever makes the store: that may be a grain's turn.
        _ended = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Transactions committed.</summary>
    public long Transactions => Interlocked.Read(ref _transactions);

    /// <summary>Adds a commit, once there is room, and waits for it. Commits are done in the order of these calls.</summary>
    public async Task<CommitOutcome> Write(PostgresCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            await _waiting.Writer.WriteAsync(commit, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw PostgresStore.Closed();
        }

        return await commit.Done;
    }

    /// <summary>Finishes what waits and ends the loop.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _ended;
    }

    private async Task Loop()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var group = Gather();
            if (group.Count > 0)
                await Transact(group);
        }
    }

    private List<PostgresCommit> Gather()
    {
        var group = new List<PostgresCommit>();
        for (var bytes = 0L; bytes < _groupBytes && group.Count < GroupCommits && _waiting.Reader.TryRead(out var commit);)
        {
            if (commit.EndIfCancelled())
                continue;
            group.Add(commit);
            bytes += commit.Bytes;
        }

        // Every silo locks rows in the same order, so that two of them can't wait for each other; a session's commits keep theirs.
        return [.. group.OrderBy(commit => commit.Session, StringComparer.Ordinal)];
    }

    /// <summary>Does a group in one transaction; where one of several commits fails it, each is tried by itself.</summary>
    private async Task Transact(List<PostgresCommit> group)
    {
        try
        {
            await Apply(group);
        }
        catch (Exception fault) when (group.Count > 1 && PostgresFaults.IsOfContent(fault))
        {
            foreach (var commit in group)
                await Transact([commit]);
            return;
        }
        catch (Exception fault)
        {
            var explained = _database.Explain(fault);
            foreach (var commit in group)
                commit.Fail(explained);
            return;
        }

        Interlocked.Increment(ref _transactions);
        foreach (var commit in group)
            commit.Complete();
    }

    private async Task Apply(List<PostgresCommit> group)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await _database.Connect(CancellationToken.None);
                await Send(connection, group);
                return;
            }
            catch (PostgresException fault) when (attempt < CollisionTries && PostgresFaults.IsCollision(fault))
            {
                // Rolled back for another transaction's sake. Nothing else is tried again here: it may have been done.
            }
        }
    }

    private static async Task Send(NpgsqlConnection connection, List<PostgresCommit> group)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var commit in group)
            batch.BatchCommands.Add(commit.Statement());

        await using var row = await batch.ExecuteReaderAsync();
        foreach (var commit in group)
        {
            await row.ReadAsync();
            commit.Outcome = row.GetInt64(0) > 0 ? CommitOutcome.Committed : CommitOutcome.Conflict;
            // The last of these waits until the server has committed.
            await row.NextResultAsync();
        }
    }
}
