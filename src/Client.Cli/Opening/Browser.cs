using System.ComponentModel;
using System.Diagnostics;

namespace SessionShare.Cli.Opening;

/// <summary>The desktop's browser.</summary>
internal static class Browser
{
    /// <returns>False where there is no desktop.</returns>
    public static bool TryOpen(string address)
    {
        var opener = OperatingSystem.IsMacOS() ? "open" : OperatingSystem.IsWindows() ? "explorer" : "xdg-open";
        try
        {
            using var started = Process.Start(new ProcessStartInfo(opener, [address]) { RedirectStandardOutput = true, RedirectStandardError = true });
            started?.WaitForExit();
            return started?.ExitCode == 0 || OperatingSystem.IsWindows();
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
