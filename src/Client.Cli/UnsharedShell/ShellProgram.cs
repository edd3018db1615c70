using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Servers;
using SessionShare.Cli.Sharing;
using SessionShare.Cli.Shells;
using SessionShare.Cli.UnsharedShell.Channel;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>The person's own shell, in which our commands find the process around it.</summary>
internal sealed class ShellProgram : IDisposable
{
    private readonly Surroundings _surroundings;
    private readonly ShellAddress _address;
    private readonly string _shell;
    private readonly ShellIntegration? _integration;

    public ShellProgram(Surroundings surroundings, ShellAddress address)
    {
        (_surroundings, _address) = (surroundings, address);
        _shell = UserShell.Find(surroundings.Variable("SHELL"));
        _integration = ShellIntegration.For([_shell], surroundings.Variables);
    }

    /// <summary>The shell's path.</summary>
    public string CommandLine => SharedProgram.Quoted(_shell);

    /// <summary>What tells the shell's marks from forged ones; null where it makes none.</summary>
    public string? MarksNonce => _integration?.Nonce;

    /// <summary>Starts it. The caller disposes it. Null: it can't be started.</summary>
    public PseudoTerminal? Start(TerminalSize size, TerminalModes? modes, out StartFailure? failure)
    {
        var environment = Environment();
        return PseudoTerminal.Start(
            new PtyCommand(_integration?.Arguments ?? [_shell], _integration?.Extend(environment) ?? environment, Directory.GetCurrentDirectory(), size, modes),
            out failure);
    }

    public void Dispose()
    {
        _integration?.Dispose();
        _address.Remove();
    }

    /// <summary>Ours, but the token stays with us: whoever may type into the shell once it is shared could read it there.</summary>
    internal Dictionary<string, string> Environment()
    {
        var environment = _surroundings.Variables
            .Where(variable => variable.Key is not (Credentials.Variable or SharedProgram.SessionVariable))
            .ToDictionary();
        environment[ShellAddress.Variable] = _address.ToString();
        environment.TryAdd("TERM", "xterm-256color");
        return environment;
    }
}
