namespace SessionShare.Grains.Sessions;

/// <summary>What an organization allows its sharers. Section <c>Policy</c> of the configuration. A restart with a stricter one counts for sessions that are there, too.</summary>
public sealed class PolicyOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Policy";

    /// <summary>Whether anything may be shared. Default true. Off, sessions that live end.</summary>
    public bool Sharing { get; set; } = true;

    /// <summary>Whether a link may let in who holds it. Default true. Off, only people by address and teams get in.</summary>
    public bool Links { get; set; } = true;

    /// <summary>Whether somebody may come in without signing in, by a link. Default true.</summary>
    public bool Guests { get; set; } = true;

    /// <summary>Domains of addresses, comma-separated, e.g. <c>example.com,example.org</c>: only people of these share and come in. Default: none, all do. It says nothing of guests.</summary>
    public string? Domains { get; set; }

    /// <summary>The longest time for which a rule may let anybody in, e.g. <c>08:00:00</c>; one that is given without an end ends then. Default zero: a rule needs no end.</summary>
    public TimeSpan LongestGrant { get; set; } = TimeSpan.Zero;

    /// <summary>The longest time that a session may live, e.g. <c>12:00:00</c>; everyone is told before. Default zero: no limit.</summary>
    public TimeSpan LongestSession { get; set; } = TimeSpan.Zero;

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (Domains is not null && DomainList().Any(domain => domain.Length == 0 || domain.Contains('@', StringComparison.Ordinal) || domain.Any(char.IsWhiteSpace)))
            yield return $"{Section}:{nameof(Domains)} is '{Domains}'; it must be domains of addresses, such as example.com,example.org.";
        if (LongestGrant < TimeSpan.Zero || (LongestGrant > TimeSpan.Zero && LongestGrant < TimeSpan.FromMinutes(1)))
            yield return $"{Section}:{nameof(LongestGrant)} is {LongestGrant}; it must be at least 00:01:00, or 00:00:00 for no limit.";
        if (LongestSession < TimeSpan.Zero || (LongestSession > TimeSpan.Zero && LongestSession < TimeSpan.FromMinutes(1)))
            yield return $"{Section}:{nameof(LongestSession)} is {LongestSession}; it must be at least 00:01:00, or 00:00:00 for no limit.";
    }

    /// <summary>The domains, one by one.</summary>
    internal string[] DomainList() => Domains?.Split(',', StringSplitOptions.TrimEntries) ?? [];
}
