using System.Globalization;
using System.Text;
using SessionShare.Terminal;

namespace SessionShare.Cli.Painting;

/// <summary>
/// Draws a screen on a terminal of another size: on a smaller one a window onto it that follows the cursor, on a larger one with a frame around it. Draws
/// only what has changed since the last time. Mouse events are not asked for: their places would be those of another screen.
/// </summary>
/// <param name="colours">Whether the frame has one.</param>
internal sealed class FramePainter(bool colours = true)
{
    private readonly string _frameLook = colours ? "\e[0;90m" : "\e[0m";

    private readonly List<string?> _drawn = [];
    private (int Columns, int Rows) _size;
    private int _column;
    private int _row;
    private string _title = "";
    private string _modes = "";

    /// <summary>Draws everything anew the next time.</summary>
    public void Forget() => _drawn.Clear();

    /// <param name="columns">The terminal's.</param>
    /// <param name="rows">Of the terminal's those that are for the screen.</param>
    /// <param name="panel">What stands below them.</param>
    /// <param name="status">What stands in the row below that.</param>
    /// <param name="pointed">What others point at.</param>
    public byte[] Paint(Screen screen, int columns, int rows, Look? panel = null, string? status = null, IReadOnlyList<Highlight>? pointed = null)
    {
        var paint = new StringBuilder("\e[?2026h\e[?25l");
        List<string> below = [.. panel?.Lines ?? [], .. status is null ? (string[])[] : [status]];
        if (_drawn.Count == 0 || _size != (columns, rows + below.Count))
            Begin(paint, columns, rows + below.Count);
        if (rows > 0)
            Follow(screen, columns, rows);
        for (var row = 0; row < rows; row++)
            PaintRow(paint, row, RowOf(screen, row, columns, pointed ?? []));
        for (var row = 0; row < below.Count; row++)
            PaintRow(paint, rows + row, Cells.Clip(below[row], columns));
        TakeTitle(paint, screen);
        TakeModes(paint, screen, panel?.TakesKeys == true);
        if (panel?.Cursor is { } cursor)
            paint.Append(CultureInfo.InvariantCulture, $"\e[{rows + cursor.Row + 1};{cursor.Column + 1}H\e[?25h");
        else if (panel?.TakesKeys != true)
            Place(paint, screen);
        paint.Append("\e[?2026l");
        return Encoding.UTF8.GetBytes(paint.ToString());
    }

    private void Begin(StringBuilder paint, int columns, int rows)
    {
        paint.Append("\e[0m\e[?6l\e[r\e[?7l\e[4l\e[2J");
        _size = (columns, rows);
        _drawn.Clear();
        _drawn.AddRange(Enumerable.Repeat<string?>(null, rows));
        _modes = "";
    }

    /// <summary>The window moves as little as it must for the cursor to stand in it.</summary>
    private void Follow(Screen screen, int columns, int rows)
    {
        _column = Moved(_column, screen.CursorColumn, columns, screen.Columns);
        _row = Moved(_row, screen.CursorRow, rows, screen.Rows);
    }

    private static int Moved(int first, int cursor, int shown, int all) =>
        Math.Clamp(Math.Clamp(first, cursor - shown + 1, cursor), 0, Math.Max(0, all - shown));

    private string RowOf(Screen screen, int row, int columns, IReadOnlyList<Highlight> pointed)
    {
        var text = new StringBuilder();
        var (wide, high) = (screen.Columns - _column, screen.Rows - _row);
        if (row < high)
            AppendRow(text, screen, row, Math.Min(wide, columns), columns, [.. pointed.Where(one => one.Row == _row + row)]);
        else if (row == high)
            text.Append(_frameLook).Append('─', Math.Min(screen.Columns, columns)).Append(screen.Columns < columns ? "┘" : "").Append("\e[0m");
        return text.ToString();
    }

    private void PaintRow(StringBuilder paint, int row, string line)
    {
        if (_drawn[row] == line)
            return;
        _drawn[row] = line;
        paint.Append(CultureInfo.InvariantCulture, $"\e[{row + 1};1H{line}\e[K");
    }

    private void AppendRow(StringBuilder text, Screen screen, int row, int shown, int columns, List<Highlight> pointed)
    {
        var isFramed = screen.Columns < columns;
        var written = pointed.Count == 0 ? RowPaint.Append(text, screen, _row + row, _column, shown, trim: true) : AppendPointed(text, screen, _row + row, shown, pointed);
        if (isFramed)
            text.Append(' ', shown - written).Append(_frameLook).Append("│\e[0m");
    }

    private int AppendPointed(StringBuilder text, Screen screen, int row, int shown, List<Highlight> pointed)
    {
        var filled = RowPaint.Filled(screen, row, _column, shown);
        var at = 0;
        foreach (var one in pointed.OrderBy(one => one.From))
        {
            var from = Math.Clamp(one.From - _column, at, shown);
            var to = Math.Clamp(Math.Min(one.To - _column, Math.Max(filled, from + 1)), from, shown);
            RowPaint.Append(text, screen, row, _column + at, from - at, trim: false);
            text.Append(colours ? PersonColour.Sgr(one.Person) : "\e[7m").Append(RowPaint.Text(screen, row, _column + from, to - from)).Append("\e[0m");
            at = to;
        }
        at += RowPaint.Append(text, screen, row, _column + at, shown - at, trim: true);
        foreach (var person in pointed.Where(one => one.IsNamed).Select(one => one.Person).Distinct())
        {
            var name = $" {PersonColour.Chip(person)}";
            if (at + Cells.Width(name) > shown)
                break;
            text.Append(colours ? name : NoColour.Of(name));
            at += Cells.Width(name);
        }
        return at;
    }

    private void TakeTitle(StringBuilder paint, Screen screen)
    {
        if (screen.Title == _title)
            return;
        _title = screen.Title;
        paint.Append("\e]2;").Append(CommandLine.Printable.Text(_title)).Append('\a');
    }

    /// <summary>What changes which bytes keys send: keys go to the program, or to a panel of ours.</summary>
    private void TakeModes(StringBuilder paint, Screen screen, bool isOurs)
    {
        var modes = screen.Modes;
        var now = isOurs ? "\e[?1l\e[?2004h\e>\e[=0;1u" : string.Create(
            CultureInfo.InvariantCulture,
            $"\e[?1{On(modes.ApplicationCursorKeys)}\e[?2004{On(modes.BracketedPaste)}\e{(modes.ApplicationKeypad ? '=' : '>')}\e[={screen.KeyboardFlags};1u");
        if (now == _modes)
            return;
        _modes = now;
        paint.Append(now);
    }

    private static char On(bool on) => on ? 'h' : 'l';

    private void Place(StringBuilder paint, Screen screen)
    {
        var (column, row) = (screen.CursorColumn - _column, screen.CursorRow - _row);
        paint.Append(CultureInfo.InvariantCulture, $"\e[{row + 1};{column + 1}H");
        if (screen.Modes.CursorVisible)
            paint.Append("\e[?25h");
    }
}
