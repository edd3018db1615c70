using SessionShare.Grains.Sessions;

namespace SessionShare.Grains.Audit;

/// <summary>What is kept of who did what. Section <c>Audit</c> of the configuration.</summary>
public sealed class AuditOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Audit";

    /// <summary>How long a day's entries are kept, counted from the day's end. Default 90 days; zero: nothing is recorded.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(90);

    /// <summary>The organization of everybody whose token names none. Default <c>default</c>.</summary>
    public string Organization { get; set; } = "default";

    /// <summary>Whether anything is recorded.</summary>
    public bool IsOn() => KeepFor > TimeSpan.Zero;

    /// <summary>The organization under whose name is recorded what a person does; null: of nobody who is known.</summary>
    public string OrganizationOf(UserIdentity? user) => user?.Organization ?? Organization;

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (KeepFor < TimeSpan.Zero || (KeepFor > TimeSpan.Zero && KeepFor < TimeSpan.FromDays(1)))
            yield return $"{Section}:{nameof(KeepFor)} is {KeepFor}; it must be at least 1.00:00:00, a day, or 00:00:00 to record nothing.";
        if (Organization.Length is 0 or > 100 || Organization.Any(char.IsControl))
            yield return $"{Section}:{nameof(Organization)} is '{Organization}'; it must be a name of 1 to 100 characters.";
    }
}
