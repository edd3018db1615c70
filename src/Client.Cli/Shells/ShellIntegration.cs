using System.Security.Cryptography;
using System.Text;

namespace SessionShare.Cli.Shells;

/// <summary>
/// Makes a shell tell where its commands start and end (see <see cref="Terminal.ShellMarks"/>). Done for interactive bash, zsh and fish; whether a bash or
/// zsh is new enough (4.4, 5.1) it says itself. Every other command runs as it is and makes no marks of ours. Nothing is typed into
/// the shell and none of the person's files is changed: docs/decisions/0010-shell-integration.md says how, and what it costs a person.
/// </summary>
internal sealed class ShellIntegration : IDisposable
{
    private readonly DirectoryInfo _directory;
    private readonly (string Name, string Value)? _variable;

    private ShellIntegration(KnownShell shell, IReadOnlyList<string> arguments, string? zdotdir)
    {
        // Only its owner can enter it.
        _directory = Directory.CreateTempSubdirectory("sessionshare-");
        var file = Path.Combine(_directory.FullName, shell == KnownShell.Zsh ? ".zshenv" : $"{shell.ToString().ToLowerInvariant()}rc");
        switch (shell)
        {
            case KnownShell.Bash:
                File.WriteAllText(file, $"__ss_nonce={Nonce}\n{Text("bash.sh")}");
                Arguments = [arguments[0], "--rcfile", file, "-i"];
                break;
            case KnownShell.Zsh:
                File.WriteAllText(file, $"__ss_nonce={Nonce}\n{RestoredZdotdir(zdotdir)}\n{Text("zsh.zsh")}");
                Arguments = arguments;
                _variable = (Zdotdir, _directory.FullName);
                break;
            case KnownShell.Fish:
                File.WriteAllText(file, $"set -g __ss_nonce {Nonce}\n{Text("fish.fish")}");
                Arguments = [.. arguments, "--init-command", $"source {FishQuoted(file)}"];
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(shell));
        }
    }

    private const string Zdotdir = "ZDOTDIR";

    private enum KnownShell
    {
        Bash,
        Zsh,
        Fish,
    }

    /// <summary>What to start in place of the command asked for.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>What tells this shell's marks from forged ones. It stands in the file only: no child of the shell has it.</summary>
    public string Nonce { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <param name="arguments">The command asked for.</param>
    /// <param name="environment">What the shell would be started with.</param>
    /// <returns>Null where the command is no shell that we can integrate with.</returns>
    public static ShellIntegration? For(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment) =>
        Known(arguments) is { } shell ? new ShellIntegration(shell, arguments, environment.GetValueOrDefault(Zdotdir)) : null;

    /// <summary>The environment of the shell: the one given, and what the integration needs.</summary>
    public IReadOnlyDictionary<string, string> Extend(IReadOnlyDictionary<string, string> environment) =>
        _variable is { } variable ? new Dictionary<string, string>(environment) { [variable.Name] = variable.Value } : environment;

    /// <summary>Removes the file. The shell has read it once its first mark or its end has come.</summary>
    public void Dispose()
    {
        try
        {
            _directory.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
        }
    }

    /// <summary>A login bash doesn't read the file that we can name, and a shell with a script or a command is not interactive.</summary>
    private static KnownShell? Known(IReadOnlyList<string> arguments) => Path.GetFileName(arguments[0]) switch
    {
        "bash" when arguments is [_] or [_, "-i"] => KnownShell.Bash,
        "zsh" when arguments.Skip(1).All(IsPlain) => KnownShell.Zsh,
        "fish" when arguments.Skip(1).All(IsPlain) => KnownShell.Fish,
        _ => null,
    };

    private static bool IsPlain(string argument) => argument is "-i" or "-l" or "-il" or "-li" or "--interactive" or "--login";

    private static string RestoredZdotdir(string? value) =>
        value is null ? "'builtin' 'unset' 'ZDOTDIR'" : $"'builtin' 'export' 'ZDOTDIR'='{value.Replace("'", "'\\''")}'";

    private static string FishQuoted(string path) => $"'{path.Replace("\\", "\\\\").Replace("'", "\\'")}'";

    private static string Text(string name)
    {
        using var stream = typeof(ShellIntegration).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
