namespace SessionShare.Gateway.Rates;

/// <summary>
/// Counts what was refused by who tried, so that guessing is slowed down: in each minute from the first refusal on so many, and until it is over every further attempt is refused unseen.
/// Whoever is not refused is not counted.
/// </summary>
internal sealed class RefusedAttempts(int perMinute, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Who is remembered; where there are more at once, all begin anew.</summary>
    private const int MostKnown = 50_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Since, int Count)> _known = new(StringComparer.Ordinal);

    /// <summary>How many are refused until the rest of the minute is.</summary>
    public int PerMinute => perMinute;

    /// <summary>Whether a further attempt is refused unseen; null: of nobody who could be told apart.</summary>
    public bool IsFull(string? who)
    {
        lock (_gate)
            return who is not null && CountOf(who) >= perMinute;
    }

    /// <summary>An attempt was refused. True: from now on all are, for the rest of the minute.</summary>
    public bool Refused(string? who)
    {
        if (who is null)
            return false;
        lock (_gate)
        {
            var count = CountOf(who) + 1;
            if (count == 1)
                Begin(who);
            _known[who] = (_known[who].Since, count);
            return count == perMinute;
        }
    }

    private int CountOf(string who) => _known.TryGetValue(who, out var known) && time.GetElapsedTime(known.Since) < Minute ? known.Count : 0;

    private void Begin(string who)
    {
        if (_known.Count >= MostKnown)
        {
            foreach (var over in _known.Where(entry => time.GetElapsedTime(entry.Value.Since) >= Minute).Select(entry => entry.Key).ToArray())
                _known.Remove(over);
        }

        if (_known.Count >= MostKnown)
            _known.Clear();
        _known[who] = (time.GetTimestamp(), 0);
    }
}
