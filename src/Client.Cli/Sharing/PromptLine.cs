namespace SessionShare.Cli.Sharing;

/// <summary>Where a shell stands, as its marks and what was typed tell.</summary>
internal enum PromptState
{
    /// <summary>No shell has said where it stands: something runs, or nobody knows.</summary>
    Unknown,

    /// <summary>A line was entered, or its command runs.</summary>
    Runs,

    /// <summary>A command has ended, or the prompt is about to be drawn: the line editor does not read yet, as far as can be told.</summary>
    Comes,

    /// <summary>The prompt is up.</summary>
    Stands,
}

/// <summary>The shell's prompt: whether it is up, whether something was typed on its line, and whether it takes pasted text. From any thread.</summary>
internal sealed class PromptLine(TimeProvider time)
{
    /// <summary>A line editor that says nothing of pastes reads so long after its prompt was told.</summary>
    private static readonly TimeSpan DrawnAfter = TimeSpan.FromSeconds(1);

    /// <summary>Keys that end a line: Enter, line feed, Ctrl-O; and Ctrl-C, Ctrl-D and Ctrl-Z, behind which a shell tells its prompt anew.</summary>
    private static readonly System.Buffers.SearchValues<byte> LineEnds = System.Buffers.SearchValues.Create("\r\n\x0F\x03\x04\x1A"u8);

    private readonly Lock _gate = new();
    private readonly PasteMode _paste = new();
    private TaskCompletionSource _shown = New();
    private TaskCompletionSource _over = New();
    private long? _since;
    private bool _known;
    private bool _isEnded;
    private bool _touched;

    /// <summary>Where the shell stands, whether its line was typed on, and whether it takes pastes.</summary>
    public (PromptState State, bool Touched, bool TakesPastes) Now
    {
        get
        {
            lock (_gate)
            {
                var state = !_known ? PromptState.Unknown
                    : _isEnded ? PromptState.Comes
                    : _since is not { } since ? PromptState.Runs
                    : _paste.IsOn || time.GetElapsedTime(since) >= DrawnAfter ? PromptState.Stands : PromptState.Comes;
                return (state, _touched, _paste.IsOn);
            }
        }
    }

    /// <summary>Completes when the shell next tells a prompt.</summary>
    public Task NextPrompt
    {
        get
        {
            lock (_gate)
                return _shown.Task;
        }
    }

    /// <summary>Completes when the command that runs is over: the shell tells its end, or its next prompt.</summary>
    public Task CommandEnd
    {
        get
        {
            lock (_gate)
                return _over.Task;
        }
    }

    /// <summary>The program's output, for what it says of pastes.</summary>
    public void Output(ReadOnlySpan<byte> output)
    {
        lock (_gate)
            _paste.Take(output);
    }

    /// <summary>The shell is about to show its prompt.</summary>
    public void Prompt()
    {
        TaskCompletionSource shown, over;
        lock (_gate)
        {
            (_known, _isEnded, _since, _touched) = (true, false, time.GetTimestamp(), false);
            (shown, _shown) = (_shown, New());
            (over, _over) = (_over, New());
        }

        shown.SetResult();
        over.SetResult();
    }

    /// <summary>A command begins.</summary>
    public void Started()
    {
        lock (_gate)
            Runs();
    }

    /// <summary>A command has ended: the shell's prompt comes next.</summary>
    public void Ended()
    {
        TaskCompletionSource over;
        lock (_gate)
        {
            _isEnded = _known;
            (over, _over) = (_over, New());
        }

        over.SetResult();
    }

    /// <summary>Somebody types.</summary>
    public void Typed(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _touched |= !bytes.IsEmpty;
            if (bytes.IndexOfAny(LineEnds) >= 0)
                Runs();
        }
    }

    private void Runs() => (_isEnded, _since) = (false, null);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
