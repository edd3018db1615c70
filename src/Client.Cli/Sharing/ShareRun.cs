using SessionShare.Cli.Access;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Drafting;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Redacting;
using SessionShare.Cli.Sessions;
using SessionShare.Cli.UnsharedShell;
using SessionShare.Client;
using SessionShare.Protocol;
using SessionShare.Terminal;

namespace SessionShare.Cli.Sharing;

/// <summary>A shared program's life: started once the session stands, shown here and shared, ended with its own exit code.</summary>
/// <param name="memory">Disposed when sharing is over: there is nothing left to go on with.</param>
/// <param name="redaction">Hides secrets from others.</param>
internal sealed class ShareRun(
    ShareArguments arguments,
    Surroundings surroundings,
    LocalTerminal terminal,
    SharedProgram program,
    SharedSession session,
    Servers.Gateway gateway,
    ServerCare care,
    IDisposable memory,
    Redaction redaction)
{
    /// <summary>After so long without everything being stored, the person is told what we wait for.</summary>
    private static readonly TimeSpan SilentWait = TimeSpan.FromSeconds(1);

    private readonly PrefixKey _prefix = arguments.Prefix is { } key ? PrefixKey.Parse(key, out _)! : new PrefixKey();
    private readonly Hands _hands = new(surroundings.Time);
    private OwnScreen _screen = null!;
    private Approval? _approval;
    private Action? _rosterChanged;

    public async Task<int> Run(Pty.TerminalSize size, Interruption interruption)
    {
        _screen = new OwnScreen(terminal, size, arguments.HasStatusLine(terminal, surroundings), surroundings);
        var report = Report();
        report.Shared(session.Id, session.Link);
        using var pty = program.Start(session.Id, size, terminal.Modes, out var failure);
        var code = pty is null ? await SayFailure(failure!) : await Run(pty, size, report, interruption);
        report.ScreenFree();
        return code;
    }

    private IShareReport Report()
    {
        if (arguments.Json)
            return new JsonReport(surroundings.Output, arguments);
        if (terminal.HasScreen)
            terminal.Write(Clipboard.Copy(session.Link));
        return new TextReport(_screen.Say, arguments, terminal.HasScreen, terminal.HasKeys ? _prefix.Name : null, program.IsShell, program.SilentShell, tellsNotices: !terminal.HasScreen && !surroundings.IsQuiet, surroundings.IsQuiet);
    }

    private async Task<int> SayFailure(StartFailure failure)
    {
        _screen.SayAll();
        surroundings.Error.WriteLine(Printable.Text(failure.Reason));
        await session.End(Reason.SharerExited, failure.ExitCode, CancellationToken.None);
        return failure.ExitCode;
    }

    private async Task<int> Run(PseudoTerminal pty, Pty.TerminalSize size, IShareReport report, Interruption interruption)
    {
        // The program may signal us as soon as it runs; at no moment does nobody listen, or we would die with the session left behind.
        using var hangUp = new HangUp(pty, surroundings.Time);
        interruption.LetGo(hangUp.Begin);
        if (interruption.ExitCode is { } interrupted)
            hangUp.Begin(interrupted - 128);
        await using var inside = new SharedShell(arguments, session, program.Address, terminal.HasKeys ? _prefix.Name : null, _hands, surroundings.Time);
        inside.Open();
        var feed = new SessionFeed(session);
        // First of all frames, so that who replays the log from its start knows the size that the first output was made for.
        feed.Resize(size.Shared());
        using var status = new ShareStatus(_screen.Title, session.Roster, surroundings.Time, _screen.Line) { IsSilent = surroundings.IsQuiet };
        redaction.Hidden = count =>
        {
            status.Hidden(count);
            report.Hidden(count);
        };
        _approval = arguments.Approve ? new Approval(_hands.Line) : null;
        using var door = new TypingDoor(() => session.Roster, _hands, bytes => pty.Write(bytes.Span), () => feed.IsPaused, _approval);
        await using var runs = new RunDoor(() => session.Roster, _hands, bytes => pty.Write(bytes.Span), session.RunAnswered, status, () => feed.IsPaused, _approval, surroundings.Time);
        var hold = new TypingHold(_approval, () => feed.IsPaused, session.HoldTyping);
        hold.Look();
        var watch = new SessionWatch(session, feed, door, status, report, care, Over, () => _rosterChanged?.Invoke(), runs);
        void Over()
        {
            inside.Over();
            memory.Dispose();
        }

        using var done = new CancellationTokenSource();
        door.Open();
        var following = watch.Follow(done.Token);
        var invitations = new SharedWithMe(gateway, surroundings, invited =>
        {
            status.Answer(SharedWithMe.Sentence(invited));
            report.SharedWithMe(invited);
        }).Follow(done.Token);

        var control = new ControlKeys(session.Id, gateway, status, door);
        int code;
        await using (var desk = Desk(feed, status, control))
        {
            var menu = desk is null ? null : new ShareMenu(_prefix.Name, () => session.Link, status, control, desk, () => watch.End(Reason.SharerStopped, null), _approval, hold);
            code = await ShowUntilExit(pty, feed, menu, hangUp, inside, quality =>
            {
                status.Blocks(quality);
                report.Blocks(quality);
            });
        }

        await Settle(watch.End(Reason.SharerExited, code));
        await done.CancelAsync();
        await following;
        await invitations;
        return code;
    }

    private ShareDesk? Desk(SessionFeed feed, ShareStatus status, ControlKeys control) => _screen.Panels is not { } panels ? null : new ShareDesk(
        _prefix.Name, session.Id, () => session.Link, () => session.Roster, gateway, panels, OwnDraft.Of(session.Id, gateway, panels, status, redaction, surroundings), status, control, feed, _screen.Copy);

    /// <summary>From the first key to the last output; the terminal is as it was found before and after.</summary>
    private async Task<int> ShowUntilExit(PseudoTerminal pty, SessionFeed feed, ShareMenu? menu, HangUp hangUp, SharedShell inside, Action<BlockQuality> tell)
    {
        using var keyboard = menu is null ? null : new Keyboard(terminal, _prefix, bytes => Type(pty, bytes), menu.Choose, surroundings.Time, menu.Hesitate);
        using var window = new ProgramSize(
            terminal.HasKeys ? terminal : null,
            terminal.Size ?? Pty.TerminalSize.Usual,
            own => arguments.OwnArea(own, terminal, surroundings),
            () => arguments.FollowEditors ? session.Roster : null,
            (now, own) => Resize(pty, feed, now, own),
            surroundings.Time);
        _rosterChanged = window.Take;
        _screen.Begin();
        keyboard?.Open();
        try
        {
            return await ReadUntilExit(pty, feed, inside, hangUp, tell);
        }
        finally
        {
            _screen.End(died: pty.Exit is { IsCompletedSuccessfully: true, Result.Signal: not 0 });
            keyboard?.Dispose();
            terminal.Dispose();
        }
    }

    private bool Type(PseudoTerminal pty, ReadOnlySpan<byte> bytes)
    {
        _screen.Panels?.Take(ref bytes);
        if (bytes.IsEmpty)
            return true;
        _hands.Own(bytes);
        return pty.Write(bytes);
    }

    /// <summary>The session first: what the program draws for the new size comes behind it.</summary>
    private void Resize(PseudoTerminal pty, SessionFeed feed, Pty.TerminalSize size, Pty.TerminalSize window)
    {
        feed.Resize(size.Shared());
        _screen.Resize(size, window);
        pty.Resize(size);
    }

    private async Task<int> ReadUntilExit(PseudoTerminal pty, SessionFeed feed, SharedShell inside, HangUp hangUp, Action<BlockQuality> tell)
    {
        Action<BlockStart> start = feed.BlockStart;
        Action<BlockEnd> end = feed.BlockEnd;
        var blocks = new CommandBlocks(started => (start + inside.BlockStart)(redaction.Block(started) with { RanBy = _hands.Started() }), end + inside.BlockEnd + (_ => _hands.Line.Ended()), session.NextBlock);
        var directory = Directory.GetCurrentDirectory();
        var source = new CommandBlocksSource(
            blocks, () => blocks.Start(program.CommandLine, directory), program.MarksNonce is not null, surroundings.Time, tell);
        Screen told = output =>
        {
            feed.Output(output);
            inside.Output(output.Length);
        };
        var tap = new OutputTap(program.MarksNonce is { } nonce ? new ShellMarks(nonce) : null, inside.Passages, Shown(), told, blocks, source, _hands.Prompt, _hands.Line, redaction);
        source.Begin();
        await tap.TakeAll(pty);
        var code = await hangUp.ExitCode();
        tap.End(code);
        return code;
    }

    /// <summary>Standard output carries JSON lines where it is no terminal and keys come from none either; then nobody sees the screen here.</summary>
    private Screen Shown() => arguments.Json && !terminal.HasKeys ? static _ => { } : _screen.Write;

    private async Task Settle(Task end)
    {
        if (await Task.WhenAny(end, Task.Delay(SilentWait, surroundings.Time)) != end && !arguments.Json)
            surroundings.Notes.WriteLine("Saving the last output...");
        await end;
    }
}
