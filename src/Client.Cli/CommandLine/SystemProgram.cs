using System.ComponentModel;
using System.Diagnostics;

namespace SessionShare.Cli.CommandLine;

/// <summary>A program of the system that does something and says nothing to the person.</summary>
internal static class SystemProgram
{
    /// <returns>Its exit code; null where there is no such program.</returns>
    public static int? Run(string program, IReadOnlyList<string> arguments)
    {
        try
        {
            using var started = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
            started?.WaitForExit();
            return started?.ExitCode;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
