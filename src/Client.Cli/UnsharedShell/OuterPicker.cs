using System.Text;
using SessionShare.Cli.Pty;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Cli.UnsharedShell.Picking;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>The picker that the prefix key opens over whatever runs in an unshared shell. Keys come from one thread.</summary>
/// <param name="choices">The points to choose from, as they are now.</param>
/// <param name="notice">What the first share to the server has to tell; empty: it was told.</param>
/// <param name="restore">What brings the program's screen back as it was.</param>
/// <param name="chosen">Shares from a point on; what anyone with the link may do.</param>
internal sealed class OuterPicker(
    LocalTerminal terminal,
    ShellScreen screen,
    Func<IReadOnlyList<StartChoice>> choices,
    Func<IReadOnlyList<string>> notice,
    Func<byte[]> restore,
    Action<StartPoint, Role> chosen)
{
    private StartPicker? _picker;
    private bool _asking;

    public bool IsOpen => _picker is not null;

    public void Open()
    {
        if (!screen.Open(PickerPage.Open))
            return;
        (_picker, _asking) = (new StartPicker(choices(), Role.None), false);
        terminal.SizeChanged += Draw;
        Draw();
    }

    public void Take(ReadOnlySpan<byte> typed)
    {
        if (_picker is not { } picker)
            return;
        if (_asking)
        {
            var yes = typed[0] is (byte)'y' or (byte)'Y';
            Leave();
            if (yes)
                Choose(picker);
            return;
        }
        switch (picker.Take(typed))
        {
            case Picked.Chosen when notice() is { Count: > 0 } lines:
                _asking = true;
                screen.Draw(Encoding.UTF8.GetBytes($"\e[H\e[2J{string.Join("\r\n", lines)}\r\n\r\nShare? [y/N] "));
                break;
            case Picked.Chosen:
                Leave();
                Choose(picker);
                break;
            case Picked.Nothing:
                Leave();
                break;
            default:
                Draw();
                break;
        }
    }

    /// <summary>Closes it; nothing was chosen.</summary>
    public void Leave()
    {
        if (_picker is null)
            return;
        terminal.SizeChanged -= Draw;
        _picker = null;
        screen.Close(restore());
    }

    private void Choose(StartPicker picker) => chosen(StartPoint.Parse(picker.Choice!.From).Value!, picker.Link);

    private void Draw()
    {
        if (_picker is not { } picker || _asking)
            return;
        var size = terminal.Size ?? Pty.TerminalSize.Usual;
        screen.Draw(PickerPage.Draw(picker, size.Columns, size.Rows));
    }
}
