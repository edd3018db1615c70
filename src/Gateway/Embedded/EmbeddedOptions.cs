namespace SessionShare.Gateway.Embedded;

/// <summary>For a server that `sessionshare share` starts for itself and for later shares. Section <c>Embedded</c> of the configuration; set by the command line.</summary>
internal sealed class EmbeddedOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Embedded";

    /// <summary>File that says where the server is, while it runs. Absent, the default: the server is not embedded.</summary>
    public string? StateFile { get; set; }

    /// <summary>File on which every sharing process holds a shared lock. When nobody does, the server stops. Needed with <see cref="StateFile"/>.</summary>
    public string? InUseFile { get; set; }

    /// <summary>How long the first share may take to lock the file. Default 10 s. Raise it on very slow machines.</summary>
    public TimeSpan FirstShareTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long viewers may read to the end of what was shared, once nobody shares any more. Default 60 s.</summary>
    public TimeSpan ReadOutTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the lock is looked at. Default 1 s. Lower it in tests.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (StateFile is null != InUseFile is null)
            yield return $"{Section}:{nameof(StateFile)} is '{StateFile}' and {Section}:{nameof(InUseFile)} is '{InUseFile}'; they need each other (--embedded, --in-use).";
        if (FirstShareTime < TimeSpan.Zero)
            yield return $"{Section}:{nameof(FirstShareTime)} is {FirstShareTime}; it must not be negative.";
        if (ReadOutTime < TimeSpan.Zero)
            yield return $"{Section}:{nameof(ReadOutTime)} is {ReadOutTime}; it must not be negative.";
        if (LookEvery <= TimeSpan.Zero)
            yield return $"{Section}:{nameof(LookEvery)} is {LookEvery}; it must be positive.";
    }
}
