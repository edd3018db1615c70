using System.Globalization;
using SessionShare.Terminal;

namespace SessionShare.Cli.Painting;

/// <summary>
/// A terminal's last row, kept for a line of our own below a program that is told of one row less (docs/decisions/0026). Margins keep the program out of it; a model of the program's screen says how to leave
/// everything as the program has it. Not for several threads at once.
/// </summary>
internal sealed class StatusRow
{
    /// <summary>A lower terminal keeps all its rows for the program.</summary>
    public const int LeastRows = 6;

    private readonly BeyondRows _beyond = new();
    private string _text = "";
    private bool _isDue = true;

    public delegate void Output(ReadOnlySpan<byte> bytes);

    /// <summary>What of a window is left for the program.</summary>
    public static Protocol.TerminalSize Above(Protocol.TerminalSize window) => window.Rows < LeastRows ? window : window with { Rows = window.Rows - 1 };

    /// <summary>What stands in it.</summary>
    public string Text
    {
        get => _text;
        set
        {
            _isDue |= value != _text;
            _text = value;
        }
    }

    /// <summary>The program's output: to the model, to the terminal, and what must be said behind it.</summary>
    public void Pass(ReadOnlySpan<byte> output, Screen screen, Output terminal, Output own)
    {
        _beyond.Rows = screen.Rows;
        while (_beyond.TryRead(ref output, out var piece, out var reach))
        {
            screen.Write(piece);
            terminal(piece);
            _isDue |= reach != Reach.None;
            if (reach == Reach.Moved)
                own(Bytes($"{Margins(screen)}{Place(screen)}"));
        }
    }

    /// <summary>It has to be drawn anew: the terminal was emptied.</summary>
    public void Lost() => _isDue = true;

    /// <summary>Margins, cursor and looks as the program has them, and the row, where that is due and the program is not in the middle of something.</summary>
    public void Draw(Screen screen, int columns, Output own)
    {
        if (!_isDue || !screen.IsBetween || screen.IsWrapPending || screen.Modes.Origin || !screen.HasPlainCharset || screen.Pen.Link != 0)
            return;
        _isDue = false;
        own(Bytes($"\e[?25l{Margins(screen)}\e[{screen.Rows + 1};1H\e[0m{Cells.Clip(Text, columns - 1)}\e[K\e[{Pen.Sgr(screen.Pen)}m{Place(screen)}{Visible(screen)}"));
    }

    /// <summary>The terminal is the program's alone again.</summary>
    /// <param name="row">The terminal's last, from 1.</param>
    public static byte[] Away(Screen screen, int row) => Bytes($"\e[r\e[?6l\e[{row};1H\e[0m\e[K\e[{Pen.Sgr(screen.Pen)}m{Place(screen)}{Visible(screen)}");

    private static string Margins(Screen screen) => string.Create(CultureInfo.InvariantCulture, $"\e[{screen.ScrollRegion.Top + 1};{screen.ScrollRegion.Bottom + 1}r");

    private static string Place(Screen screen) => string.Create(
        CultureInfo.InvariantCulture, $"\e[{screen.CursorRow - (screen.Modes.Origin ? screen.ScrollRegion.Top : 0) + 1};{screen.CursorColumn + 1}H");

    private static string Visible(Screen screen) => screen.Modes.CursorVisible ? "\e[?25h" : "\e[?25l";

    private static byte[] Bytes(FormattableString text) => System.Text.Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture));
}
