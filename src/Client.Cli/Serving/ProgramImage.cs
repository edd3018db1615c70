using System.Runtime.InteropServices;
using SessionShare.Cli.Pty;

namespace SessionShare.Cli.Serving;

/// <summary>Puts another program in this process's place (execvp).</summary>
internal static unsafe partial class ProgramImage
{
    /// <returns>Why it did not work; otherwise it doesn't return.</returns>
    public static string Replace(IReadOnlyList<string> words)
    {
        Unix.Require();
        using var arguments = new NativeStrings(words);
        execvp(arguments.Pointer[0], arguments.Pointer);
        return Marshal.GetLastPInvokeErrorMessage();
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int execvp(byte* file, byte** arguments);
}
