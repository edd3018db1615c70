using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>Sessions' frames and blocks in the embedded store.</summary>
internal sealed class SqliteFrameLog(SqliteStore store) : IFrameLog
{
    /// <inheritdoc/>
    public Task<LogHead> Open(string session, CancellationToken cancellationToken) =>
        store.Writer.Write(0, database => LogHeads.Take(database, session), cancellationToken);

    /// <inheritdoc/>
    public Task<LogHead?> Reopen(string session, CancellationToken cancellationToken) =>
        store.Writer.Write(0, database => LogHeads.Retake(database, session), cancellationToken);

    /// <inheritdoc/>
    public Task<CommitOutcome> Commit(LogCommit commit, CancellationToken cancellationToken)
    {
        CommitRuns.Check(commit);
        var bytes = commit.Runs.Sum(logged => logged.Run.Bytes.Length);
        return store.Writer.Write(bytes, database => LogCommits.Write(database, commit, store.Limits.BlobBytes), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<CommitOutcome> Trim(LogTrim trim, CancellationToken cancellationToken)
    {
        if (await store.Writer.Write(0, database => LogTrimming.Move(database, trim), cancellationToken) is not { } log)
            return CommitOutcome.Conflict;

        store.Trims.Add(log);
        return CommitOutcome.Committed;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LoggedRun>> Read(string session, long after, int maxBytes, CancellationToken cancellationToken) =>
        store.Readers.Read(database => LogReads.Runs(database, session, after, maxBytes), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BlockRow>> ReadBlocks(string session, int from, int count, CancellationToken cancellationToken) =>
        store.Readers.Read(database => LogReads.Blocks(database, session, from, count), cancellationToken);

    /// <inheritdoc/>
    public Task<LogHead?> Peek(string session, CancellationToken cancellationToken) =>
        store.Readers.Read(database => LogHeads.Find(database, session), cancellationToken);

    /// <inheritdoc/>
    public Task<long> PayloadBytesOn(string session, int day, CancellationToken cancellationToken) =>
        store.Readers.Read(database => LogReads.PayloadBytesOn(database, session, day), cancellationToken);

    /// <summary>
    /// <inheritdoc/> Once the first transaction is through, the session has no log and the delete goes on by itself, over a restart too:
    /// <paramref name="cancellationToken"/> matters until then.
    /// </summary>
    public async Task Delete(string session, CancellationToken cancellationToken)
    {
        if (await store.Writer.Write(0, database => LogDeletion.Detach(database, session), cancellationToken) is { } log)
            await store.DeleteLog(log);
    }
}
