namespace SessionShare.Cli.Pty;

/// <summary>What to start in a terminal of its own.</summary>
/// <param name="Arguments">The program and its arguments; a program without `/` is looked up on our own PATH.</param>
/// <param name="Environment">The whole environment of the program.</param>
/// <param name="WorkingDirectory">Where it starts.</param>
/// <param name="Size">The terminal's size, set before the program runs.</param>
/// <param name="Modes">The terminal's line settings, usually those of the terminal we run in; null for the system's own, with UTF-8 erasing.</param>
internal sealed record PtyCommand(
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory,
    TerminalSize Size,
    TerminalModes? Modes = null);

/// <summary>Why a program could not be started.</summary>
/// <param name="ExitCode">A shell's code for it: 127 not found, 126 found but not executable.</param>
/// <param name="Reason">One sentence for the person who asked.</param>
internal sealed record StartFailure(int ExitCode, string Reason);
