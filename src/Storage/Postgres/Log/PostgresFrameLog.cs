using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>Sessions' frames and blocks in PostgreSQL.</summary>
internal sealed class PostgresFrameLog(PostgresStore store) : IFrameLog
{
    /// <inheritdoc/>
    public async Task<LogHead> Open(string session, CancellationToken cancellationToken)
    {
        var (head, key) = await store.Database.Use(connection => PostgresLogHeads.Open(connection, session, cancellationToken), cancellationToken);
        store.Keys.Keep(session, key);
        return head;
    }

    /// <inheritdoc/>
    public async Task<LogHead?> Reopen(string session, CancellationToken cancellationToken)
    {
        if (await store.Database.Use(connection => PostgresLogHeads.Reopen(connection, session, cancellationToken), cancellationToken) is not var (head, key))
            return null;
        store.Keys.Keep(session, key);
        return head;
    }

    /// <inheritdoc/>
    public Task<CommitOutcome> Commit(LogCommit commit, CancellationToken cancellationToken)
    {
        CommitRuns.Check(commit);
        // Not awaited here where the key is known: commits of a session queue in the order of the calls.
        return store.Keys.TryGet(commit.Session, out var key) && key.Generation >= commit.Generation
            ? Commit(commit, key, cancellationToken)
            : FindKeyAndCommit(commit, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<CommitOutcome> Trim(LogTrim trim, CancellationToken cancellationToken)
    {
        if (await store.Database.Use(connection => PostgresLogTrimming.MoveOldest(connection, trim, cancellationToken), cancellationToken) is not { } log)
            return CommitOutcome.Conflict;

        store.Trims.Add(log);
        return CommitOutcome.Committed;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LoggedRun>> Read(string session, long after, int maxBytes, CancellationToken cancellationToken) =>
        store.Database.Use(connection => PostgresLogReads.Runs(connection, session, after, maxBytes, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BlockRow>> ReadBlocks(string session, int from, int count, CancellationToken cancellationToken) =>
        store.Database.Use(connection => PostgresLogReads.Blocks(connection, session, from, count, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<LogHead?> Peek(string session, CancellationToken cancellationToken) =>
        (await store.Database.Use(connection => PostgresLogHeads.Find(connection, session, cancellationToken), cancellationToken))?.Head;

    /// <inheritdoc/>
    public Task<long> PayloadBytesOn(string session, int day, CancellationToken cancellationToken) =>
        store.Database.Use(connection => PostgresLogReads.PayloadBytesOn(connection, session, day, cancellationToken), cancellationToken);

    /// <summary>
    /// <inheritdoc/> Once the first transaction is through, the session has no log, and what a failure or a stop leaves is deleted by the next start
    /// of any silo: <paramref name="cancellationToken"/> matters until then.
    /// </summary>
    public async Task Delete(string session, CancellationToken cancellationToken)
    {
        store.Keys.Forget(session);
        if (await store.Database.Use(connection => PostgresLogDeletion.Detach(connection, session, cancellationToken), cancellationToken) is { } log)
            await store.DeleteLog(log);
    }

    private async Task<CommitOutcome> FindKeyAndCommit(LogCommit commit, CancellationToken cancellationToken)
    {
        var found = await store.Database.Use(connection => PostgresLogHeads.Find(connection, commit.Session, cancellationToken), cancellationToken);
        if (found is null)
            return CommitOutcome.Conflict;

        store.Keys.Keep(commit.Session, found.Key);
        return await Commit(commit, found.Key, cancellationToken);
    }

    /// <summary>A younger generation than the commit's is known here: the database would say the same.</summary>
    private Task<CommitOutcome> Commit(LogCommit commit, PostgresLogKey key, CancellationToken cancellationToken) =>
        key.Generation == commit.Generation
            ? store.Commit(new PostgresCommit(commit, key, store.Options.RowBytes, cancellationToken), cancellationToken)
            : Task.FromResult(CommitOutcome.Conflict);
}
