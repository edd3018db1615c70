using System.Text;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Drafting;
using SessionShare.Cli.Painting;
using SessionShare.Cli.Panels;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Sharing;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>`join` on a terminal: shows the session live, and takes part where that is allowed. Puts the terminal back into a usable state.</summary>
internal sealed class LiveView(JoinArguments arguments, Surroundings surroundings, LocalTerminal terminal)
{
    private static readonly Protocol.TerminalSize Usual = Pty.TerminalSize.Usual.Shared();

    /// <summary>What a person may scroll back to in their own terminal, about.</summary>
    private static readonly WatchFrom JustBefore = WatchFrom.JustBefore(256 * 1024);

    private readonly PrefixKey _prefix = arguments.Prefix is { } key ? PrefixKey.Parse(key, out _)! : new PrefixKey();
    private readonly ViewerScreen _output = new(time: surroundings.Time);
    private readonly TerminalTitle _title = new(output => terminal.Write(output));
    private readonly bool _hasTitle = TerminalTitle.Fits(terminal, surroundings.Variable("TERM"));
    private FittedScreen _fitted = null!;

    private bool HasStatus => arguments.HasStatus && _hasTitle;

    /// <param name="enter">Joins the session, to be watched from there.</param>
    public async Task<int> Run(Func<WatchFrom, Task<WatchedSession>> enter, CancellationToken cancellationToken)
    {
        await using var session = await enter(arguments.From ?? JustBefore);
        _fitted = new FittedScreen(Area() ?? Usual, Window(), output => _output.Write(output, _title.Write), _title.Write, status: HasStatus ? new StatusRow() : null, colours: !NoColour.IsAskedFor(surroundings));
        using var status = new ViewStatus(_title.Show, HasStatus ? _fitted.Status : null, _prefix.Name, surroundings.Time) { IsSilent = surroundings.IsQuiet };
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (terminal.HasKeys)
            surroundings.Notes.WriteLine($"Watching {Printable.Text(session.Title)}. {_prefix.Name} then q leaves.");
        var end = await Show(session, status, leaving);
        if (end is not null)
            (end.ExitCode == 0 ? surroundings.Notes : surroundings.Error).WriteLine(Printable.Text(end.Text));
        cancellationToken.ThrowIfCancellationRequested();
        return end?.ExitCode ?? 0;
    }

    private async Task<ViewEnd?> Show(WatchedSession session, ViewStatus status, CancellationTokenSource leaving)
    {
        var panels = new PanelBoard(_fitted);
        using var shown = new Shown(session, surroundings.Time);
        var viewed = new Viewed(session, _fitted, _output, _title.Write, status, panels, keepsSize: arguments.From == WatchFrom.Start);
        _fitted.Pointed = screen => Pointing.On(screen, viewed.Company, viewed.Rows);
        var desk = new ViewerDesk(viewed, _fitted, panels, shown, status, text => Copy(text, status), _prefix.Name, surroundings.Time);
        // Not on the keyboard's own thread, which is waited for at the end.
        var keys = new ViewerKeys(viewed, desk, panels, shown, status, _prefix.Name, () => leaving.CancelAsync());
        session.Draft.Refused = refusal => status.Answer(Printable.Text(refusal.Text));
        using var keyboard = terminal.HasKeys ? new Keyboard(terminal, _prefix, keys.Take, key =>
        {
            keys.Choose(key);
            return false;
        }, surroundings.Time, () => desk.Prefix.OpenKeys(keys.Actions)) : null;
        using var damper = new ResizeDamper(surroundings.Time, () => FollowWindow(session, status, panels));
        terminal.SizeChanged += damper.Take;
        damper.Take();
        if (_hasTitle)
            _title.Begin();
        ViewerScreen.Begin(_title.Write);
        terminal.EnterRawMode();
        _fitted.Begin();
        keyboard?.Open();
        ViewEnd? end = null;
        try
        {
            return end = await Watch(viewed, desk, leaving.Token);
        }
        finally
        {
            keyboard?.Dispose();
            End(isOver: end is { ExitCode: 0 });
        }
    }

    private void End(bool isOver)
    {
        _fitted.End();
        _output.End(_title.Write);
        // What it showed last is there to be read when it has ended, also where that stood on a screen that goes with it.
        if (isOver)
            _title.Write(Encoding.UTF8.GetBytes(string.Concat(_fitted.Unseen().Select(row => row + "\r\n"))));
        _title.End();
        terminal.Dispose();
    }

    private static async Task<ViewEnd?> Watch(Viewed viewed, ViewerDesk desk, CancellationToken leaving)
    {
        try
        {
            await foreach (var happened in viewed.Session.Watch(leaving))
            {
                if (viewed.Take(happened) is { } end)
                    return end;
                if (happened is WatchedEvent.RunChanged { Run.State: RunState.Ran })
                    desk.DraftRan();
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The person leaves.
        }
        return null;
    }

    /// <summary>By the terminal, and by the desktop's own program where there is one.</summary>
    private async void Copy(string text, ViewStatus status)
    {
        _title.Write(Clipboard.Copy(text));
        var isTaken = await ClipboardProgram.TryCopy(text, surroundings);
        status.Answer($"copied {text.Length} characters{(isTaken ? "" : ", where your terminal allows it")}");
    }

    private void FollowWindow(WatchedSession session, ViewStatus status, PanelBoard panels)
    {
        if (Window() is not { } window)
            return;
        _fitted.Window(window);
        panels.Redraw();
        session.Resize(Area() ?? window);
        status.Change(title => title with { Window = Area() ?? window });
    }

    private Protocol.TerminalSize? Window() => terminal.Size?.Shared();

    /// <summary>What the window has for the session.</summary>
    private Protocol.TerminalSize? Area() => Window() is { } window && HasStatus ? StatusRow.Above(window) : Window();
}
