using SessionShare.Grains.Log;
using SessionShare.Protocol;

namespace SessionShare.Simulation;

/// <summary>
/// The frame log in memory, with the contract's generations, behind a <see cref="StoreWeather"/>. Beside what a store keeps it remembers every commit, also of
/// histories that were deleted: the truth that everyone is compared with.
/// </summary>
internal sealed class SimulatedLog(StoreWeather weather) : IFrameLog
{
    private readonly SortedDictionary<string, Entry> _sessions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<Committed>> _history = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _generations = new(StringComparer.Ordinal);

    /// <summary>For a test of the checks: says whether this frame is dropped, without a word.</summary>
    public Func<Frame, bool>? Drops { get; set; }

    /// <summary>For a test of the checks: says whether this commit is answered as done, and nothing is done.</summary>
    public Func<LogCommit, bool>? Ignores { get; set; }

    /// <summary>Sessions that have a log, though it be empty.</summary>
    public IReadOnlyList<string> Kept => [.. _sessions.Keys];

    /// <summary>Sequence of the oldest frame that a session's log keeps; 0 when it has none.</summary>
    public long Oldest(string session) => _sessions.TryGetValue(session, out var entry) ? entry.Oldest : 0;

    /// <summary>Every commit that a session ever made, in order.</summary>
    public IReadOnlyList<Committed> History(string session) => _history.TryGetValue(session, out var commits) ? commits : [];

    /// <summary>Every frame that a session ever committed; the frame of sequence 1 stands first.</summary>
    public IReadOnlyList<Frame> Frames(string session) => _history.TryGetValue(session, out var commits) && commits.Count > 0 ? commits[^1].All : [];

    /// <summary>Sequence of the newest frame ever committed.</summary>
    public long End(string session) => Frames(session).Count;

    /// <summary>Payload bytes, in all and by day, as the store keeps them; null when there is no log.</summary>
    public (long All, IReadOnlyDictionary<int, long> Days)? Counters(string session) =>
        _sessions.TryGetValue(session, out var entry) ? (entry.PayloadBytes, entry.Days) : null;

    public Task<LogHead> Open(string session, CancellationToken cancellationToken) => weather.Do($"log: open {session}", () =>
    {
        _generations[session] = _generations.GetValueOrDefault(session) + 1;
        if (!_sessions.TryGetValue(session, out var entry))
            _sessions[session] = entry = new Entry();
        return HeadOf(session, entry);
    });

    public Task<LogHead?> Reopen(string session, CancellationToken cancellationToken) => weather.Do($"log: reopen {session}", () =>
    {
        if (!_sessions.TryGetValue(session, out var entry))
            return null;
        _generations[session]++;
        return HeadOf(session, entry);
    });

    /// <summary>Another writer takes the next generation of a log that is there, and goes away.</summary>
    public Task OpenElsewhere(string session) => weather.Do($"log: open {session} elsewhere", () =>
        _sessions.ContainsKey(session) ? _generations[session]++ : 0);

    public Task<CommitOutcome> Commit(LogCommit commit, CancellationToken cancellationToken) =>
        weather.Do($"log: commit {commit.Session} generation {commit.Generation} behind {commit.ExpectedEnd}: {commit.Runs.Count} runs", () => Take(commit));

    public Task<CommitOutcome> Trim(LogTrim trim, CancellationToken cancellationToken) =>
        weather.Do($"log: trim {trim.Session} generation {trim.Generation} below {trim.Oldest}", () => Take(trim));

    public Task<IReadOnlyList<LoggedRun>> Read(string session, long after, int maxBytes, CancellationToken cancellationToken) =>
        weather.Do<IReadOnlyList<LoggedRun>>($"log: read {session} behind {after}", () =>
        {
            if (!_sessions.TryGetValue(session, out var entry))
                return [];
            var (runs, bytes) = (new List<LoggedRun>(), 0);
            after = Math.Max(after, entry.Oldest - 1);
            foreach (var run in entry.Runs)
            {
                if (FrameRuns.Behind(run.Run, after) is not { } rest)
                    continue;
                if (runs.Count > 0 && bytes + rest.Bytes.Length > maxBytes)
                    break;
                runs.Add(run with { Run = rest });
                bytes += rest.Bytes.Length;
            }

            return runs;
        });

    public Task<IReadOnlyList<BlockRow>> ReadBlocks(string session, int from, int count, CancellationToken cancellationToken) =>
        weather.Do<IReadOnlyList<BlockRow>>($"log: blocks {session}", () =>
            _sessions.TryGetValue(session, out var entry) ? [.. entry.Blocks.Values.Where(block => block.Number >= from).Take(count)] : []);

