using SessionShare.Cli.Pty;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell.Picking;

/// <summary>The picker as a command inside the shell shows it, on its own terminal.</summary>
internal static class InnerPicker
{
    /// <returns>The point and what anyone with the link may do; null: the person wants none.</returns>
    public static (StartPoint Point, Role Link)? Ask(LocalTerminal terminal, IReadOnlyList<StartChoice> choices, Role link)
    {
        var picker = new StartPicker(choices, link);
        terminal.EnterRawMode();
        terminal.Write(PickerPage.Open);
        try
        {
            var typed = new byte[256];
            Draw(terminal, picker);
            while (terminal.ReadInput(typed) is var count and > 0)
            {
                switch (picker.Take(typed.AsSpan(0, count)))
                {
                    case Picked.Chosen:
                        return (StartPoint.Parse(picker.Choice!.From).Value!, picker.Link);
                    case Picked.Nothing:
                        return null;
                    default:
                        Draw(terminal, picker);
                        break;
                }
            }
            return null;
        }
        finally
        {
            terminal.Write(PickerPage.Close);
        }
    }

    private static void Draw(LocalTerminal terminal, StartPicker picker)
    {
        var size = terminal.Size ?? Pty.TerminalSize.Usual;
        terminal.Write(PickerPage.Draw(picker, size.Columns, size.Rows));
    }
}
