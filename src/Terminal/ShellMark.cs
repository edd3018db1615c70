namespace SessionShare.Terminal;

/// <summary>What our integration in a shell tells about its commands.</summary>
public abstract record ShellMark;

/// <summary>The shell is about to show its prompt.</summary>
/// <param name="Directory">The shell's working directory; bytes of its name that are no UTF-8 read as U+FFFD.</param>
public sealed record PromptShown(string Directory) : ShellMark;

/// <summary>
/// The shell has read a command and runs it now. A command still open then has ended with an exit code nobody knows.
/// </summary>
/// <param name="Block">The command's number: from 1, growing.</param>
/// <param name="CommandLine">The command as typed, its first 16 KiB; null where the shell can't tell.</param>
/// <param name="Candidate">
/// Where the shell can't tell: the newest line of its history, which is either this very command, repeated, or an earlier one, while this one
/// was kept out of the history. Null where it has no such line.
/// </param>
/// <param name="Directory">The shell's working directory.</param>
public sealed record CommandStarted(long Block, string? CommandLine, string? Candidate, string Directory) : ShellMark;

/// <summary>A command has ended and the shell is back. `exit` and `exec` make no such mark: the block still open at the end of output ends there.</summary>
/// <param name="ExitCode">0 to 255, as the shell's `$?`.</param>
public sealed record CommandEnded(long Block, int ExitCode) : ShellMark;

/// <summary>The shell is too old for our integration and makes no more marks.</summary>
/// <param name="Version">As the shell writes it.</param>
public sealed record ShellTooOld(string Version) : ShellMark;
