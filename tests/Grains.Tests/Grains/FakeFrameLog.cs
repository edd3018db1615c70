using SessionShare.Grains.Log;
using SessionShare.Protocol;

namespace SessionShare.Grains.Tests.Grains;

/// <summary>A fake frame log in memory, with the contract's generations and with faults as verbs. The real ones have a suite of their own.</summary>
internal sealed class FakeFrameLog : IFrameLog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _sessions = [];
    private string _faultsOf = "";
    private TaskCompletionSource? _stalled;
    private Exception? _failure;
    private bool _losesAnswer;
    private bool _failsThen;

    /// <summary>Commits wait from here on.</summary>
    public void Stall() => _stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Commits and looks fail from here on.</summary>
    public void Fail() => Fail("");

    /// <summary>Commits to logs whose name begins so, and looks at them, fail from here on.</summary>
    public void Fail(string logs) => (_faultsOf, _failure) = (logs, new IOException("The disk is gone."));

    /// <summary>The next commit is done, and its answer lost.</summary>
    public void LoseNextAnswer() => _losesAnswer = true;

    /// <summary>The next commit is done, its answer lost, and from there on commits and looks fail.</summary>
    public void LoseNextAnswerAndFail() => (_losesAnswer, _failsThen) = (true, true);

    /// <summary>Everything works again.</summary>
    public void Recover()
    {
        _failure = null;
        Interlocked.Exchange(ref _stalled, null)?.SetResult();
    }

    /// <summary>Durable output of a session.</summary>
    public string OutputOf(string session)
    {
        lock (_gate)
            return _sessions.TryGetValue(session, out var entry) ? string.Concat(entry.Runs.Select(run => Frames.OutputOf(run.Run))) : "";
    }

    /// <summary>Whether there is a log of that session.</summary>
    public bool Has(string session)
    {
        lock (_gate)
            return _sessions.ContainsKey(session);
    }

    public Task<LogHead> Open(string session, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(session, out var entry))
                _sessions[session] = entry = new Entry();
            entry.Generation++;
            return Task.FromResult(entry.Head());
        }
    }

    public async Task<LogHead?> Reopen(string session, CancellationToken cancellationToken) =>
        Has(session) ? await Open(session, cancellationToken) : null;

    public async Task<CommitOutcome> Commit(LogCommit commit, CancellationToken cancellationToken)
    {
        if (_stalled is { } stalled)
            await stalled.Task;
        if (_failure is { } failure && commit.Session.StartsWith(_faultsOf, StringComparison.Ordinal))
            throw failure;

        lock (_gate)
        {
            if (!_sessions.TryGetValue(commit.Session, out var entry) || entry.Generation != commit.Generation || entry.End != commit.ExpectedEnd)
                return CommitOutcome.Conflict;
            entry.Runs.AddRange(commit.Runs);
            entry.PayloadBytes += commit.PayloadBytes;
            entry.Days[commit.Day] = entry.Days.GetValueOrDefault(commit.Day) + commit.PayloadBytes;
            foreach (var block in commit.Blocks)
                entry.Blocks[block.Number] = block;
        }

        if (!_losesAnswer)
            return CommitOutcome.Committed;
        _losesAnswer = false;
        if (_failsThen)
            Fail();
        _failsThen = false;
        throw new TimeoutException("The answer was lost.");
    }

    public Task<CommitOutcome> Trim(LogTrim trim, CancellationToken cancellationToken)
    {
        if (_failure is { } failure)
            return Task.FromException<CommitOutcome>(failure);

        lock (_gate)
        {
            if (!_sessions.TryGetValue(trim.Session, out var entry) || entry.Generation != trim.Generation || trim.Oldest > entry.End + 1)
                return Task.FromResult(CommitOutcome.Conflict);
            if (trim.Oldest <= entry.Oldest)
                return Task.FromResult(CommitOutcome.Committed);
            (entry.Oldest, entry.TrimmedBytes) = (trim.Oldest, trim.PayloadBytes);
            entry.Runs.RemoveAll(run => run.Run.Last < trim.Oldest && run != entry.Runs[^1]);
            foreach (var block in entry.Blocks.Values.Where(block => block.IsBelow(trim.Oldest)).ToList())
                entry.Blocks.Remove(block.Number);
            return Task.FromResult(CommitOutcome.Committed);
        }
    }

    public Task<IReadOnlyList<LoggedRun>> Read(string session, long after, int maxBytes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(session, out var entry))
                return Task.FromResult<IReadOnlyList<LoggedRun>>([]);
            after = Math.Max(after, entry.Oldest - 1);
            var runs = entry.Runs
                .Where(run => run.Run.Last > after)
                .Select(run => run with { Run = FrameRuns.Behind(run.Run, after)!.Value })
                .Take(3);
            return Task.FromResult<IReadOnlyList<LoggedRun>>([.. runs]);
        }
    }

    public Task<IReadOnlyList<BlockRow>> ReadBlocks(string session, int from, int count, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<BlockRow>>([.. _sessions[session].Blocks.Values.Where(block => block.Number >= from).Take(count)]);
    }

    public Task<LogHead?> Peek(string session, CancellationToken cancellationToken)
    {
        if (_failure is { } failure)
            return Task.FromException<LogHead?>(failure);

        lock (_gate)
            return Task.FromResult(_sessions.TryGetValue(session, out var entry) ? entry.Head() : null);
    }

    public Task<long> PayloadBytesOn(string session, int day, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_sessions.TryGetValue(session, out var entry) ? entry.Days.GetValueOrDefault(day) : 0);
    }

    public Task Delete(string session, CancellationToken cancellationToken)
    {
        lock (_gate)
            _sessions.Remove(session);
        return Task.CompletedTask;
    }

    private sealed class Entry
    {
        public long Generation { get; set; }

        public List<LoggedRun> Runs { get; } = [];

        public SortedDictionary<int, BlockRow> Blocks { get; } = [];

        public Dictionary<int, long> Days { get; } = [];

        public long PayloadBytes { get; set; }

        public long Oldest { get; set; } = 1;

        public long TrimmedBytes { get; set; }

        public long End => Runs.Count == 0 ? 0 : Runs[^1].Run.Last;

        public LogHead Head() =>
            new(Generation, Oldest, End, Runs.Count == 0 ? 0 : Runs[^1].Epoch, PayloadBytes, Blocks.Count == 0 ? null : Blocks.Values.Last(), TrimmedBytes);
    }
}
