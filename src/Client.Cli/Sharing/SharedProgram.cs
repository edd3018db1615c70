using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Servers;
using SessionShare.Cli.Shells;
using SessionShare.Cli.UnsharedShell.Channel;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>The program that is shared, and how it is started.</summary>
internal sealed class SharedProgram : IDisposable
{
    /// <summary>Tells a program in which session it runs.</summary>
    public const string SessionVariable = "SESSIONSHARE_SESSION";

    private readonly Surroundings _surroundings;
    private readonly IReadOnlyList<string> _command;
    private readonly ShellIntegration? _integration;
    private PseudoTerminal? _started;

    public SharedProgram(IReadOnlyList<string> command, Surroundings surroundings)
    {
        _surroundings = surroundings;
        IsShell = command.Count == 0;
        _command = IsShell ? [UserShell.Find(surroundings.Variable("SHELL"))] : command;
        _integration = ShellIntegration.For(_command, surroundings.Variables);
        Address = ShellAddress.New(surroundings.Home);
    }

    /// <summary>Where our commands inside the program find us.</summary>
    public ShellAddress Address { get; }

    /// <summary>The person named no command.</summary>
    public bool IsShell { get; }

    /// <summary>The command line, as it could be typed.</summary>
    public string CommandLine => string.Join(' ', _command.Select(Quoted));

    /// <summary>The name of the person's shell where it is none that tells its commands; else null.</summary>
    public string? SilentShell => IsShell && _integration is null ? Path.GetFileName(_command[0]) : null;

    /// <summary>What tells the shell's marks from forged ones; null where it makes none.</summary>
    public string? MarksNonce => _integration?.Nonce;

    /// <summary>
    /// Starts a shell while the session is still being made: its start-up files take their time. It shows nothing before it is read, and is hung up if
    /// nothing comes of the session. A command is not started before, for a refused share must not half run it.
    /// </summary>
    public void StartShellAhead(SessionId session, Pty.TerminalSize size, TerminalModes? modes)
    {
        if (IsShell)
            _started = StartNow(session, size, modes, out _);
    }

    /// <summary>Starts the program, unless it was. Null: it can't be started. The caller disposes it.</summary>
    public PseudoTerminal? Start(SessionId session, Pty.TerminalSize size, TerminalModes? modes, out StartFailure? failure)
    {
        var started = _started;
        (_started, failure) = (null, null);
        return started ?? StartNow(session, size, modes, out failure);
    }

    private PseudoTerminal? StartNow(SessionId session, Pty.TerminalSize size, TerminalModes? modes, out StartFailure? failure)
    {
        var environment = Environment(session);
        return PseudoTerminal.Start(
            new PtyCommand(_integration?.Arguments ?? _command, _integration?.Extend(environment) ?? environment, Directory.GetCurrentDirectory(), size, modes),
            out failure);
    }

    public void Dispose()
    {
        _started?.Dispose();
        _integration?.Dispose();
        Address.Remove();
    }

    internal static string Quoted(string word) =>
        word.Length > 0 && word.All(character => char.IsLetterOrDigit(character) || "-_./:=@%+,^".Contains(character))
            ? word
            : $"'{word.Replace("'", "'\\''")}'";

    /// <summary>Ours, but the token stays with us: whoever may type into the session could read it there.</summary>
    internal Dictionary<string, string> Environment(SessionId session)
    {
        var environment = _surroundings.Variables.Where(variable => variable.Key != Credentials.Variable).ToDictionary();
        environment[SessionVariable] = session.ToString();
        environment[ShellAddress.Variable] = Address.ToString();
        environment.TryAdd("TERM", "xterm-256color");
        return environment;
    }
}
