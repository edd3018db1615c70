using System.Globalization;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.UnsharedShell.Channel;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>The shells of ours that this process runs in, by its own environment and by those that its ancestors were started with.</summary>
internal static class EnclosingShells
{
    private const int MostAncestors = 64;
    private const string Assignment = ShellAddress.Variable + "=";

    public static IEnumerable<ShellAddress> Of(Surroundings surroundings) =>
        Ancestors().Select(Variable).Prepend(surroundings.Variable(ShellAddress.Variable)).Select(ShellAddress.Of).OfType<ShellAddress>().Distinct();

    /// <summary>Where /proc tells of them: on Linux. Elsewhere the own environment alone counts.</summary>
    private static IEnumerable<int> Ancestors()
    {
        var (process, left) = (Environment.ProcessId, MostAncestors);
        while (left-- > 0 && Parent(process) is { } parent and > 1)
            yield return process = parent;
    }

    /// <summary>The fourth field of /proc/PID/stat; the second may hold anything, in parentheses.</summary>
    private static int? Parent(int process)
    {
        if (Read(process, "stat") is not { } stat || stat.LastIndexOf(')') is not (> 0 and var end))
            return null;
        var fields = stat[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 && int.TryParse(fields[1], CultureInfo.InvariantCulture, out var parent) ? parent : null;
    }

    private static string? Variable(int process) =>
        Read(process, "environ")?.Split('\0').FirstOrDefault(entry => entry.StartsWith(Assignment, StringComparison.Ordinal))?[Assignment.Length..];

    private static string? Read(int process, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/{file}"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Another user's, or gone, or no /proc.
            return null;
        }
    }
}
