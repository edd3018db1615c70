using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Embedded;

namespace SessionShare.Cli.About;

/// <summary>`sessionshare --version`: this program's, and what the server's program beside it says of its engine.</summary>
internal static class VersionText
{
    /// <summary>This program's.</summary>
    public static string Own { get; } =
        typeof(VersionText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static IEnumerable<string> Lines(Surroundings surroundings)
    {
        yield return $"sessionshare {Own}";
        yield return $"server: {Server(surroundings)}";
    }

    private static string Server(Surroundings surroundings)
    {
        try
        {
            var words = GatewayProgram.Find(surroundings);
            using var program = Process.Start(new ProcessStartInfo(words[0], [.. words.Skip(1), "--version"]) { RedirectStandardOutput = true })!;
            return program.StandardOutput.ReadToEnd().Trim();
        }
        catch (Exception fault) when (fault is CliFailure or Win32Exception)
        {
            return "none is installed beside it";
        }
    }
}
