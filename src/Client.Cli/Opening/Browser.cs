using SessionShare.Cli.CommandLine;

namespace SessionShare.Cli.Opening;

/// <summary>The desktop's browser.</summary>
internal static class Browser
{
    /// <returns>False where there is no desktop.</returns>
    public static bool TryOpen(string address)
    {
        var opener = OperatingSystem.IsMacOS() ? "open" : OperatingSystem.IsWindows() ? "explorer" : "xdg-open";
        return SystemProgram.Run(opener, [address]) is { } code && (code == 0 || OperatingSystem.IsWindows());
    }
}
