using System.Globalization;
using System.Text;
using SessionShare.Terminal;

namespace SessionShare.Cli.Painting;

/// <summary>
/// Draws a screen on a terminal of another size: on a smaller one a window onto it that follows the cursor, on a larger one with a frame around it. Draws
/// only what has changed since the last time. Mouse events are not asked for: their places would be those of another screen.
/// </summary>
internal sealed class FramePainter
{
    private const string FrameLook = "\e[0;90m";

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
    public byte[] Paint(Screen screen, int columns, int rows, Look? panel = null, string? status = null)
    {
        var paint = new StringBuilder("\e[?2026h\e[?25l");
        List<string> below = [.. panel?.Lines ?? [], .. status is null ? (string[])[] : [status]];
        if (_drawn.Count == 0 || _size != (columns, rows + below.Count))
            Begin(paint, columns, rows + below.Count);
        if (rows > 0)
            Follow(screen, columns, rows);
        for (var row = 0; row < rows; row++)
            PaintRow(paint, row, RowOf(screen, row, columns));
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

    private string RowOf(Screen screen, int row, int columns)
    {
        var text = new StringBuilder();
        var (wide, high) = (screen.Columns - _column, screen.Rows - _row);
        if (row < high)
            AppendRow(text, screen, row, Math.Min(wide, columns), columns);
        else if (row == high)
            text.Append(FrameLook).Append('─', Math.Min(screen.Columns, columns)).Append(screen.Columns < columns ? "┘" : "").Append("\e[0m");
        return text.ToString();
    }

    private void PaintRow(StringBuilder paint, int row, string line)
    {
        if (_drawn[row] == line)
            return;
        _drawn[row] = line;
        paint.Append(CultureInfo.InvariantCulture, $"\e[{row + 1};1H{line}\e[K");
    }

    private void AppendRow(StringBuilder text, Screen screen, int row, int shown, int columns)
    {
        var isFramed = screen.Columns < columns;
        var written = RowPaint.Append(text, screen, _row + row, _column, shown, trim: true);
        if (isFramed)
            text.Append(' ', shown - written).Append(FrameLook).Append("│\e[0m");
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
