namespace SessionShare.Gateway.Feeds;

/// <summary>What a gateway keeps of each session that is watched through it. Section <c>Feed</c> of the configuration.</summary>
public sealed class FeedOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Feed";

    /// <summary>Bytes of memory for the newest frames of a session. Default 4 MiB. Raise it where viewers often fall behind for a moment.</summary>
    public int RingBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (RingBytes < 64 * 1024)
            yield return $"{Section}:{nameof(RingBytes)} is {RingBytes}; it must be at least 65536 bytes.";
    }
}
