namespace SessionShare.Grains.Quota;

/// <summary>Limits of a user over all sessions. Section <c>Quota</c> of the configuration.</summary>
public sealed class QuotaOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Quota";

    /// <summary>Payload bytes that one user may share per UTC day. Default 1,000,000,000.</summary>
    public long DayBytes { get; set; } = 1_000_000_000;

    /// <summary>Sessions that one user may ever share; null, the default, for no such limit. 5 is the plan called limited.</summary>
    public int? MaxShares { get; set; }

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (DayBytes < 1)
            yield return $"{Section}:{nameof(DayBytes)} is {DayBytes}; it must be at least 1 byte.";
        if (MaxShares < 1)
            yield return $"{Section}:{nameof(MaxShares)} is {MaxShares}; it must be at least 1, or left out for no limit.";
    }
}
