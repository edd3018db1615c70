namespace SessionShare.Grains.Telemetry;

/// <summary>
/// Chooses which sessions are measured one by one: of more than <see cref="Most"/> those that carried the most bytes since they were chosen last. Every instrument of one reading
/// has the same ones: they are chosen anew at most once a second. Thread-safe.
/// </summary>
/// <param name="all">The sessions of this process; called at each choice.</param>
/// <param name="time">The clock.</param>
public sealed class Busiest<T>(Func<IReadOnlyCollection<T>> all, TimeProvider time)
    where T : class, IMeasuredSession
{
    /// <summary>Sessions that have series of their own: each has about twenty.</summary>
    public const int Most = 1000;

    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Dictionary<string, long> _before = new(StringComparer.Ordinal);
    private IReadOnlyList<T> _chosen = [];
    private long? _chosenAt;

    /// <summary>The busiest just now, in the order of their ids.</summary>
    public IReadOnlyList<T> Now
    {
        get
        {
            lock (_gate)
            {
                if (_chosenAt is not { } at || time.GetElapsedTime(at) >= Age)
                    Choose();
                return _chosen;
            }
        }
    }

    private void Choose()
    {
        var here = all().Select(session => (Session: session, session.Bytes)).ToArray();
        _chosen = [.. here
            .OrderByDescending(one => one.Bytes - _before.GetValueOrDefault(one.Session.Id))
            .ThenBy(one => one.Session.Id, StringComparer.Ordinal)
            .Take(Most)
            .Select(one => one.Session)
            .OrderBy(session => session.Id, StringComparer.Ordinal)];
        _before = here.ToDictionary(one => one.Session.Id, one => one.Bytes, StringComparer.Ordinal);
        _chosenAt = time.GetTimestamp();
    }
}

/// <summary>A session, as far as choosing the busiest goes. Read by any thread.</summary>
public interface IMeasuredSession
{
    /// <summary>The session's id.</summary>
    string Id { get; }

    /// <summary>Bytes that it has carried; only grows.</summary>
    long Bytes { get; }
}
