namespace SessionShare.Terminal;

/// <summary>
/// What the standard marks in output say about commands. Any output can hold them, so nothing here is certain: it may be a shell that speaks, or a
/// file that is printed.
/// </summary>
public abstract record ShellHint
{
    private ShellHint()
    {
    }

    /// <summary>A prompt starts: OSC 133 or 633 A, 133 N, 133 P of kind i.</summary>
    /// <param name="Shell">Which shell, mostly its process id (`aid`); null where it doesn't say.</param>
    public sealed record Prompt(string? Shell) : ShellHint;

    /// <summary>The prompt ends, and what is typed follows: OSC 133 or 633 B, 133 I.</summary>
    public sealed record Input : ShellHint;

    /// <summary>A command's output starts: OSC 133 or 633 C.</summary>
    /// <param name="Shell">As with <see cref="Prompt"/>.</param>
    /// <param name="CommandLine">From `cmdline_url`, else `cmdline`; null where neither is given.</param>
    public sealed record Start(string? Shell, string? CommandLine) : ShellHint;

    /// <summary>A command has ended, or none was run: OSC 133 or 633 D.</summary>
    /// <param name="Shell">As with <see cref="Prompt"/>.</param>
    /// <param name="ExitCode">Null where it isn't told, or is no number.</param>
    public sealed record End(string? Shell, int? ExitCode) : ShellHint;

    /// <summary>The command line that is about to run: OSC 633 E. Better than what a <see cref="Start"/> says.</summary>
    public sealed record Line(string CommandLine) : ShellHint;

    /// <summary>The working directory: OSC 7, 633 P Cwd, 1337 CurrentDir, 9;9.</summary>
    public sealed record Directory(string Path) : ShellHint;
}
