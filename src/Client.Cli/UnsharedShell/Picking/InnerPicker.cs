using SessionShare.Cli.Panels;
using SessionShare.Cli.Pty;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell.Picking;

/// <summary>The picker as a command inside the shell shows it, on its own terminal.</summary>
internal static class InnerPicker
{
    /// <returns>The point and what anyone with the link may do; null: the person wants none.</returns>
    /// <param name="colours">Whether it may have some.</param>
    public static (StartPoint Point, Role Link)? Ask(LocalTerminal terminal, IReadOnlyList<StartChoice> choices, Role link, bool colours)
    {
        var picker = new StartPicker(choices, link);
        terminal.EnterRawMode();
        terminal.Write(PickerPage.Open);
        try
        {
            var typed = new byte[256];
            var keys = new KeyReader();
            Draw(terminal, picker, colours);
            while (terminal.ReadInput(typed) is var count and > 0)
            {
                foreach (var key in keys.Read(typed.AsSpan(0, count)))
                {
                    if (picker.Take(key) is var picked and not Picked.NotYet)
                        return picked == Picked.Chosen ? (StartPoint.Parse(picker.Choice!.From).Value!, picker.Link) : null;
                }
                Draw(terminal, picker, colours);
            }
            return null;
        }
        finally
        {
            terminal.Write(PickerPage.Close);
        }
    }

    private static void Draw(LocalTerminal terminal, StartPicker picker, bool colours)
    {
        var size = terminal.Size ?? Pty.TerminalSize.Usual;
        terminal.Write(PickerPage.Draw(picker, size.Columns, size.Rows, colours));
    }
}