    public Task<LogHead?> Peek(string session, CancellationToken cancellationToken) =>
        weather.Do($"log: peek {session}", () => _sessions.TryGetValue(session, out var entry) ? HeadOf(session, entry) : null);

    public Task<long> PayloadBytesOn(string session, int day, CancellationToken cancellationToken) =>
        weather.Do($"log: day of {session}", () => _sessions.TryGetValue(session, out var entry) ? entry.Days.GetValueOrDefault(day) : 0);

    public Task Delete(string session, CancellationToken cancellationToken) => weather.Do($"log: delete {session}", () => _sessions.Remove(session));

    private CommitOutcome Take(LogCommit commit)
    {
        if (!_sessions.TryGetValue(commit.Session, out var entry) || _generations[commit.Session] != commit.Generation || entry.End != commit.ExpectedEnd)
            return CommitOutcome.Conflict;
        if (Ignores?.Invoke(commit) == true)
            return CommitOutcome.Committed;

        // Copied, as a store would: whose bytes they were may do with them what it likes.
        LoggedRun[] runs = [.. commit.Runs.Select(run => run with { Run = run.Run with { Bytes = run.Run.Bytes.ToArray() } })];
        if (!_history.TryGetValue(commit.Session, out var history))
            _history[commit.Session] = history = [];
        var all = history.Count > 0 ? history[^1].All : [];
        history.Add(new Committed(commit with { Runs = runs }, all));
        foreach (var run in runs)
        {
            foreach (var frame in run.Run)
            {
                if (frame.Sequence != all.Count + 1)
                    throw new InvariantException("the log has no holes", $"frame {frame.Sequence} was committed behind {all.Count}");
                all.Add(frame);
            }

            entry.Runs.Add(WithoutDropped(run));
        }

        (entry.End, entry.Epoch) = commit.Runs.Count > 0 ? (commit.Runs[^1].Run.Last, commit.Runs[^1].Epoch) : (entry.End, entry.Epoch);
        entry.PayloadBytes += commit.PayloadBytes;
        entry.Days[commit.Day] = entry.Days.GetValueOrDefault(commit.Day) + commit.PayloadBytes;
        foreach (var block in commit.Blocks)
            entry.Blocks[block.Number] = block;
        return CommitOutcome.Committed;
    }

    private CommitOutcome Take(LogTrim trim)
    {
        if (!_sessions.TryGetValue(trim.Session, out var entry) || _generations[trim.Session] != trim.Generation || trim.Oldest > entry.End + 1)
            return CommitOutcome.Conflict;
        if (trim.Oldest <= entry.Oldest)
            return CommitOutcome.Committed;
        (entry.Oldest, entry.TrimmedBytes) = (trim.Oldest, trim.PayloadBytes);
        entry.Runs.RemoveAll(run => run.Run.Last < trim.Oldest);
        foreach (var block in entry.Blocks.Values.Where(block => block.IsBelow(trim.Oldest)).ToList())
            entry.Blocks.Remove(block.Number);
        return CommitOutcome.Committed;
    }

    /// <summary>With the frame that is dropped emptied: the sequence stands, and what the sharer said is gone.</summary>
    private LoggedRun WithoutDropped(LoggedRun run)
    {
        if (Drops is not { } drops)
            return run;
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        foreach (var frame in run.Run)
            FrameCodec.Write(bytes, frame.Kind, frame.At, drops(frame) ? default : frame.Payload.Span);
        return run with { Run = run.Run with { Bytes = bytes.WrittenMemory } };
    }

    private LogHead HeadOf(string session, Entry entry) => new(
        _generations[session],
        entry.Oldest,
        entry.End,
        entry.Epoch,
        entry.PayloadBytes,
        entry.Blocks.Count > 0 ? entry.Blocks.Values.Last() : null,
        entry.TrimmedBytes);

    private sealed class Entry
    {
        public List<LoggedRun> Runs { get; } = [];

        public SortedDictionary<int, BlockRow> Blocks { get; } = [];

        public SortedDictionary<int, long> Days { get; } = [];

        public long Oldest { get; set; } = 1;

        public long End { get; set; }

        public long Epoch { get; set; }

        public long TrimmedBytes { get; set; }

        public long PayloadBytes { get; set; }
    }

    /// <summary>One commit that was done.</summary>
    /// <param name="Done">What it was.</param>
    /// <param name="All">Every frame of the session, this commit's and later ones too.</param>
    internal sealed record Committed(LogCommit Done, List<Frame> All);
}
