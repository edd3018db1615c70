namespace SessionShare.Client;

/// <summary>Where a viewer starts.</summary>
public readonly record struct WatchFrom
{
    private WatchFrom(long? after, long back = 0) => (After, Back) = (after, back);

    /// <summary>Everything from the oldest frame that can be had.</summary>
    public static WatchFrom Start { get; } = new(0);

    /// <summary>What comes from now on. Not with a recorder: behind a keyframe, which shows the screen as it is.</summary>
    public static WatchFrom Now { get; } = new(null);

    /// <summary>As the wire has it: null for now, else the sequence behind which to start.</summary>
    internal long? After { get; }

    /// <summary>With <see cref="After"/> null: payload bytes before now to see, too.</summary>
    internal long Back { get; }

    /// <summary>From now, with about <paramref name="bytes"/> payload bytes of what came before, behind a keyframe. Recorders start now.</summary>
    public static WatchFrom JustBefore(long bytes) => new(null, bytes);

    /// <summary>What follows frame <paramref name="sequence"/>.</summary>
    public static WatchFrom Behind(long sequence) => new(sequence);
}
