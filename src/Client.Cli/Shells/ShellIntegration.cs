using System.Security.Cryptography;

namespace SessionShare.Cli.Shells;

/// <summary>
/// Makes a shell tell where its commands start and end (see <see cref="Terminal.ShellMarks"/>). Done for interactive bash, called with no
/// argument or `-i`; whether a bash is new enough (4.4) shows when its first mark comes. Every other command runs as it is and makes no marks.
/// </summary>
/// <remarks>
/// What it costs a person: PROMPT_COMMAND gets our hooks around their own, PS0 one before theirs, and a DEBUG trap also fires for our hooks, as it
/// does for any. Before bash 5.1, PROMPT_COMMAND sees only the last status of a pipeline in PIPESTATUS, an ERR trap fires once more, and who
/// replaces PROMPT_COMMAND as a whole ends the marks of ends and prompts. `shopt -u promptvars` ends blocks while it is off. Shells within (su,
/// ssh, bash) make no marks. The history itself is never changed, so what it keeps out is unknown to us too.
/// </remarks>
internal sealed class ShellIntegration : IDisposable
{
    /// <summary>Read and removed by our file before the person's own runs, so the shell's children don't have it.</summary>
    public const string NonceVariable = "SESSIONSHARE_NONCE";

    private readonly DirectoryInfo _directory;

    private ShellIntegration(string shell)
    {
        // Only its owner can enter it.
        _directory = Directory.CreateTempSubdirectory("sessionshare-");
        var file = Path.Combine(_directory.FullName, "bashrc");
        File.WriteAllText(file, BashFile());
        Arguments = [shell, "--rcfile", file, "-i"];
    }

    /// <summary>What to start in place of the command asked for.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>What tells this shell's marks from forged ones.</summary>
    public string Nonce { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <returns>Null where the command is no shell that we can integrate with.</returns>
    public static ShellIntegration? For(IReadOnlyList<string> arguments) =>
        arguments is [_] or [_, "-i"] && Path.GetFileName(arguments[0]) == "bash" ? new ShellIntegration(arguments[0]) : null;

    /// <summary>The environment of the shell: the one given, and what the integration needs.</summary>
    public IReadOnlyDictionary<string, string> Extend(IReadOnlyDictionary<string, string> environment) =>
        new Dictionary<string, string>(environment) { [NonceVariable] = Nonce };

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

    internal static string BashFile()
    {
        using var stream = typeof(ShellIntegration).Assembly.GetManifestResourceStream("bash.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
