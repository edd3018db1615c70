using SessionShare.Terminal;

namespace SessionShare.Cli.Sharing;

/// <summary>
/// The way of the program's output: our marks out of it, then to this terminal, then into the session, which never makes it wait.
/// Belongs to the thread that reads the program.
/// </summary>
internal sealed class OutputTap(ShellMarks? marks, Screen screen, SessionFeed feed, CommandBlocks blocks)
{
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
                blocks.Take(mark);
        }
    }

    /// <summary>The output is at its end.</summary>
    public void End(int exitCode)
    {
        if (marks is not null)
            Pass(marks.Flush());
        // A shell that ends inside a command, as by `exit`, makes no more marks: that command's code is the shell's.
        blocks.End(exitCode);
    }

    private void Pass(ReadOnlySpan<byte> output)
    {
        screen(output);
        feed.Output(output);
    }
}

/// <summary>Shows output to the person at this terminal.</summary>
internal delegate void Screen(ReadOnlySpan<byte> output);
