namespace SessionShare.Grains.Sessions;

/// <summary>Limits and times of sessions. Section <c>Session</c> of the configuration.</summary>
public sealed class SessionOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Session";

    private const long MinRollBytes = 16 * 1024 * 1024;

    /// <summary>Payload bytes that one session's log may hold. Default 100,000,000. Raise it for long builds.</summary>
    public long MaxBytes { get; set; } = 100_000_000;

    /// <summary>
    /// What happens to a session whose log is full: <c>End</c>, the default, ends it there; <c>Roll</c> lets its oldest blocks leave the log, and the session lives
    /// on. Roll needs <see cref="MaxBytes"/> of at least 16 MiB.
    /// </summary>
    public WhenFull WhenFull { get; set; } = WhenFull.End;

    /// <summary>Participants beside the sharer. Default 10.</summary>
    public int MaxParticipants { get; set; } = 10;

    /// <summary>Encoded bytes taken in and not yet durable, above which appends are answered <c>busy</c>. Default 8 MiB. Raise it where storage stalls for long.</summary>
    public long MaxHeldBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Bytes of memory for durable frames, kept for gateways that are a little behind. Default 1 MiB.</summary>
    public long TailBytes { get; set; } = 1024 * 1024;

    /// <summary>How long a session waits for a sharer that lost its connection. Default 10 min.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a participant that lost its connection stays in the roster. Default 60 s.</summary>
    public TimeSpan AwayTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the history of an ended session stands for those who were in it and read to the end. Default 60 s.</summary>
    public TimeSpan ReadOutTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest time for which a sharer may have the history of an ended session kept. Default 30 days; zero: no history is kept.</summary>
    public TimeSpan MaxKeep { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a session whose history is gone still answers that it has ended, why and when. Default 7 days.</summary>
    public TimeSpan RememberEnded { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Without activity of anyone for so long, output included, the others' right to edit lapses. Default 30 min; zero: never. A sharer may set it for a session.</summary>
    public TimeSpan EditLapse { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Without activity of anyone for so long, output included, a session ends. Default zero: never. A sharer may set it for a session.</summary>
    public TimeSpan EndIdle { get; set; } = TimeSpan.Zero;

    /// <summary>People that a sharer may let in by address. Default 100.</summary>
    public int MaxRules { get; set; } = 100;

    /// <summary>
    /// How long a session may take to tell its watches that it moves and to store what it holds, when its silo stops. Default 10 s. What is not stored by
    /// then the sharer sends again.
    /// </summary>
    public TimeSpan HandOverTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often each silo looks for sessions to which something is due though nobody is connected to them: so late at most it happens. Default 20 s, at most 10 min. Longer ones ask storage less
    /// often.
    /// </summary>
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Typed bytes that wait for the sharer's client. Default 256 KiB.</summary>
    public int MaxTypedBytes { get; set; } = 256 * 1024;

    /// <summary>What a session is told of its limits.</summary>
    internal LimitsValue LimitsFor(long dayBytes, int? shares) =>
        new(MaxBytes, dayBytes, MaxParticipants, shares, (int)Grace.TotalSeconds, WhenFull == WhenFull.Roll);

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (MaxBytes < 1)
            yield return $"{Section}:{nameof(MaxBytes)} is {MaxBytes}; it must be at least 1 byte.";
        if (MaxParticipants is < 1 or > 1000)
            yield return $"{Section}:{nameof(MaxParticipants)} is {MaxParticipants}; it must be 1 to 1000.";
        if (MaxHeldBytes < 512 * 1024)
            yield return $"{Section}:{nameof(MaxHeldBytes)} is {MaxHeldBytes}; it must be at least 524288 bytes, two appends.";
        if (TailBytes < 0)
            yield return $"{Section}:{nameof(TailBytes)} is {TailBytes}; it must not be negative.";
        if (Grace <= TimeSpan.Zero)
            yield return $"{Section}:{nameof(Grace)} is {Grace}; it must be positive.";
        if (AwayTime <= TimeSpan.Zero)
            yield return $"{Section}:{nameof(AwayTime)} is {AwayTime}; it must be positive.";
        if (ReadOutTime <= TimeSpan.Zero)
            yield return $"{Section}:{nameof(ReadOutTime)} is {ReadOutTime}; it must be positive.";
        if (HandOverTime <= TimeSpan.Zero)
            yield return $"{Section}:{nameof(HandOverTime)} is {HandOverTime}; it must be positive.";
        if (WhenFull == WhenFull.Roll && MaxBytes < MinRollBytes)
            yield return $"{Section}:{nameof(MaxBytes)} is {MaxBytes}; with {nameof(WhenFull)} Roll it must be at least {MinRollBytes} bytes.";
        if (MaxKeep < TimeSpan.Zero)
            yield return $"{Section}:{nameof(MaxKeep)} is {MaxKeep}; it must not be negative.";
        if (RememberEnded <= TimeSpan.Zero)
            yield return $"{Section}:{nameof(RememberEnded)} is {RememberEnded}; it must be positive.";
        if (EditLapse < TimeSpan.Zero)
            yield return $"{Section}:{nameof(EditLapse)} is {EditLapse}; it must be positive, or 00:00:00 for never.";
        if (EndIdle < TimeSpan.Zero)
            yield return $"{Section}:{nameof(EndIdle)} is {EndIdle}; it must be positive, or 00:00:00 for never.";
        if (MaxRules is < 1 or > 10_000)
            yield return $"{Section}:{nameof(MaxRules)} is {MaxRules}; it must be 1 to 10000.";
        if (SweepEvery <= TimeSpan.Zero || SweepEvery > TimeSpan.FromMinutes(10))
            yield return $"{Section}:{nameof(SweepEvery)} is {SweepEvery}; it must be positive, and at most 00:10:00.";
        if (MaxTypedBytes < 16 * 1024)
            yield return $"{Section}:{nameof(MaxTypedBytes)} is {MaxTypedBytes}; it must be at least 16384 bytes, one input.";
    }
}

/// <summary>What happens to a session whose log is full.</summary>
public enum WhenFull
{
    /// <summary>It ends.</summary>
    End,

    /// <summary>Its oldest blocks leave the log.</summary>
    Roll,
}
