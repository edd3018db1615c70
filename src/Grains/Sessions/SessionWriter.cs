using Microsoft.Extensions.Logging;
using Orleans.Storage;
using SessionShare.Grains.Log;
using SessionShare.Grains.Telemetry;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// The one loop of an activation that commits: frames and block rows to the log, then the state. Turns never wait for it; whoever needs
/// durability waits for the next change. Invariant: between reading the session and committing what was read, nothing is awaited.
/// </summary>
/// <param name="id">The session's id.</param>
/// <param name="session">The rules.</param>
/// <param name="generation">This activation's right to write.</param>
/// <param name="log">Where frames go.</param>
/// <param name="state">Where the state goes.</param>
/// <param name="time">The clock.</param>
/// <param name="written">Called after everything that was stored, or could not be.</param>
/// <param name="instruments">What is measured of all sessions.</param>
/// <param name="figures">What is measured of this one.</param>
internal sealed partial class SessionWriter(
    string id,
    Session session,
    long generation,
    IFrameLog log,
    IPersistentState<SessionState> state,
    TimeProvider time,
    Action written,
    SessionInstruments instruments,
    SessionFigures figures,
    ILogger logger)
{
    /// <summary>Encoded bytes of one commit, about.</summary>
    private const long CommitBytes = 1024 * 1024;

    /// <summary>A write that takes longer is told of as one that failed: a disk may hang without ever failing.</summary>
    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(2);

    private readonly Broadcast _work = new();
    private LogCommit? _inDoubt;
    private PayloadCount _count;
    private bool _failing;
    private bool _stopping;
    private long _trimTriedAt = -1;
    private int _oldestBlock = 1;

    /// <summary>The newest state version that is stored.</summary>
    public long StoredVersion { get; private set; }

    /// <summary>Another activation owns the session: nothing may be answered any more.</summary>
    public bool Fenced { get; private set; }

    /// <summary>Whether everything the session holds is stored.</summary>
    public bool Idle => session.Tail.HeldBytes == 0 && StoredVersion == session.StateVersion;

    /// <summary>There is something to write.</summary>
    public void Wake() => _work.Raise();

    /// <summary>Ends the loop once everything is written, or at once where storage fails.</summary>
    public void Stop()
    {
        _stopping = true;
        _work.Raise();
    }

    /// <summary>Writes until stopped or fenced.</summary>
    public async Task Run()
    {
        var retry = FirstRetry;
        while (!Fenced)
        {
            var work = _work.Next;
            if (Idle && !TrimIsDue)
            {
                if (_stopping)
                    return;
                await work;
                continue;
            }

            var begun = time.GetUtcNow();
            try
            {
                await TellIfSlow(Write(), begun);
                if (_failing)
                    session.StorageFails(null);
                (retry, _failing) = (FirstRetry, false);
            }
            catch (Exception fault) when (fault is not InconsistentStateException)
            {
                LogWriteFailed(id, fault);
                instruments.OnWriteFailed();
                figures.OnWriteFailed();
                if (_stopping)
                    return;
                Fails(begun);
                await Task.Delay(retry, time);
                retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
            }
            catch (InconsistentStateException)
            {
                Fenced = true;
            }

            written();
        }

        LogFenced(id, generation);
        instruments.OnFenced();
    }

    private async Task Write()
    {
        await WriteFrames();
        await Trim();
        await WriteState();
    }

    private async Task TellIfSlow(Task writing, DateTimeOffset begun)
    {
        using var done = new CancellationTokenSource();
        if (await Task.WhenAny(writing, Task.Delay(LongestWrite, time, done.Token)) != writing)
            Fails(begun);
        done.Cancel();
        await writing;
    }

    /// <summary>Everyone is told, once, since when nothing is saved.</summary>
    private void Fails(DateTimeOffset since)
    {
        if (!_failing)
            session.StorageFails(since);
        _failing = true;
        written();
    }

    private async Task WriteFrames()
    {
        // Before anything else is written: the next commit would not fit the end that it may have moved.
        if (_inDoubt is { } doubtful && await Settle(doubtful) && Fenced)
            return;

        var runs = session.Tail.Undurable(CommitBytes);
        if (runs.Count == 0)
            return;

        var count = _count;
        var payload = runs.Sum(run => count.Add(run.ToRun()));
        var rows = session.Blocks.Changed(runs[^1].First + runs[^1].Count - 1);
        var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).DayNumber;
        var commit = new LogCommit(
            id, generation, session.Tail.Durable, [.. runs.Select(run => new LoggedRun(run.Epoch, run.ToRun()))], payload, day, rows);

        var begun = time.GetTimestamp();
        try
        {
            if (await log.Commit(commit, CancellationToken.None) == CommitOutcome.Committed)
                Committed(commit);
            else
                Fenced = true;
            var took = time.GetElapsedTime(begun);
            instruments.OnCommitted(payload, took);
            figures.OnCommitted(took);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _inDoubt = commit;
            if (!await Settle(commit))
                throw;
        }
    }

    /// <summary>
    /// Finds out whether a commit that failed was done all the same, and only its answer lost. True: it was, or another generation owns the log. False:
    /// it was not. While storage can't be reached either it fails, and the doubt stays.
    /// </summary>
    private async Task<bool> Settle(LogCommit commit)
    {
        var head = await log.Peek(id, CancellationToken.None);
        _inDoubt = null;
        if (head is not null && head.Generation != generation)
            Fenced = true;
        else if (head?.End == commit.Runs[^1].Run.Last)
            Committed(commit);
        else
            return false;
        return true;
    }

    private void Committed(LogCommit commit)
    {
        foreach (var run in commit.Runs)
            _count.Add(run.Run);
        session.Committed(commit.Runs[^1].Run.Last, commit.PayloadBytes, commit.Day, commit.Blocks);
    }

    private async Task WriteState()
    {
        // The end is stored behind every frame that it names.
        if (Fenced || StoredVersion == session.StateVersion || (session.Ended is not null && session.Tail.HeldBytes > 0))
            return;

        var version = session.StateVersion;
        state.State.NextDue = session.StoredDue(time.GetUtcNow());
        await (session.IsGone ? state.ClearStateAsync() : state.WriteStateAsync());
        StoredVersion = version;
    }

    /// <summary>A session that rolls is near its limit, and there may be a place by now where its log can begin anew.</summary>
    private bool TrimIsDue => session.ToTrim is not null && _trimTriedAt != session.Tail.Durable;

    private async Task Trim()
    {
        if (Fenced || !TrimIsDue || session.ToTrim is not { } bytes)
            return;

        var triedAt = session.Tail.Durable;
        if (session.TrimPoint(await FirstBlockBehind(bytes), bytes) is not { } point)
            session.CannotRoll();
        else if (await log.Trim(new LogTrim(id, generation, point.Oldest, point.Bytes), CancellationToken.None) == CommitOutcome.Committed)
            Trimmed(point.Oldest, point.Bytes);
        else
            Fenced = true;
        _trimTriedAt = triedAt;
    }

    private void Trimmed(long oldest, long bytes)
    {
        instruments.OnTrimmed(bytes - session.TrimmedBytes);
        session.Trimmed(oldest, bytes);
    }

    private async Task<BlockRow?> FirstBlockBehind(long bytes)
    {
        const int page = 500;
        while (true)
        {
            var rows = await log.ReadBlocks(id, _oldestBlock, page, CancellationToken.None);
            if (rows.FirstOrDefault(row => row.Before >= bytes) is { } found)
                return found;
            if (rows.Count < page)
                return null;
            _oldestBlock = rows[^1].Number + 1;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Session {SessionId}: a write failed; it is tried again.")]
    private partial void LogWriteFailed(string sessionId, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {SessionId}: another activation took over from generation {Generation}.")]
    private partial void LogFenced(string sessionId, long generation);
}
