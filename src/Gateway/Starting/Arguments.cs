using SessionShare.Silo.Settings;
using SessionShare.Silo.Starting;

namespace SessionShare.Gateway.Starting;

/// <summary>The command line. Every argument but <c>--version</c> and <c>--check</c> is a setting under a shorter name, and comes before the environment.</summary>
/// <param name="Version">Only the version is asked for.</param>
/// <param name="Check">Only whether the settings can be used, and what they are.</param>
/// <param name="Settings">Configuration keys and values.</param>
internal sealed record Arguments(bool Version, bool Check, IReadOnlyDictionary<string, string?> Settings)
{
    private const string VersionWord = "--version";
    private const string CheckWord = "--check";

    private static readonly Dictionary<string, string> Names = new()
    {
        ["--url"] = "Gateway:Url",
        ["--public-url"] = "Gateway:PublicUrl",
        ["--data"] = "Gateway:Data",
        ["--embedded"] = "Embedded:StateFile",
        ["--in-use"] = "Embedded:InUseFile",
    };

    /// <summary>A share starts this server for itself and for later ones.</summary>
    public bool IsEmbedded => Settings.ContainsKey(Names["--embedded"]);

    /// <summary>Reads the command line.</summary>
    /// <exception cref="SettingsException">It can't be read.</exception>
    public static Arguments Parse(IReadOnlyList<string> args)
    {
        var found = new HashSet<string>();
        var settings = SettingsArguments.Parse(args, Names, [VersionWord, CheckWord], found);
        return new Arguments(found.Contains(VersionWord), found.Contains(CheckWord), settings);
    }
}
