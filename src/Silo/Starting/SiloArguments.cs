namespace SessionShare.Silo.Starting;

/// <summary>The command line of <c>silo</c>: <c>silo [migrate] [--check] [--version] [--set Section:Name=value]...</c></summary>
/// <param name="Version">Only the version is asked for.</param>
/// <param name="Check">Only whether the settings can be used, and what they are.</param>
/// <param name="Migrate">Make or update the schemas, and stop.</param>
/// <param name="Settings">Configuration keys and values.</param>
internal sealed record SiloArguments(bool Version, bool Check, bool Migrate, IReadOnlyDictionary<string, string?> Settings)
{
    private const string VersionWord = "--version";
    private const string CheckWord = "--check";
    private const string MigrateWord = "migrate";

    /// <summary>Reads the command line.</summary>
    /// <exception cref="Silo.Settings.SettingsException">It can't be read.</exception>
    public static SiloArguments Parse(IReadOnlyList<string> args)
    {
        var found = new HashSet<string>();
        var settings = SettingsArguments.Parse(args, new Dictionary<string, string>(), [MigrateWord, CheckWord, VersionWord], found);
        return new SiloArguments(found.Contains(VersionWord), found.Contains(CheckWord), found.Contains(MigrateWord), settings);
    }
}
