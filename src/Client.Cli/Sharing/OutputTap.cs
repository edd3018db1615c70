using SessionShare.Cli.Pty;
using SessionShare.Cli.UnsharedShell;
using SessionShare.Terminal;

namespace SessionShare.Cli.Sharing;

/// <summary>
/// The way of the program's output: our marks out of it, then to this terminal, then, but for what our own commands write for this terminal only, into the
/// session or a shell's log, which never makes it wait. Belongs to the thread that reads the program.
/// </summary>
/// <param name="prompt">Told when the shell is about to show its prompt; null: nobody wants to know.</param>
/// <param name="line">Told what the program writes; null: nobody wants to know.</param>
internal sealed class OutputTap(
    ShellMarks? marks, Passages passages, Screen screen, Screen feed, CommandBlocks blocks, CommandBlocksSource source, Action? prompt = null, PromptLine? line = null)
{
    private const int BufferBytes = 64 * 1024;

    private readonly ShellHints _hints = new();

    /// <summary>Reads the program's output to its end, on a thread of its own.</summary>
    public Task TakeAll(PseudoTerminal program) => Task.Factory.StartNew(
        () =>
        {
            var buffer = new byte[BufferBytes];
            while (program.Read(buffer) is var count and > 0)
                Take(buffer.AsSpan(0, count));
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

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
        passages.Flush(screen.Invoke, Keep);
        // A shell that ends inside a command, as by `exit`, makes no more marks: that command's code is the shell's.
        blocks.End(exitCode);
    }

    private void Take(ShellMark mark)
    {
        // The shell is back, or goes on: no command of ours is in the middle of a passage.
        passages.End();
        if (mark is PromptShown)
            prompt?.Invoke();
        source.Take(mark);
    }

    private void Pass(ReadOnlySpan<byte> output)
    {
        source.OutputComes();
        line?.Output(output);
        passages.Take(output, screen.Invoke, Keep);
    }

    private void Keep(ReadOnlySpan<byte> output)
    {
        if (source.HearsHints)
            KeepHearing(output);
        else
            feed(output);
    }

    private void KeepHearing(ReadOnlySpan<byte> output)
    {
        while (true)
        {
            _hints.SplitBeforeText = source.AwaitsText;
            if (!_hints.TryRead(ref output, out var piece, out var hint, out var isText))
                return;
            if (isText && source.AwaitsText)
                source.TextShown();
            feed(piece);
            if (hint is ShellHint.Prompt)
                prompt?.Invoke();
            if (hint is not null)
                source.Take(hint);
        }
    }
}

/// <summary>Takes output: this terminal, or the session.</summary>
internal delegate void Screen(ReadOnlySpan<byte> output);
