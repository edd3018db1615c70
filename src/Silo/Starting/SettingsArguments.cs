using SessionShare.Silo.Settings;

namespace SessionShare.Silo.Starting;

/// <summary>A server program's command line. Every argument is a setting, in full or under a shorter name, and comes before the environment.</summary>
public static class SettingsArguments
{
    /// <summary>Reads <c>--set Section:Name=value</c> and the shorter names.</summary>
    /// <param name="names">Shorter names and the settings that they stand for.</param>
    /// <param name="words">Words that stand alone, such as <c>--version</c>; found ones are put into <paramref name="found"/>.</param>
    /// <exception cref="SettingsException">It can't be read; everything that is wrong is listed.</exception>
    public static IReadOnlyDictionary<string, string?> Parse(
        IReadOnlyList<string> args, IReadOnlyDictionary<string, string> names, IReadOnlyCollection<string> words, ISet<string> found)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var faults = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            if (words.Contains(args[i]))
                found.Add(args[i]);
            else if (args[i] != "--set" && !names.ContainsKey(args[i]))
                faults.Add($"'{args[i]}' is not understood; there are {string.Join(", ", names.Keys.Append("--set Section:Name=value"))} and {string.Join(", ", words)}.");
            else if (i + 1 == args.Count)
                faults.Add($"{args[i]} needs a value.");
            else if (names.TryGetValue(args[i], out var name))
                settings[name] = args[++i];
            else if (args[++i].Split('=', 2) is [var key, var value] && key.Contains(':', StringComparison.Ordinal))
                settings[key] = value;
            else
                faults.Add($"--set {args[i]} must have the form Section:Name=value.");
        }

        return faults.Count == 0 ? settings : throw new SettingsException(faults);
    }
}
