using SessionShare.Cli.Pty;
using SessionShare.Cli.Redacting;
using SessionShare.Cli.UnsharedShell;
using SessionShare.Terminal;

namespace SessionShare.Cli.Sharing;

/// <summary>
/// The way of the program's output: our marks out of it, then to this terminal, then, but for what our own commands write for this terminal only and without secrets, into the
/// session or a shell's log, which never makes it wait. Belongs to the thread that reads the program; what waits because it may begin a secret goes by a timer.
/// </summary>
/// <param name="prompt">Told when the shell is about to show its prompt; null: nobody wants to know.</param>
/// <param name="line">Told what the program writes; null: nobody wants to know.</param>
/// <param name="redaction">Hides secrets from <paramref name="feed"/>; null: nothing is hidden.</param>
internal sealed class OutputTap(
    ShellMarks? marks, Passages passages, Screen screen, Screen feed, CommandBlocks blocks, CommandBlocksSource source, Action? prompt = null, PromptLine? line = null, Redaction? redaction = null)
{
    private const int BufferBytes = 64 * 1024;

    private readonly Lock _taking = new();
    private readonly ShellHints _hints = new();
    private RedactedOutput? _redacted;
    private ITimer? _waiting;

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
        lock (_taking)
        {
            TakePiece(piece);
            WaitForRest();
        }
    }

    private void TakePiece(ReadOnlySpan<byte> piece)
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
        lock (_taking)
        {
            if (marks is not null)
                Pass(marks.Flush());
            passages.Flush(screen.Invoke, Keep);
            _redacted?.End();
            _waiting?.Dispose();
            // A shell that ends inside a command, as by `exit`, makes no more marks: that command's code is the shell's.
            blocks.End(exitCode);
        }
    }

    private void WaitForRest()
    {
        if (_redacted?.Due is { } due)
            (_waiting ??= redaction!.Timer(LetGo)).Change(due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Not while the reader is at work: it comes by here again.</summary>
    private void LetGo()
    {
        if (!_taking.TryEnter())
            return;
        try
        {
            _redacted!.ReleaseWhenDue();
            WaitForRest();
        }
        finally
        {
            _taking.Exit();
        }
    }

    private void Take(ShellMark mark)
    {
        // The shell is back, or goes on: no command of ours is in the middle of a passage.
        passages.End();
        _redacted?.Release();
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
        if (redaction is null)
            KeepRedacted(output);
        else
            (_redacted ??= redaction.Output(KeepRedacted)).Write(output);
    }

    private void KeepRedacted(ReadOnlySpan<byte> output)
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
