using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace SessionShare.Storage;

/// <summary>
/// Copies the write-ahead log into the database, on a thread and a connection of its own beside the commits; only the end of it, the part that
/// was written meanwhile, runs between two transactions of the writer, so that the log can start over.
/// </summary>
/// <remarks>
/// SQLite before 3.51.3 (3.50.7) can lose pages when a commit starts the log over while a checkpoint begins on another connection
/// (sqlite.org/wal.html#walresetbug), and this project's feed has 3.50.4. A commit starts the log over only where the checkpoint before was complete,
/// so none begins here until the writer has committed since the one before ended. The other checkpoints run on the writer's own thread.
/// </remarks>
internal sealed partial class SqliteCheckpointer : IAsyncDisposable
{
    private static readonly TimeSpan TruncateWait = TimeSpan.FromMilliseconds(250);

    private readonly JobQueue _jobs;
    private readonly SqliteWriter _writer;
    private readonly SqliteLimits _limits;
    private readonly ILogger _logger;
    private readonly Task _ended;
    private long _commitsAtEnd;
    private long _pagesAtStart;
    private long _pagesAtComplete;
    private int _due;
    private volatile bool _stopping;

    public SqliteCheckpointer(DatabaseConnection database, DatabaseFile file, SqliteWriter writer, SqliteLimits limits, ILogger logger)
    {
        (_writer, _limits, _logger) = (writer, limits, logger);
        _jobs = new JobQueue(limits.WaitingJobs);
        _ended = JobThread.Start("sqlite checkpointer", _jobs, database, file);
        writer.Committed = StartWhenDue;
    }

    /// <summary>Copies all of the log and empties its file, so that nothing stands there that was overwritten in the database.</summary>
    public Task Truncate() => Checkpoint(true);

    /// <summary>Ends the thread. The writer must still run.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _jobs.Close();
        await _ended;
    }

    private void StartWhenDue()
    {
        if (_writer.Pages >= Interlocked.Read(ref _pagesAtStart) + _limits.CheckpointPages && Interlocked.Exchange(ref _due, 1) == 0)
            _ = CheckpointAndLog();
    }

    private async Task CheckpointAndLog()
    {
        try
        {
            await Checkpoint(false);
        }
        catch (ObjectDisposedException)
        {
            // Closing checkpoints by itself.
        }
        catch (Exception fault)
        {
            LogCheckpointFailed(fault);
        }

        Interlocked.Exchange(ref _due, 0);
    }

    private Task<bool> Checkpoint(bool truncate)
    {
        var job = new Job<bool>(0, database => Checkpoint(database, truncate), CancellationToken.None);
        return _jobs.Do(job, CancellationToken.None);
    }

    private bool Checkpoint(DatabaseConnection database, bool truncate)
    {
        long left;
        do
        {
            left = CopyBesideCommits(database);
        }
        while (left > _limits.CheckpointRemainderPages && _writer.Pages - _pagesAtComplete < _limits.MaxWalPages && !_stopping);

        var complete = _writer.Between(writer => Finish(writer, truncate)).GetAwaiter().GetResult();
        if (complete)
            _pagesAtComplete = _writer.Pages;
        _commitsAtEnd = _writer.Commits;
        return complete;
    }

    /// <summary>Copies what is committed, and says how many pages were written meanwhile.</summary>
    private long CopyBesideCommits(DatabaseConnection database)
    {
        var (commits, pages) = (_writer.Commits, _writer.Pages);
        Interlocked.Exchange(ref _pagesAtStart, pages);
        if (commits > _commitsAtEnd)
        {
            database.Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);
            _commitsAtEnd = _writer.Commits;
        }

        return _writer.Pages - pages;
    }

    private bool Finish(DatabaseConnection writer, bool truncate)
    {
        if (!truncate)
            return writer.Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);

        // Reads end in milliseconds; a longer reader is another process, for which commits don't wait.
        writer.WaitForLocks(TruncateWait);
        try
        {
            return writer.Checkpoint(raw.SQLITE_CHECKPOINT_TRUNCATE);
        }
        finally
        {
            writer.WaitForLocks(_limits.LockWait);
        }
    }

    [LoggerMessage(LogLevel.Error, "A checkpoint of the embedded store failed; its write-ahead log grows until one succeeds.")]
    private partial void LogCheckpointFailed(Exception fault);
}
