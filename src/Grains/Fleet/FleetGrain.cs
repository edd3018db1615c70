namespace SessionShare.Grains.Fleet;

/// <summary>Keeps the newest that each silo said, as long as it says anything.</summary>
internal sealed class FleetGrain(TimeProvider time) : Grain, IFleetGrain
{
    /// <summary>A silo that was silent for so long is gone, and its sessions are elsewhere.</summary>
    private static readonly TimeSpan Silent = FleetReports.Every * 3;

    private readonly Dictionary<string, (DateTimeOffset At, List<FleetSession> Sessions)> _silos = new(StringComparer.Ordinal);

    public Task Report(FleetReport report)
    {
        if (report.IsFirst || !_silos.TryGetValue(report.Silo, out var known))
            known = (default, []);
        known.Sessions.AddRange(report.Sessions);
        _silos[report.Silo] = (time.GetUtcNow(), known.Sessions);
        return Task.CompletedTask;
    }

    public Task<FleetSession[]> Sessions(string organization, int most)
    {
        var since = time.GetUtcNow() - Silent;
        foreach (var silo in _silos.Where(silo => silo.Value.At < since).Select(silo => silo.Key).ToArray())
            _silos.Remove(silo);
        return Task.FromResult(_silos.Values
            .SelectMany(silo => silo.Sessions)
            .Where(session => session.Organization == organization)
            .DistinctBy(session => session.Session)
            .OrderByDescending(session => session.Bytes)
            .ThenBy(session => session.Session, StringComparer.Ordinal)
            .Take(most)
            .ToArray());
    }
}
