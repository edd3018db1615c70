using SessionShare.Cli.Sharing;
using SessionShare.Terminal;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>
/// The way of a shell's output: the shell's marks out of it, passages for this terminal only out of it, then to this terminal, and into the log.
/// Belongs to the thread that reads the shell.
/// </summary>
internal sealed class ShellTap(ShellMarks? marks, Passages passages, ShellScreen screen, ShellLog log)
{
    private readonly CommandBlocks _blocks = new(log.Start, log.End);

    public void Take(ReadOnlySpan<byte> piece)
    {
        if (marks is null)
        {
            Pass(piece);
            return;
        }
        while (marks.TryRead(ref piece, out var output, out var mark))
        {
            if (mark is null)
                Pass(output);
            else
                Take(mark);
        }
    }

    /// <summary>A shell that makes no marks is one block.</summary>
    public void StartWhole(string commandLine) => _blocks.Start(commandLine, Directory.GetCurrentDirectory());

    /// <summary>The output is at its end.</summary>
    public void End(int exitCode)
    {
        if (marks is not null)
            Pass(marks.Flush());
        passages.Flush(screen.Write, log.Output);
        _blocks.End(exitCode);
    }

    private void Take(ShellMark mark)
    {
        // The shell is back, or goes on: no command of ours is in the middle of a passage.
        passages.End();
        if (mark is PromptShown)
            log.Prompt();
        _blocks.Take(mark);
    }

    private void Pass(ReadOnlySpan<byte> output) => passages.Take(output, screen.Write, log.Output);
}
