using System.Runtime.InteropServices;

namespace SessionShare.Cli.Pty;

/// <summary>Starts a program as the leader of a session of its own, on a terminal that becomes its controlling terminal.</summary>
internal static unsafe class Spawn
{
    /// <param name="terminal">The path of the terminal's program side.</param>
    /// <param name="process">The new process, which the caller must wait for.</param>
    /// <returns>Null when it runs.</returns>
    public static StartFailure? Start(PtyCommand command, string terminal, out int process)
    {
        process = 0;
        if (!Directory.Exists(command.WorkingDirectory))
            return new(126, $"The directory {command.WorkingDirectory} doesn't exist or can't be entered.");
        KeepExitStatuses();
        var actions = stackalloc byte[Unix.Opaque];
        var attributes = stackalloc byte[Unix.Opaque];
        Check("posix_spawn_file_actions_init", Libc.posix_spawn_file_actions_init(actions));
        Check("posix_spawnattr_init", Libc.posix_spawnattr_init(attributes));
        try
        {
            Describe(actions, terminal, command.WorkingDirectory);
            Describe(attributes);
            var error = Run(command, actions, attributes, out process);
            return error == 0 ? null : Explain(command.Arguments[0], error);
        }
        finally
        {
            Libc.posix_spawnattr_destroy(attributes);
            Libc.posix_spawn_file_actions_destroy(actions);
        }
    }

    /// <summary>The leader of a session gets the first terminal it opens as its controlling terminal.</summary>
    private static void Describe(byte* actions, string terminal, string directory)
    {
        using var paths = new NativeStrings([terminal, directory]);
        Check("addopen", Libc.posix_spawn_file_actions_addopen(actions, 0, paths.Pointer[0], Unix.ReadWrite, 0));
        Check("adddup2", Libc.posix_spawn_file_actions_adddup2(actions, 0, 1));
        Check("adddup2", Libc.posix_spawn_file_actions_adddup2(actions, 0, 2));
        Check("addchdir", Libc.posix_spawn_file_actions_addchdir_np(actions, paths.Pointer[1]));
    }

    /// <summary>.NET ignores SIGPIPE and may block others; a program must find every signal as a login finds it.</summary>
    private static void Describe(byte* attributes)
    {
        var all = stackalloc byte[Unix.Opaque];
        var none = stackalloc byte[Unix.Opaque];
        Libc.sigfillset(all);
        Libc.sigemptyset(none);
        Check("setsigdefault", Libc.posix_spawnattr_setsigdefault(attributes, all));
        Check("setsigmask", Libc.posix_spawnattr_setsigmask(attributes, none));
        const short always = Unix.SpawnSignalDefaults | Unix.SpawnSignalMask;
        Check("setflags", Libc.posix_spawnattr_setflags(attributes, (short)(always + Unix.SpawnSessionOnly)));
    }

    private static int Run(PtyCommand command, byte* actions, byte* attributes, out int process)
    {
        using var arguments = new NativeStrings(command.Arguments);
        using var environment = new NativeStrings([.. command.Environment.Select(pair => $"{pair.Key}={pair.Value}")]);
        fixed (int* id = &process)
            return Libc.posix_spawnp(id, arguments.Pointer[0], actions, attributes, arguments.Pointer, environment.Pointer);
    }

    /// <summary>While SIGCHLD is ignored, the kernel throws exit statuses away.</summary>
    private static void KeepExitStatuses()
    {
        const nint ignored = 1;
        var now = stackalloc byte[Unix.Opaque];
        if (Libc.sigaction(Unix.ChildSignal, null, now) == 0 && *(nint*)now == ignored)
            Libc.signal(Unix.ChildSignal, 0);
    }

    private static StartFailure Explain(string program, int error) => error is Unix.NotFound or Unix.NotDirectory
        ? new(127, $"{program}: command not found.")
        : new(126, $"{program}: can't be executed: {Marshal.GetPInvokeErrorMessage(error)}.");

    private static void Check(string call, int error)
    {
        if (error != 0)
            throw Unix.Failure(call, error);
    }
}
