using SessionShare.Cli.Sharing;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>
/// What a shell writes and runs, in one order: kept here, and, while it is shared, told to the session. From any thread. All that leaves this machine
/// leaves through <see cref="Share"/>, which says from where on.
/// </summary>
internal sealed class ShellLog(long keep, TerminalSize size, TimeProvider time)
{
    private readonly Lock _order = new();
    private readonly long _begun = time.GetTimestamp();
    private readonly ShellHistory _history = new(keep, size);
    private readonly PromptScreen _screen = new(size);
    private TerminalSize _size = size;
    private SharedPart? _shared;
    private bool _marked;

    /// <summary>Since the shell's start.</summary>
    public TimeSpan Now => time.GetElapsedTime(_begun);

    public void Output(ReadOnlySpan<byte> output)
    {
        lock (_order)
        {
            _history.Output(output, Now);
            Draw(output);
            _shared?.Output(output);
        }
    }

    public void Resize(TerminalSize to)
    {
        lock (_order)
        {
            _size = to;
            _history.Resize(to, Now);
            _screen.Resize(to);
            _shared?.Resize(to);
        }
    }

    /// <summary>The shell is about to show its prompt.</summary>
    public void Prompt()
    {
        lock (_order)
        {
            _marked = true;
            _screen.Begin();
        }
    }

    public void Start(BlockStart start)
    {
        lock (_order)
        {
            var heading = _screen.IsAlternate ? [] : _screen.Show();
            _screen.Begin();
            var number = _history.Start(start.Command, start.Directory, heading, Now);
            _shared?.Start(number, start);
        }
    }

    public void End(BlockEnd end)
    {
        lock (_order)
        {
            if (_history.Running is not { } running)
                return;
            _history.End(end.ExitCode, Now);
            _screen.Begin();
            _shared?.End(running.Number, end.ExitCode);
        }
    }

    /// <param name="limit">Bytes that the server takes of one session; null: unknown.</param>
    public IReadOnlyList<StartChoice> Choices(long? limit)
    {
        lock (_order)
            return StartChoices.Of(_history, Beginning(StartPoint.Now)!.Sum(OutputBytes), Now, limit);
    }

    /// <summary>Where a session that begins at a point would begin: its time zero and size; or why it can't.</summary>
    public (TimeSpan At, TerminalSize Size, string? WhyNot) Look(StartPoint point, long? limit)
    {
        lock (_order)
        {
            var pieces = Beginning(point);
            if (StartChoices.WhyNot(_history, point, pieces?.Sum(OutputBytes) ?? 0, limit) is { } why)
                return (default, default, why);
            var first = pieces!.First(piece => piece.Kind == FrameKind.Resize);
            TerminalSize.TryRead(first.Payload.Span, out var size);
            return (first.At, size, null);
        }
    }

    /// <summary>Tells a session everything from a point on, now and from now on.</summary>
    /// <param name="startedAt">The session's time zero, as <see cref="Look"/> said.</param>
    /// <returns>Why it can't, where that has changed since; null: it is shared.</returns>
    public string? Share(StartPoint point, SessionFeed feed, TimeSpan startedAt, long? limit)
    {
        lock (_order)
        {
            var pieces = Beginning(point);
            if (StartChoices.WhyNot(_history, point, pieces?.Sum(OutputBytes) ?? 0, limit) is { } why)
                return why;
            var shared = new SharedPart(feed, startedAt, BlocksBefore(pieces!));
            foreach (var piece in pieces!)
                shared.Replay(piece);
            _shared = shared;
            return null;
        }
    }

    /// <summary>Nothing is told any more.</summary>
    public void Unshare()
    {
        lock (_order)
            _shared = null;
    }

    /// <summary>The blocks, with their numbers in the session.</summary>
    public IReadOnlyList<(HeldBlock Block, int? SharedAs)> Blocks()
    {
        lock (_order)
            return [.. _history.Blocks.Select(block => (block, _shared?.NumberOf(block.Number)))];
    }

    /// <summary>Of a shell that marks no prompts only the line that the cursor is on is known to be the newest thing.</summary>
    private void Draw(ReadOnlySpan<byte> output)
    {
        if (!_marked && output.LastIndexOf((byte)'\n') is var line and >= 0)
        {
            _screen.Output(output[..(line + 1)]);
            if (!_screen.IsAlternate)
                _screen.Begin();
            output = output[(line + 1)..];
        }
        _screen.Output(output);
    }

    private static long OutputBytes(HeldPiece piece) => piece.Kind == FrameKind.Output ? piece.Payload.Length : 0;

    private IReadOnlyList<HeldPiece>? Beginning(StartPoint point) => point switch
    {
        StartPoint.FromBlock(var number) => _history.From(number),
        StartPoint.FromStart => _history.From(null),
        _ => FromNow(),
    };

    /// <summary>A line program's output since its start; of a full-screen program its own screen; at a prompt the prompt's lines.</summary>
    private List<HeldPiece> FromNow()
    {
        if (_history.Running is not { } running)
            return [new(FrameKind.Resize, Now, _size.ToPayload()), new(FrameKind.Output, Now, _screen.Show())];
        if (_marked && !_screen.IsAlternate && _history.From(running.Number) is { } held)
            return WithoutHeading(held);
        return
        [
            new(FrameKind.Resize, Now, _size.ToPayload()),
            new(FrameKind.BlockStart, Now, new BlockStart(running.Number, running.Command, running.Directory).ToPayload()),
            new(FrameKind.Output, Now, _screen.Show()),
        ];
    }

    private static List<HeldPiece> WithoutHeading(IReadOnlyList<HeldPiece> held) =>
        [held[0], .. held.SkipWhile(piece => piece.Kind != FrameKind.BlockStart)];

    private int BlocksBefore(IReadOnlyList<HeldPiece> pieces)
    {
        foreach (var piece in pieces)
        {
            if (piece.Kind == FrameKind.BlockStart && BlockStart.TryRead(piece.Payload.Span, out var start))
                return start.Block - 1;
        }
        return _history.Blocks is [.., var newest] ? newest.Number : 0;
    }
}
