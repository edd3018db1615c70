namespace SessionShare.Storage;

/// <summary>Threads that read, each with a connection of its own, beside the writer.</summary>
internal sealed class SqliteReaders : IAsyncDisposable
{
    private readonly JobQueue _jobs;
    private readonly Task _ended;

    public SqliteReaders(DatabaseFile file, SqliteLimits limits)
    {
        _jobs = new JobQueue(limits.WaitingJobs);
        var connections = Enumerable.Range(0, limits.Readers).Select(_ => file.OpenReader()).ToList();
        _ended = Task.WhenAll(connections.Select((database, i) => JobThread.Start($"sqlite reader {i}", _jobs, database, file)));
    }

    /// <summary>Reads on a reader's thread. Statements see what was committed before the call.</summary>
    public Task<T> Read<T>(Func<DatabaseConnection, T> read, CancellationToken cancellationToken) =>
        _jobs.Do(new Job<T>(0, read, cancellationToken), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _jobs.Close();
        await _ended;
    }
}
