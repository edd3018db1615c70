namespace SessionShare.Grains.Telemetry;

/// <summary>
/// What is counted of one session while it lives on this silo. The session's turns write it, whoever measures reads it: single values, each whole, not all of one moment. Nothing here
/// names a person, a title or a command.
/// </summary>
/// <param name="id">The session's id.</param>
/// <param name="organization">The organization whose session it is.</param>
public sealed class SessionFigures(string id, string organization) : IMeasuredSession
{
    private long _bytes, _frames, _inputs, _joins, _resumes, _refusals, _commits, _commitTicks, _failedWrites;
    private long _held, _participants, _epoch, _attachment;
    private volatile int _phase;

    /// <inheritdoc/>
    public string Id => id;

    /// <summary>The organization's name, as the audit has it.</summary>
    public string Organization => organization;

    /// <inheritdoc/>
    public long Bytes => Volatile.Read(ref _bytes);

    internal long Frames => Volatile.Read(ref _frames);

    internal long Inputs => Volatile.Read(ref _inputs);

    internal long Joins => Volatile.Read(ref _joins);

    internal long Resumes => Volatile.Read(ref _resumes);

    internal long Refusals => Volatile.Read(ref _refusals);

    internal long Commits => Volatile.Read(ref _commits);

    internal TimeSpan CommitTime => TimeSpan.FromTicks(Volatile.Read(ref _commitTicks));

    internal long FailedWrites => Volatile.Read(ref _failedWrites);

    internal long Held => Volatile.Read(ref _held);

    internal long Participants => Volatile.Read(ref _participants);

    internal long Epoch => Volatile.Read(ref _epoch);

    internal long Attachment => Volatile.Read(ref _attachment);

    internal SessionPhase Phase => (SessionPhase)_phase;

    internal void OnAppend(int bytes, int frames)
    {
        Volatile.Write(ref _bytes, _bytes + bytes);
        Volatile.Write(ref _frames, _frames + frames);
    }

    internal void OnInput() => Volatile.Write(ref _inputs, _inputs + 1);

    internal void OnJoin(bool isResumed)
    {
        Volatile.Write(ref _joins, _joins + 1);
        if (isResumed)
            OnResumed();
    }

    internal void OnResumed() => Volatile.Write(ref _resumes, _resumes + 1);

    internal void OnRefused() => Volatile.Write(ref _refusals, _refusals + 1);

    internal void OnCommitted(TimeSpan duration)
    {
        Volatile.Write(ref _commits, _commits + 1);
        Volatile.Write(ref _commitTicks, _commitTicks + duration.Ticks);
    }

    internal void OnWriteFailed() => Volatile.Write(ref _failedWrites, _failedWrites + 1);

    internal void Is(SessionPhase phase, long held, int participants, long epoch, long attachment)
    {
        _phase = (int)phase;
        Volatile.Write(ref _held, held);
        Volatile.Write(ref _participants, participants);
        Volatile.Write(ref _epoch, epoch);
        Volatile.Write(ref _attachment, attachment);
    }
}

/// <summary>Where a session stands, as it is measured.</summary>
internal enum SessionPhase
{
    /// <summary>Its sharer is connected.</summary>
    Sharing,

    /// <summary>It waits for its sharer.</summary>
    Reconnecting,

    /// <summary>It has ended: it is measured no more.</summary>
    Ended,
}
