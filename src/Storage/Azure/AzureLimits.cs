namespace SessionShare.Storage;

/// <summary>Sizes that the frame log on Azure works with; those that are no options are constants in life, and tiny in tests.</summary>
internal sealed record AzureLimits(long BlobBytes, int AppendBytes)
{
    /// <summary>Appends to one blob: Azure takes 50,000.</summary>
    public int SegmentAppends { get; init; } = 40_000;

    /// <summary>Encoded bytes of frames sealed together, so that reading from the middle of an append reads little that isn't asked for.</summary>
    public int RunBytes { get; init; } = 256 * 1024;

    /// <summary>Writers of sessions kept in memory, some 10 KiB each; the idle ones are forgotten beyond that, and loaded again when needed.</summary>
    public int Writers { get; init; } = 5000;
}
