using System.Runtime.InteropServices;

namespace SessionShare.Cli.Pty;

/// <summary>Numbers of the C library that Linux and macOS give different values, and those they share. Structures stay opaque: a buffer of <see cref="Opaque"/> bytes holds any of them.</summary>
internal static class Unix
{
    /// <summary>More than the largest structure we hand to the library (glibc's posix_spawnattr_t, 336 bytes).</summary>
    public const int Opaque = 512;

    public const int ReadWrite = 2;
    public const int WriteOnly = 1;

    public const int NotFound = 2;          // ENOENT
    public const int Interrupted = 4;       // EINTR
    public const int InputOutput = 5;       // EIO
    public const int NotDirectory = 20;     // ENOTDIR

    public const int Hangup = 1;            // SIGHUP
    public const int SetDescriptorFlags = 2;
    public const int GetStatusFlags = 3;
    public const int SetStatusFlags = 4;
    public const int DescriptorCloseOnExec = 1;
    public const int AfterOutput = 1;       // TCSADRAIN
    public const int OneProcess = 1;        // P_PID
    public const int Exited = 4;            // WEXITED
    public const short SpawnSignalDefaults = 4;
    public const short SpawnSignalMask = 8;

    /// <summary>IUTF8 of c_iflag: erasing in a cooked terminal takes a whole character. c_iflag is first in the structure on both.</summary>
    public const int InputIsUtf8 = 0x4000;

    // Unix.Require stands at every door, so none of these is met on Windows.
#pragma warning disable CA1416
    public const PosixSignal WindowChanged = PosixSignal.SIGWINCH;
    public const PosixSignal Stop = PosixSignal.SIGTSTP;
    public const PosixSignal Continue = PosixSignal.SIGCONT;
#pragma warning restore CA1416

    private static readonly bool Apple = OperatingSystem.IsMacOS();

    public static readonly int NoControllingTerminal = Apple ? 0x20000 : 0x100;
    public static readonly int NonBlocking = Apple ? 0x4 : 0x800;
    public static readonly int CloseOnExec = Apple ? 0x1000000 : 0x80000;
    public static readonly int TryAgain = Apple ? 35 : 11;
    public static readonly int ChildSignal = Apple ? 20 : 17;
    public static readonly int StopSignal = Apple ? 17 : 19;
    public static readonly int LeaveWaitable = Apple ? 0x20 : 0x1000000;
    public static readonly nuint GetWindowSize = Apple ? 0x40087468u : 0x5413u;
    public static readonly nuint SetWindowSize = Apple ? 0x80087467u : 0x5414u;
    /// <summary>A session of its own; on Apple also: inherits nothing that a file action did not give it.</summary>
    public static readonly short SpawnSessionOnly = (short)(Apple ? 0x4400 : 0x80);

    /// <summary>Where the login shell stands in <c>struct passwd</c>, in bytes.</summary>
    public static readonly int PasswdShell = Apple ? 56 : 40;

    /// <summary>Apple passes variadic arguments on the stack on Arm; a plain declaration would put them in registers.</summary>
    public static readonly bool VariadicOnStack = Apple && RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>True where pipe2 and close-on-exec in posix_openpt exist.</summary>
    public static readonly bool OpensCloseOnExec = !Apple;

    /// <summary>Called at every door of this folder.</summary>
    /// <exception cref="PlatformNotSupportedException">On Windows.</exception>
    public static void Require()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            throw new PlatformNotSupportedException(
                "SessionShare shares terminals on Linux and macOS; on Windows, run it inside WSL. Watching a session works in any browser.");
        }
    }

    public static IOException Failure(string call, int error) => new($"{call}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})");

    public static IOException Failure(string call) => Failure(call, Marshal.GetLastPInvokeError());
}
