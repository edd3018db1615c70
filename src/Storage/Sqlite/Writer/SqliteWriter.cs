namespace SessionShare.Storage;

/// <summary>
/// The one writer of a silo: a thread that joins what waits, of all sessions and grains, into one transaction, and answers when that is durable.
/// While one transaction is on its way to the disk, the next one's jobs gather.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int GroupJobs = 1024;

    private readonly DatabaseConnection _database;
    private readonly DatabaseFile _file;
    private readonly SqliteLimits _limits;
    private readonly JobQueue _jobs;
    private readonly List<Job> _group = [];
    private readonly Queue<Job> _again = [];
    private Task _ended = Task.CompletedTask;
    private long _commits;
    private long _pages;

    public SqliteWriter(DatabaseConnection database, DatabaseFile file, SqliteLimits limits)
    {
        (_database, _file, _limits) = (database, file, limits);
        _jobs = new JobQueue(limits.WaitingJobs);
    }

    /// <summary>Transactions committed.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Pages written to the write-ahead log.</summary>
    public long Pages => Interlocked.Read(ref _pages);

    /// <summary>Called on the writer's thread after each transaction.</summary>
    public Action Committed { get; set; } = () => { };

    public void Start() => _ended = OwnThread.Start("sqlite writer", Loop);

    /// <summary>Writes in a transaction that is shared with other jobs. What <paramref name="write"/> throws fails this job alone; it may run twice.</summary>
    /// <param name="bytes">About what it writes.</param>
    public Task<T> Write<T>(int bytes, Func<DatabaseConnection, T> write, CancellationToken cancellationToken) =>
        _jobs.Do(new Job<T>(bytes, write, cancellationToken), cancellationToken);

    /// <summary>Writes piece by piece, each in a transaction of other jobs; <paramref name="piece"/> says whether there are more.</summary>
    public Task WritePieces(Func<DatabaseConnection, bool> piece) => _jobs.Do(new PiecemealJob(piece), CancellationToken.None);

    /// <summary>Runs something between two transactions.</summary>
    public Task<T> Between<T>(Func<DatabaseConnection, T> run) => _jobs.Do(new LoneJob<T>(run), CancellationToken.None);

    /// <summary>Finishes what waits and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        _jobs.Close();
        await _ended;
    }

    private void Loop()
    {
        while (_again.Count > 0 ? !_jobs.IsOver : _jobs.Wait())
        {
            Gather();
            Transact(_group);
            _group.Clear();
        }

        while (_again.TryDequeue(out var unfinished))
            unfinished.Fail(JobQueue.Closed());
    }

    private void Gather()
    {
        var bytes = 0L;
        while (bytes < _limits.GroupBytes && _group.Count < GroupJobs && _jobs.TryPeek(out var next) && !(next.Alone && _group.Count > 0))
        {
            if (!_jobs.TryTake(out var job) || job.EndIfCancelled())
                continue;
            _group.Add(job);
            bytes += job.Bytes;
            if (job.Alone)
                return;
        }

        if (_again.TryDequeue(out var piece))
            _group.Add(piece);
    }

    private void Transact(List<Job> group)
    {
        if (group.Count == 0)
            return;

        try
        {
            if (!TryApply(group))
            {
                foreach (var job in group)
                    Transact([job]);
                return;
            }
        }
        catch (Exception fault)
        {
            Rollback();
            foreach (var job in group)
                job.Fail(_file.Explain(fault));
            return;
        }

        foreach (var job in group)
            Settle(job);
    }

    /// <summary>Does a group in one transaction. False, with nothing done, when one of several jobs failed: then each is tried by itself.</summary>
    private bool TryApply(List<Job> group)
    {
        if (group[0].Alone)
        {
            group[0].Run(_database);
            return true;
        }

        _database.Run("BEGIN IMMEDIATE");
        try
        {
            foreach (var job in group)
                job.Run(_database);
        }
        catch (Exception) when (group.Count > 1)
        {
            Rollback();
            return false;
        }

        _database.Run("COMMIT");
        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _pages, _database.TakePagesWritten());
        Committed();
        return true;
    }

    private void Settle(Job job)
    {
        if (job.Again)
            _again.Enqueue(job);
        else
            job.Complete();
    }

    private void Rollback()
    {
        // SQLite rolls some faults back by itself.
        if (_database.InTransaction)
            _database.Run("ROLLBACK");
    }
}
