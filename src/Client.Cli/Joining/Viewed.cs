using SessionShare.Cli.Drafting;
using SessionShare.Cli.Painting;
using SessionShare.Cli.Panels;
using SessionShare.Cli.Sharing;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>A session as a viewer has it: its events become what the terminal shows, and what is known of it. Events come from one reader; what is known is read from anywhere.</summary>
/// <param name="output">What is left out of the session's output; begins anew with a keyframe.</param>
/// <param name="draw">Takes what we draw.</param>
/// <param name="keepsSize">The size of now does not matter: the session is watched from its start.</param>
internal sealed class Viewed(WatchedSession session, FittedScreen screen, ViewerScreen output, ViewerScreen.Output draw, ViewStatus status, PanelBoard panels, bool keepsSize)
{
    private readonly KeyframeAssembly _keyframes = new();
    private readonly Lock _showing = new();
    private volatile Company _company = Company.Unknown(session.Participant);

    public WatchedSession Session => session;

    public Company Company => _company;

    public PromptWatch Prompt { get; } = new();

    public Runs Runs { get; } = new();

    public BlockRows Rows { get; } = new();

    /// <summary>The number of the newest frame that is shown.</summary>
    public long Newest { get; private set; }

    /// <summary>Reads the screen, and the newest frame on it, while nothing changes.</summary>
    public T Read<T>(Func<Terminal.Screen, long, T> read)
    {
        lock (_showing)
            return screen.Read(shown => read(shown, Newest));
    }

    /// <summary>Takes the next event.</summary>
    /// <returns>How watching ended; null: it goes on.</returns>
    public ViewEnd? Take(WatchedEvent happened)
    {
        var before = _company;
        _company = before.With(happened);
        if (Runs.Take(happened) && Runs.Newest is { } run)
            Say(run);
        var end = TakeOne(happened);
        Know(happened, before);
        return end;
    }

    private ViewEnd? TakeOne(WatchedEvent happened)
    {
        switch (happened)
        {
            case WatchedEvent.Frames frames:
                foreach (var frame in frames)
                    Show(frame);
                return null;
            case WatchedEvent.Present present:
                Take(present.Session);
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

    private void Know(WatchedEvent happened, Company before)
    {
        if (happened is WatchedEvent.Durable)
            return;
        SayRole(status.Title.Role, session.Role, happened is WatchedEvent.Present);
        status.Change(title => title with
        {
            Session = session.Title,
            Role = session.Role,
            Asks = title.Roster?.Participants.Any(known => known.Id == session.Participant && known.Request is not null) == true,
        });
        if (happened is WatchedEvent.Frames)
            return;
        if (happened is WatchedEvent.PresenceChanged or WatchedEvent.RosterChanged)
            screen.Point();
        status.More(PersonPlace.Chips(_company), session.Draft.Text is { Length: > 0 } draft ? Drafting.Runs.Line(draft) : null);
        if (before.Roster is { } old && _company.Roster is { } now)
            status.Note(PeopleNotes.Between(old, now, session.Participant));
        panels.Redraw();
    }

    private void SayRole(Role before, Role now, bool isFirst)
    {
        if (!isFirst && before >= Role.Edit != now >= Role.Edit)
            status.Answer(now >= Role.Edit ? "you can type now, and do there whatever the sharer can" : "read-only now: what you type goes nowhere");
    }

    private void Say(DraftRun run)
    {
        if (Drafting.Runs.Text(run, session.Participant) is not { } text)
            return;
        if (run.Participant == session.Participant || run.State == RunState.Asking)
            status.Answer(text);
        else
            status.Note(text);
    }

    private void Take(Present present)
    {
        if (!keepsSize)
            screen.Resize(present.Size);
        status.Change(title => title with { Roster = present.Roster, Size = present.Size, Notice = TextOf(present.Notice) });
        if (present.NewestBlock > Prompt.NewestBlock)
            LookAt(present.NewestBlock);
    }

    private async void LookAt(int block)
    {
        try
        {
            Prompt.Begin((await session.Blocks(block, 1, CancellationToken.None)) is [var newest] ? newest : null);
        }
        catch (Exception fault) when (fault is RefusedException or ConnectionLostException or ObjectDisposedException)
        {
            // The next block tells.
        }
    }

    private void Show(Frame frame)
    {
        lock (_showing)
            Take(frame);
    }

    private void Take(Frame frame)
    {
        Newest = frame.Sequence;
        if (_keyframes.TryComplete(frame, out var keyframe))
            Draw(keyframe);
        else if (frame.Kind == FrameKind.Output)
            screen.Write(frame.Payload.Span);
        else if (frame.Kind == FrameKind.Resize && TerminalSize.TryRead(frame.Payload.Span, out var size))
            Resize(size);
        else if (frame.Kind == FrameKind.Skipped)
            status.Answer("output is missing here: the sharer could not send it in time");
        else if (frame.Kind is FrameKind.Paused or FrameKind.Resumed)
            Pause(frame.Kind == FrameKind.Paused);
        else if (frame.Kind is FrameKind.BlockStart or FrameKind.BlockEnd)
            Take(frame, screen.Read(shown => shown.ScrolledRows + shown.CursorRow));
    }

    private void Pause(bool paused)
    {
        status.Change(title => title with { Paused = paused });
        status.Answer(paused ? "paused by the sharer: what you see is from before" : "the sharer shows the terminal again");
    }

    private void Take(Frame block, long row)
    {
        Prompt.Take(block);
        Rows.Take(block, row);
    }

    private void Draw(Keyframe keyframe)
    {
        output.Reset(draw);
        Rows.Forget();
        screen.Reset(keyframe.Size, TerminalReset.EmptyScreen);
        screen.Write(keyframe.Bytes.Span);
        status.Change(title => title with { Size = keyframe.Size });
    }

    private void Resize(TerminalSize size)
    {
        Rows.Forget();
        screen.Resize(size);
        status.Change(title => title with { Size = size });
    }

    private static string? TextOf(Notice? notice) => notice is null or { Reason: Reason.None } ? null : notice.Text;
}
