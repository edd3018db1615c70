using SessionShare.Cli.UnsharedShell;
using SessionShare.Terminal;

namespace SessionShare.Cli.Sharing;

/// <summary>
/// The way of the program's output: our marks out of it, then to this terminal, then into the session, which never makes it wait.
/// Belongs to the thread that reads the program.
/// </summary>
/// <param name="inside">What our own commands find inside the program; what they write for this terminal only goes no further.</param>
internal sealed class OutputTap(ShellMarks? marks, Screen screen, SessionFeed feed, CommandBlocks blocks, SharedShell inside)
{
    private readonly Passages.Output _shown = screen.Invoke;
    private readonly Passages.Output _kept = output =>
    {
        feed.Output(output);
        inside.Output(output.Length);
    };

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

    /// <summary>The output is at its end.</summary>
    public void End(int exitCode)
    {
        if (marks is not null)
            Pass(marks.Flush());
        inside.Passages.Flush(_shown, _kept);
        // A shell that ends inside a command, as by `exit`, makes no more marks: that command's code is the shell's.
        blocks.End(exitCode);
    }

    private void Take(ShellMark mark)
    {
        // The shell is back, or goes on: no command of ours is in the middle of a passage.
        inside.Passages.End();
        blocks.Take(mark);
    }

    private void Pass(ReadOnlySpan<byte> output) => inside.Passages.Take(output, _shown, _kept);
}

/// <summary>Shows output to the person at this terminal.</summary>
internal delegate void Screen(ReadOnlySpan<byte> output);
