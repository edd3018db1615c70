using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Servers;
using SessionShare.Cli.Sharing;
using SessionShare.Cli.UnsharedShell.Channel;
using SessionShare.Protocol;
using SessionShare.Terminal;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>A shell's life: seen by nobody else until somebody in it shares it, and again once sharing has ended; ended with its own exit code.</summary>
internal sealed class ShellRun(
    ShellArguments arguments, Surroundings surroundings, LocalTerminal terminal, ShellProgram program, ShellAddress address, ServerChoice choice)
{
    private const int BufferBytes = 64 * 1024;

    private readonly PrefixKey _prefix = arguments.Prefix is { } key ? PrefixKey.Parse(key, out _)! : new PrefixKey();
    private readonly TerminalTitle _title = new(output => terminal.Write(output));

    public async Task<int> Run(Interruption interruption)
    {
        var size = terminal.Size ?? Pty.TerminalSize.Usual;
        SayHow();
        using var pty = program.Start(size, terminal.Modes, out var failure);
        if (pty is null)
            throw new CliFailure(failure!.ExitCode, failure.Reason);
        interruption.Dispose();

        var passages = new Passages();
        using var screen = new ShellScreen(_title.Write);
        var log = new ShellLog(arguments.Keep, size.Shared(), surroundings.Time);
        await using var shares = new ShellShares(log, pty, _title.Show, choice, _prefix.Name, surroundings);
        await using var door = new ShellDoor(address, passages, surroundings.Time, new ShellAnswers(log, shares, choice, _prefix.Name).Answer);
        door.Open();
        var code = await ShowUntilExit(pty, size, new ShellTap(Marks(), passages, screen, log), log, screen, shares);
        await shares.End(Reason.SharerExited, code);
        return code;
    }

    private void SayHow() => new Speech(surroundings.Error, terminal).Line(
        $"This shell is not shared. sessionshare share inside it shares it, from a point that you choose; {_prefix.Name} asks for that point too.");

    private ShellMarks? Marks() => program.MarksNonce is { } nonce ? new ShellMarks(nonce) : null;

    /// <summary>From the first key to the last output; the terminal is as it was found before and after.</summary>
    private async Task<int> ShowUntilExit(PseudoTerminal pty, Pty.TerminalSize size, ShellTap tap, ShellLog log, ShellScreen screen, ShellShares shares)
    {
        var picker = new OuterPicker(terminal, screen, () => log.Choices(null), shares.Notice, () => [.. Picking.PickerPage.Close], shares.BeginSoon);
        using var hangUp = new HangUp(pty, surroundings.Time);
        using var keyboard = new ShellKeyboard(terminal, _prefix, () => shares.Current is not null, pty.Write, shares.Choose, picker);
        using var window = new ShellWindow(terminal, pty, log, size, surroundings.Time);
        if (TerminalTitle.Fits(terminal, surroundings.Variable("TERM")))
            _title.Begin();
        terminal.EnterRawMode();
        keyboard.Open();
        try
        {
            return await ReadUntilExit(pty, tap, hangUp);
        }
        finally
        {
            picker.Leave();
            if (pty.Exit is { IsCompletedSuccessfully: true, Result.Signal: not 0 })
                _title.Write(TerminalReset.Bytes);
            _title.End();
            keyboard.Dispose();
            terminal.Dispose();
        }
    }

    private async Task<int> ReadUntilExit(PseudoTerminal pty, ShellTap tap, HangUp hangUp)
    {
        if (program.MarksNonce is null)
            tap.StartWhole(program.CommandLine);
        await Task.Factory.StartNew(() => ReadAll(pty, tap), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var code = await hangUp.ExitCode();
        tap.End(code);
        return code;
    }

    private static void ReadAll(PseudoTerminal pty, ShellTap tap)
    {
        var buffer = new byte[BufferBytes];
        while (pty.Read(buffer) is var count and > 0)
            tap.Take(buffer.AsSpan(0, count));
    }
}
