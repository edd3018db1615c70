namespace SessionShare.Grains.Sessions;

/// <summary>
/// What a session may still commit of its sharer's bytes of the UTC day: leased from the user's quota in pieces ahead of need, so that
/// no append waits. Everything cumulative: used and allowed are totals of this session and day.
/// </summary>
internal sealed class DayAllowance
{
    /// <summary>Bytes asked for at a time.</summary>
    public const long Piece = 16 * 1024 * 1024;

    private long _held;
    private long _usedByOthers;
    private bool _exhausted;

    /// <summary>The UTC day, as <see cref="DateOnly.DayNumber"/>.</summary>
    public int Day { get; private set; }

    /// <summary>Payload bytes committed on that day.</summary>
    public long Used { get; private set; }

    /// <summary>Payload bytes that may be committed on that day, in all.</summary>
    public long Allowed { get; private set; }

    /// <summary>The user's limit for the day, as the last lease told it; 0 before one.</summary>
    public long Limit { get; private set; }

    /// <summary>Payload bytes of the day over all of the user's sessions, the others as of the last lease.</summary>
    public long UsedByUser => _usedByOthers + Used;

    /// <summary>Bytes that still fit into what is leased.</summary>
    public long Room => Math.Max(0, Allowed - Used - _held);

    /// <summary>Whether another piece should be asked for.</summary>
    public bool WantsMore => !_exhausted && Room < Piece / 2;

    /// <summary>Begins a day: at activation with what the log says, and at midnight with nothing.</summary>
    public void Begin(int day, long used) => (Day, Used, Allowed, _exhausted) = (day, used, used, false);

    /// <summary>Whether so many payload bytes more may be taken in.</summary>
    public DayVerdict Verdict(long bytes) =>
        Used + _held + bytes <= Allowed ? DayVerdict.Fits : _exhausted ? DayVerdict.Exhausted : DayVerdict.Wait;

    /// <summary>Bytes were taken in.</summary>
    public void Hold(long bytes) => _held += bytes;

    /// <summary>Bytes taken in before are durable, on this day.</summary>
    public void Committed(long bytes, int day)
    {
        if (day > Day)
            Begin(day, 0);
        _held -= bytes;
        Used += bytes;
    }

    /// <summary>The quota's answer for a day.</summary>
    /// <param name="day">The day asked for.</param>
    /// <param name="allowed">Total that this session may commit.</param>
    /// <param name="usedByOthers">What the user's other sessions committed.</param>
    /// <param name="limit">The user's limit.</param>
    /// <param name="exhausted">Nothing more is to be had on that day.</param>
    public void Leased(int day, long allowed, long usedByOthers, long limit, bool exhausted)
    {
        if (day != Day)
            return;
        Allowed = Math.Max(Allowed, allowed);
        (_exhausted, _usedByOthers, Limit) = (exhausted, usedByOthers, limit);
    }
}

/// <summary>Whether bytes fit into the day.</summary>
internal enum DayVerdict
{
    /// <summary>They do.</summary>
    Fits,

    /// <summary>Not into what is leased; more was asked for.</summary>
    Wait,

    /// <summary>There is no more today.</summary>
    Exhausted,
}
