using System.Runtime.InteropServices;
using SessionShare.Cli.Pty;

namespace SessionShare.Cli.Shells;

/// <summary>The shell that a person gets when they name no command.</summary>
internal static class UserShell
{
    private const string Always = "/bin/sh";

    /// <summary>$SHELL, else the shell in the user's passwd entry, else /bin/sh; one that is no absolute path or doesn't exist is passed over.</summary>
    public static string Find(string? shellVariable) => Find(shellVariable, PasswdEntry());

    internal static string Find(string? shellVariable, string? passwdShell) =>
        new[] { shellVariable, passwdShell }.FirstOrDefault(shell => Path.IsPathRooted(shell) && File.Exists(shell)) ?? Always;

    private static unsafe string? PasswdEntry()
    {
        Unix.Require();
        var entry = Libc.getpwuid(Libc.getuid());
        return entry is null ? null : Marshal.PtrToStringUTF8(*(nint*)(entry + Unix.PasswdShell));
    }
}
