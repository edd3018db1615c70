using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SessionShare.Cli.Pty;

/// <summary>The C library, as it is: results are the library's own, errors are in <see cref="Marshal.GetLastPInvokeError"/>. Numbers are in <see cref="Unix"/>.</summary>
internal static unsafe partial class Libc
{
    private const string Name = "libc";

    [LibraryImport(Name, SetLastError = true)]
    public static partial int posix_openpt(int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int grantpt(SafeFileHandle master);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int unlockpt(SafeFileHandle master);

    /// <summary>Unlike most, answers the error number itself.</summary>
    [LibraryImport(Name)]
    public static partial int ptsname_r(SafeFileHandle master, byte* name, nuint length);

    /// <summary>Unlike most, answers the error number itself.</summary>
    [LibraryImport(Name)]
    public static partial int ttyname_r(SafeFileHandle terminal, byte* name, nuint length);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int open(byte* path, int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint read(SafeFileHandle file, byte* buffer, nuint count);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint write(SafeFileHandle file, byte* buffer, nuint count);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int pipe(int* pair);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int pipe2(int* pair, int flags);

    [LibraryImport(Name)]
    public static partial int isatty(int descriptor);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int tcgetattr(SafeFileHandle terminal, byte* modes);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int tcsetattr(SafeFileHandle terminal, int when, byte* modes);

    [LibraryImport(Name)]
    public static partial void cfmakeraw(byte* modes);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int tcgetpgrp(SafeFileHandle terminal);

    [LibraryImport(Name)]
    public static partial int getpgrp();

    [LibraryImport(Name)]
    public static partial int getpid();

    [LibraryImport(Name)]
    public static partial uint getuid();

    [LibraryImport(Name)]
    public static partial byte* getpwuid(uint user);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int kill(int process, int signal);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int sigaction(int signal, byte* asked, byte* now);

    [LibraryImport(Name)]
    public static partial nint signal(int signal, nint handler);

    [LibraryImport(Name)]
    public static partial void sigemptyset(byte* set);

    [LibraryImport(Name)]
    public static partial void sigfillset(byte* set);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int waitid(int kind, uint id, byte* information, int options);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int waitpid(int process, int* status, int options);

    [LibraryImport(Name)]
    public static partial int posix_spawnp(int* process, byte* file, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport(Name)]
    public static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport(Name)]
    public static partial void posix_spawnattr_destroy(byte* attributes);

    [LibraryImport(Name)]
    public static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport(Name)]
    public static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* set);

    [LibraryImport(Name)]
    public static partial int posix_spawnattr_setsigmask(byte* attributes, byte* set);

    [LibraryImport(Name)]
    public static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport(Name)]
    public static partial void posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport(Name)]
    public static partial int posix_spawn_file_actions_addopen(byte* actions, int descriptor, byte* path, int flags, uint mode);

    [LibraryImport(Name)]
    public static partial int posix_spawn_file_actions_adddup2(byte* actions, int from, int to);

    [LibraryImport(Name)]
    public static partial int posix_spawn_file_actions_addchdir_np(byte* actions, byte* path);

    public static int ioctl(SafeFileHandle file, nuint request, void* argument) =>
        Unix.VariadicOnStack
            ? ioctl_on_stack(file, request, 0, 0, 0, 0, 0, 0, (nint)argument)
            : ioctl_in_register(file, request, (nint)argument);

    public static int fcntl(SafeFileHandle file, int command, int argument) =>
        Unix.VariadicOnStack
            ? fcntl_on_stack(file, command, 0, 0, 0, 0, 0, 0, argument)
            : fcntl_in_register(file, command, argument);

    [LibraryImport(Name, EntryPoint = "ioctl", SetLastError = true)]
    private static partial int ioctl_in_register(SafeFileHandle file, nuint request, nint argument);

    [LibraryImport(Name, EntryPoint = "ioctl", SetLastError = true)]
    private static partial int ioctl_on_stack(
        SafeFileHandle file, nuint request, nint r2, nint r3, nint r4, nint r5, nint r6, nint r7, nint argument);

    [LibraryImport(Name, EntryPoint = "fcntl", SetLastError = true)]
    private static partial int fcntl_in_register(SafeFileHandle file, int command, nint argument);

    [LibraryImport(Name, EntryPoint = "fcntl", SetLastError = true)]
    private static partial int fcntl_on_stack(
        SafeFileHandle file, int command, nint r2, nint r3, nint r4, nint r5, nint r6, nint r7, nint argument);
}
