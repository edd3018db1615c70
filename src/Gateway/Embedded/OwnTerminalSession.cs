using System.Runtime.InteropServices;

namespace SessionShare.Gateway.Embedded;

/// <summary>
/// Takes the server out of the terminal of the share that started it: Ctrl-C there and the terminal's end are that share's alone, while others
/// may share through this server too.
/// </summary>
internal static partial class OwnTerminalSession
{
    /// <summary>Begins a session of the operating system's kind. Where the starter has done so already nothing changes.</summary>
    public static void Begin()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetSid();
    }

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSid();
}
