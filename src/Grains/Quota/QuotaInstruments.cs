using System.Diagnostics.Metrics;

namespace SessionShare.Grains.Quota;

/// <summary>What a silo measures of its users' quotas: meter <c>SessionShare.Quota</c>. Nothing here names a person.</summary>
public sealed class QuotaInstruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "SessionShare.Quota";

    private readonly Counter<long> _refusals;
    private readonly Counter<long> _leases;
    private readonly Counter<long> _leasedBytes;

    /// <param name="meters">Where meters come from.</param>
    public QuotaInstruments(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _refusals = meter.CreateCounter<long>("sessionshare.quota.share.refusals", "{share}", "Shares that a plan did not allow.");
        _leases = meter.CreateCounter<long>("sessionshare.quota.leases", "{lease}", "Leases of bytes of the day, by whether the day is exhausted.");
        _leasedBytes = meter.CreateCounter<long>("sessionshare.quota.leased", "By", "Payload bytes granted by leases, returned ones included.");
    }

    internal void OnShareRefused() => _refusals.Add(1);

    internal void OnLease(long grantedBytes, bool isExhausted)
    {
        _leases.Add(1, new KeyValuePair<string, object?>("exhausted", isExhausted));
        _leasedBytes.Add(grantedBytes);
    }
}
