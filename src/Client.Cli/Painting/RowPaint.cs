using System.Text;
using SessionShare.Terminal;

namespace SessionShare.Cli.Painting;

/// <summary>A part of a row of a screen as terminal output: its characters with their looks, as many columns as it has.</summary>
internal static class RowPaint
{
    /// <summary>Puts the part into <paramref name="to"/>, ending with the pen of a reset terminal.</summary>
    /// <param name="trim">Leaves out what is empty at the end.</param>
    /// <returns>Columns written.</returns>
    public static int Append(StringBuilder to, Screen screen, int row, int column, int columns, bool trim)
    {
        var pen = new Pen(to, screen.LinkOf);
        var last = trim ? Filled(screen, row, column, columns) - 1 : columns - 1;
        for (var at = 0; at <= last; at++)
        {
            var cell = screen[row, column + at];
            // Half a wide character at either edge shows as a space.
            var isCut = cell.Width == 0 && at == 0 || cell.Width == 2 && at == columns - 1;
            if (cell.Width == 0 && !isCut)
                continue;
            pen.Write(isCut || cell.Characters.Length == 0 ? " " : cell.Characters, cell.Rendition);
        }
        pen.PutDown();
        return last + 1;
    }

    /// <summary>Columns of a part up to the last that is not empty.</summary>
    public static int Filled(Screen screen, int row, int column, int columns)
    {
        var last = columns - 1;
        while (last >= 0 && screen[row, column + last] is { Characters.Length: 0, Width: 1 } cell && cell.Rendition == default)
            last--;
        return last + 1;
    }

    /// <summary>Its characters without their looks, as many columns as it has.</summary>
    public static string Text(Screen screen, int row, int column, int columns)
    {
        var text = new StringBuilder();
        for (var at = 0; at < columns; at++)
        {
            var cell = screen[row, column + at];
            var isCut = cell.Width == 0 && at == 0 || cell.Width == 2 && at == columns - 1;
            if (cell.Width > 0 || isCut)
                text.Append(isCut || cell.Characters.Length == 0 ? " " : cell.Characters);
        }
        return text.ToString();
    }
}
