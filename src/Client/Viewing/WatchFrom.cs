namespace SessionShare.Client;

/// <summary>Where a viewer starts.</summary>
public readonly record struct WatchFrom
{
    private WatchFrom(long? after) => After = after;

    /// <summary>Everything from the oldest frame that can be had.</summary>
    public static WatchFrom Start { get; } = new(0);

    /// <summary>What comes from now on.</summary>
    public static WatchFrom Now { get; } = new(null);

    /// <summary>As the wire has it: null for now, else the sequence behind which to start.</summary>
    internal long? After { get; }

    /// <summary>What follows frame <paramref name="sequence"/>.</summary>
    public static WatchFrom Behind(long sequence) => new(sequence);
}
