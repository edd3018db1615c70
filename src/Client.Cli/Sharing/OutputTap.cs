using SessionShare.Terminal;

namespace SessionShare.Cli.Sharing;

/// <summary>
/// The way of the program's output: our marks out of it, then to this terminal, then into the session, which never makes it wait.
/// Belongs to the thread that reads the program.
/// </summary>
internal sealed class OutputTap(ShellMarks? marks, Screen screen, Screen feed, CommandBlocks blocks, CommandBlocksSource source)
{
    private readonly ShellHints _hints = new();

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
                source.Take(mark);
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
        source.OutputComes();
        screen(output);
        if (source.HearsHints)
            PassHearing(output);
        else
            feed(output);
    }

    private void PassHearing(ReadOnlySpan<byte> output)
    {
        while (true)
        {
            _hints.SplitBeforeText = source.AwaitsText;
            if (!_hints.TryRead(ref output, out var piece, out var hint, out var isText))
                return;
            if (isText && source.AwaitsText)
                source.TextShown();
            feed(piece);
            if (hint is not null)
                source.Take(hint);
        }
    }
}

/// <summary>Takes output: this terminal, or the session.</summary>
internal delegate void Screen(ReadOnlySpan<byte> output);
