namespace SessionShare.Grains.Quota;

/// <summary>Limits of a user over all sessions. Section <c>Quota</c> of the configuration.</summary>
public sealed class QuotaOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Quota";

    /// <summary>Payload bytes that one user may share per UTC day. Default 1,000,000,000.</summary>
    public long DayBytes { get; set; } = 1_000_000_000;

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (DayBytes < 1)
            yield return $"{Section}:{nameof(DayBytes)} is {DayBytes}; it must be at least 1 byte.";
    }
}
