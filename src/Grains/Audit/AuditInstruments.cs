using System.Diagnostics.Metrics;

namespace SessionShare.Grains.Audit;

/// <summary>What a process measures of what it tells the audit: meter <c>SessionShare.Audit</c>. Nothing here names a session or a person.</summary>
public sealed class AuditInstruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "SessionShare.Audit";

    private readonly Counter<long> _entries;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _failures;

    /// <param name="meters">Where meters come from.</param>
    public AuditInstruments(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _entries = meter.CreateCounter<long>("sessionshare.audit.entries", "{entry}", "Entries that were stored.");
        _lost = meter.CreateCounter<long>("sessionshare.audit.lost", "{entry}", "Entries that were given up, as the audit could not be written for too long.");
        _failures = meter.CreateCounter<long>("sessionshare.audit.failures", "{write}", "Writes of entries that failed and are tried again.");
    }

    /// <summary>Entries are stored.</summary>
    public void OnStored(int entries) => _entries.Add(entries);

    /// <summary>Entries are lost.</summary>
    public void OnLost(long entries) => _lost.Add(entries);

    /// <summary>A write failed.</summary>
    public void OnFailed() => _failures.Add(1);
}
