namespace SessionShare.Grains.Sessions;

/// <summary>
/// When a change of the roster is told. Each telling costs every viewer, so the whole grows with the square of the people here: a large roster is told at most once an interval, as
/// it is by then. A small one, and whatever takes something from somebody, is told at once.
/// </summary>
/// <param name="small">Up to so many participants each change is told at once.</param>
/// <param name="interval">Beyond it, the least time between two tellings.</param>
internal sealed class RosterPace(int small = RosterPace.Small, TimeSpan? interval = null)
{
    /// <summary>Participants of a small roster: twice as many as a session takes by default.</summary>
    public const int Small = 20;

    /// <summary>The least time between two tellings of a large one: nobody sees who came a fifth of a second later.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly TimeSpan _interval = interval ?? Interval;
    private DateTimeOffset _toldAt;
    private bool _urgent;

    /// <summary>The version of the roster that is to be told; grows.</summary>
    public long Told { get; private set; }

    /// <summary>What changes now waits for nothing.</summary>
    public void Hurry() => _urgent = true;

    /// <summary>Time has passed, or the roster has changed.</summary>
    public void Pass(long version, int participants, DateTimeOffset now)
    {
        if (version <= Told || (!_urgent && participants > small && now < _toldAt + _interval))
            return;
        (Told, _toldAt, _urgent) = (version, now, false);
    }

    /// <summary>When a roster of that version is told at the latest; null: it was.</summary>
    public DateTimeOffset? NextDue(long version) => version <= Told ? null : _toldAt + _interval;
}
