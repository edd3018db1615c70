using SessionShare.Cli.Pty;

namespace SessionShare.Cli.Embedded;

/// <summary>A server process that we started: in a session of its own, so that no key or closed terminal of ours reaches it.</summary>
internal sealed unsafe class ServerProcess
{
    private static readonly int Append = OperatingSystem.IsMacOS() ? 0x8 : 0x400;

    private readonly ChildProcess _child;

    private ServerProcess(int id) => _child = new ChildProcess(id, () => { });

    public int Id => _child.Id;

    public bool HasExited => _child.Exit.IsCompleted;

    /// <param name="log">An existing file, to which its output is appended.</param>
    /// <param name="folder">Its working directory.</param>
    /// <exception cref="IOException">The system can't start it.</exception>
    public static ServerProcess Start(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string log, string folder)
    {
        var actions = stackalloc byte[Unix.Opaque];
        var attributes = stackalloc byte[Unix.Opaque];
        using var texts = new NativeStrings(["/dev/null", log, folder]);
        using var words = new NativeStrings(arguments);
        using var variables = new NativeStrings([.. environment.Select(pair => $"{pair.Key}={pair.Value}")]);
        Check("posix_spawn_file_actions_init", Libc.posix_spawn_file_actions_init(actions));
        Check("posix_spawnattr_init", Libc.posix_spawnattr_init(attributes));
        Check("addopen", Libc.posix_spawn_file_actions_addopen(actions, 0, texts.Pointer[0], 0, 0));
        Check("addopen", Libc.posix_spawn_file_actions_addopen(actions, 1, texts.Pointer[1], Unix.WriteOnly | Append, 0));
        Check("adddup2", Libc.posix_spawn_file_actions_adddup2(actions, 1, 2));
        Check("addchdir", Libc.posix_spawn_file_actions_addchdir_np(actions, texts.Pointer[2]));
        ResetSignals(attributes);
        int process;
        var error = Libc.posix_spawnp(&process, words.Pointer[0], actions, attributes, words.Pointer, variables.Pointer);
        Libc.posix_spawnattr_destroy(attributes);
        Libc.posix_spawn_file_actions_destroy(actions);
        return error == 0 ? new ServerProcess(process) : throw Unix.Failure($"start {arguments[0]}", error);
    }

    /// <summary>Whether a process lives. One that has ended and was not waited for does not.</summary>
    public static bool IsAlive(int process)
    {
        if (process <= 0 || Libc.kill(process, 0) != 0)
            return false;
        try
        {
            // pid (name) STATE ...; the name may hold anything.
            return !OperatingSystem.IsLinux() || File.ReadAllText($"/proc/{process}/stat") is not { } stat || stat[(stat.LastIndexOf(')') + 2)..] is not ['Z' or 'X', ..];
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void ResetSignals(byte* attributes)
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

    private static void Check(string call, int error)
    {
        if (error != 0)
            throw Unix.Failure(call, error);
    }
}
