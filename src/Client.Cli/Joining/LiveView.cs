using System.Text;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Painting;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Sharing;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>`join` on a terminal: shows the session live, and types into it where that is allowed. Puts the terminal back into a usable state.</summary>
internal sealed class LiveView(JoinArguments arguments, Surroundings surroundings, LocalTerminal terminal)
{
    private static readonly Protocol.TerminalSize Usual = Pty.TerminalSize.Usual.Shared();

    /// <summary>What a person may scroll back to in their own terminal, about.</summary>
    private static readonly WatchFrom JustBefore = WatchFrom.JustBefore(256 * 1024);

    private readonly PrefixKey _prefix = arguments.Prefix is { } key ? PrefixKey.Parse(key, out _)! : new PrefixKey();
    private readonly KeyframeAssembly _keyframes = new();
    private readonly ViewerScreen _screen = new(time: surroundings.Time);
    private readonly TerminalTitle _title = new(output => terminal.Write(output));
    private FittedScreen _fitted = null!;

    /// <param name="enter">Joins the session, to be watched from there.</param>
    public async Task<int> Run(Func<WatchFrom, Task<WatchedSession>> enter, CancellationToken cancellationToken)
    {
        await using var session = await enter(arguments.From ?? JustBefore);
        _fitted = new FittedScreen(Window() ?? Usual, Window(), output => _screen.Write(output, _title.Write), _title.Write);
        using var status = new ViewStatus(_title.Show, surroundings.Time);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (terminal.HasKeys)
            surroundings.Error.WriteLine($"Watching {Printable.Text(session.Title)}. {_prefix.Name} then q leaves.");
        var end = await Show(session, status, leaving);
        if (end is not null)
            surroundings.Error.WriteLine(Printable.Text(end.Text));
        cancellationToken.ThrowIfCancellationRequested();
        return end?.ExitCode ?? 0;
    }

    private async Task<ViewEnd?> Show(WatchedSession session, ViewStatus status, CancellationTokenSource leaving)
    {
        // Not on the keyboard's own thread, which is waited for at the end.
        var typing = new ViewerTyping(session, status, _prefix.Name, () => leaving.CancelAsync());
        using var keyboard = terminal.HasKeys ? new Keyboard(terminal, _prefix, typing.Take, key =>
        {
            typing.Choose(key);
            return false;
        }) : null;
        using var damper = new ResizeDamper(surroundings.Time, () => FollowWindow(session, status));
        terminal.SizeChanged += damper.Take;
        damper.Take();
        if (TerminalTitle.Fits(terminal, surroundings.Variable("TERM")))
            _title.Begin();
        ViewerScreen.Begin(_title.Write);
        terminal.EnterRawMode();
        keyboard?.Open();
        ViewEnd? end = null;
        try
        {
            return end = await Watch(session, status, leaving.Token);
        }
        finally
        {
            keyboard?.Dispose();
            _screen.End(_title.Write);
            // What it showed last is there to be read when it has ended, also where that stood on a screen that goes with it.
            if (end is { ExitCode: 0 })
                _title.Write(Encoding.UTF8.GetBytes(string.Concat(_fitted.Unseen().Select(row => row + "\r\n"))));
            _title.End();
            terminal.Dispose();
        }
    }

    private async Task<ViewEnd?> Watch(WatchedSession session, ViewStatus status, CancellationToken leaving)
    {
        try
        {
            await foreach (var happened in session.Watch(leaving))
            {
                if (Take(happened, status) is { } end)
                    return end;
                status.Change(title => title with
                {
                    Session = session.Title,
                    Role = session.Role,
                    Asks = title.Roster?.Participants.Any(known => known.Id == session.Participant && known.Request is not null) == true,
                });
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The person leaves.
        }
        return null;
    }

    private ViewEnd? Take(WatchedEvent happened, ViewStatus status)
    {
        switch (happened)
        {
            case WatchedEvent.Frames frames:
                Take(frames, status);
                return null;
            case WatchedEvent.Present present:
                if (arguments.From != WatchFrom.Start)
                    _fitted.Resize(present.Session.Size);
                status.Change(title => title with { Roster = present.Session.Roster, Size = present.Session.Size, Notice = TextOf(present.Session.Notice) });
                return null;
            case WatchedEvent.RosterChanged changed:
                status.Change(title => title with { Roster = changed.Roster });
                return null;
            case WatchedEvent.Noticed noticed:
                status.Change(title => title with { Notice = TextOf(noticed.Notice) });
                return null;
            case WatchedEvent.Reconnecting or WatchedEvent.Resumed:
                status.Change(title => title with { Connected = happened is WatchedEvent.Resumed });
                return null;
            case WatchedEvent.Lagging:
                status.Answer("this terminal fell behind: some output was skipped, what you see now is current");
                return null;
            case WatchedEvent.Missed missed:
                status.Answer($"frames {missed.First} to {missed.Last} are missing: the server has deleted them");
                return null;
            case WatchedEvent.Ended ended:
                return ViewEnd.Of(ended.How);
            case WatchedEvent.Closed closed:
                return ViewEnd.Of(closed.Why);
            default:
                return null;
        }
    }

    private void Take(WatchedEvent.Frames frames, ViewStatus status)
    {
        foreach (var frame in frames)
        {
            if (_keyframes.TryComplete(frame, out var keyframe))
                Draw(keyframe, status);
            else if (frame.Kind == FrameKind.Output)
                _fitted.Write(frame.Payload.Span);
            else if (frame.Kind == FrameKind.Resize && Protocol.TerminalSize.TryRead(frame.Payload.Span, out var size))
                Resize(size, status);
            else if (frame.Kind == FrameKind.Skipped)
                status.Answer("output is missing here: the sharer could not send it in time");
        }
    }

    private void Draw(Keyframe keyframe, ViewStatus status)
    {
        _screen.Reset(_title.Write);
        _fitted.Reset(keyframe.Size, TerminalReset.EmptyScreen);
        _fitted.Write(keyframe.Bytes.Span);
        status.Change(title => title with { Size = keyframe.Size });
    }

    private void Resize(Protocol.TerminalSize size, ViewStatus status)
    {
        _fitted.Resize(size);
        status.Change(title => title with { Size = size });
    }

    private void FollowWindow(WatchedSession session, ViewStatus status)
    {
        if (Window() is not { } window)
            return;
        _fitted.Window(window);
        session.Resize(window);
        status.Change(title => title with { Window = window });
    }

    private Protocol.TerminalSize? Window() => terminal.Size?.Shared();

    private static string? TextOf(Notice? notice) => notice is null or { Reason: Reason.None } ? null : notice.Text;
}
