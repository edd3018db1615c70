using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Painting;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Redacting;
using SessionShare.Cli.Servers;
using SessionShare.Cli.Sharing;
using SessionShare.Cli.UnsharedShell.Channel;
using SessionShare.Protocol;
using SessionShare.Terminal;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>A shell's life: seen by nobody else until somebody in it shares it, and again once sharing has ended; ended with its own exit code.</summary>
internal sealed class ShellRun(
    ShellArguments arguments, Surroundings surroundings, LocalTerminal terminal, ShellProgram program, ShellAddress address, ServerChoice choice, Redaction redaction)
{
    private readonly PrefixKey _prefix = arguments.Prefix is { } key ? PrefixKey.Parse(key, out _)! : new PrefixKey();
    private readonly Hands _hands = new(surroundings.Time);
    private readonly bool _hasStatus = arguments.HasStatus && TerminalTitle.Fits(terminal, surroundings.Variable("TERM"));

    public async Task<int> Run(Interruption interruption)
    {
        var size = Area(terminal.Size ?? Pty.TerminalSize.Usual);
        var screen = new OwnScreen(terminal, size, _hasStatus, surroundings);
        if (!surroundings.IsQuiet)
            screen.Say($"This shell is not shared. sessionshare share inside it shares it, from a point that you choose; {_prefix.Name} asks for that point too.");
        using var pty = program.Start(size, terminal.Modes, out var failure);
        if (pty is null)
            throw new CliFailure(failure!.ExitCode, failure.Reason);
        interruption.Dispose();

        var passages = new Passages();
        var log = new ShellLog(arguments.Keep, size.Shared(), surroundings.Time);
        await using var shares = new ShellShares(log, pty, screen, choice, _prefix.Name, _hands, redaction, surroundings);
        redaction.Hidden = count => shares.Current?.Status.Hidden(count);
        await using var door = new ShellDoor(address, passages, surroundings.Time, new ShellAnswers(log, shares, _hands, choice, _prefix.Name).Answer);
        door.Open();
        var code = await ShowUntilExit(pty, passages, log, screen, shares);
        await shares.End(Reason.SharerExited, code);
        return code;
    }

    private ShellMarks? Marks() => program.MarksNonce is { } nonce ? new ShellMarks(nonce) : null;

    /// <summary>From the first key to the last output; the terminal is as it was found before and after.</summary>
    private async Task<int> ShowUntilExit(PseudoTerminal pty, Passages passages, ShellLog log, OwnScreen screen, ShellShares shares)
    {
        var picker = new OuterPicker(screen.Panels!, () => log.Choices(null), shares.Notice, shares.BeginSoon);
        using var hangUp = new HangUp(pty, surroundings.Time);
        using var keyboard = new ShellKeyboard(terminal, _prefix, () => shares.Current is not null, bytes => Type(pty, screen, bytes), shares.Choose, picker, surroundings.Time, shares.Hesitate);
        using var window = new ProgramSize(terminal, terminal.Size ?? Pty.TerminalSize.Usual, Area, () => shares.Current?.Followed, (now, own) => Resize(pty, log, screen, now, own), surroundings.Time);
        shares.FollowEditors = window.Take;
        screen.Begin();
        keyboard.Open();
        try
        {
            return await ReadUntilExit(pty, passages, log, screen, hangUp);
        }
        finally
        {
            screen.End(died: pty.Exit is { IsCompletedSuccessfully: true, Result.Signal: not 0 });
            keyboard.Dispose();
            terminal.Dispose();
        }
    }

    private Pty.TerminalSize Area(Pty.TerminalSize window) => _hasStatus && window.Rows >= StatusRow.LeastRows ? window with { Rows = window.Rows - 1 } : window;

    private bool Type(PseudoTerminal pty, OwnScreen screen, ReadOnlySpan<byte> bytes)
    {
        screen.Panels!.Take(ref bytes);
        if (bytes.IsEmpty)
            return true;
        _hands.Own(bytes);
        return pty.Write(bytes);
    }

    /// <summary>The log first: what the program draws for the new size comes behind it.</summary>
    private static void Resize(PseudoTerminal pty, ShellLog log, OwnScreen screen, Pty.TerminalSize size, Pty.TerminalSize window)
    {
        log.Resize(size.Shared());
        screen.Resize(size, window);
        pty.Resize(size);
    }

    private void Prompt(ShellLog log)
    {
        _hands.Prompt();
        log.Prompt();
    }

    private async Task<int> ReadUntilExit(PseudoTerminal pty, Passages passages, ShellLog log, OwnScreen screen, HangUp hangUp)
    {
        var blocks = new CommandBlocks(started => log.Start(redaction.Block(started) with { RanBy = _hands.Started() }), log.End);
        var directory = Directory.GetCurrentDirectory();
        var source = new CommandBlocksSource(
            blocks, () => blocks.Start(program.CommandLine, directory), program.MarksNonce is not null, surroundings.Time, static _ => { });
        var tap = new OutputTap(Marks(), passages, screen.Write, log.Output, blocks, source, () => Prompt(log), _hands.Line, redaction);
        source.Begin();
        await tap.TakeAll(pty);
        var code = await hangUp.ExitCode();
        tap.End(code);
        return code;
    }
}
