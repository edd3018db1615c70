using SessionShare.Silo.Settings;

namespace SessionShare.Gateway.Starting;

/// <summary>The command line. Every argument but <c>--version</c> is a setting under a shorter name, and comes before the environment.</summary>
/// <param name="Version">Only the version is asked for.</param>
/// <param name="Settings">Configuration keys and values.</param>
internal sealed record Arguments(bool Version, IReadOnlyDictionary<string, string?> Settings)
{
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
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var faults = new List<string>();
        var version = false;
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--version")
                version = true;
            else if (args[i] != "--set" && !Names.ContainsKey(args[i]))
                faults.Add($"'{args[i]}' is not understood; there are {string.Join(", ", Names.Keys)}, --set Section:Name=value and --version.");
            else if (i + 1 == args.Count)
                faults.Add($"{args[i]} needs a value.");
            else if (Names.TryGetValue(args[i], out var name))
                settings[name] = args[++i];
            else if (args[++i].Split('=', 2) is [var key, var value] && key.Contains(':'))
                settings[key] = value;
            else
                faults.Add($"--set {args[i]} must have the form Section:Name=value.");
        }

        return faults.Count == 0 ? new Arguments(version, settings) : throw new SettingsException(faults);
    }
}
