using System.Globalization;
using System.Text;
using SessionShare.Terminal;

namespace SessionShare.Cli.Painting;

/// <summary>What a screen shows as terminal output for an empty screen of the same size: text and looks, cursor and modes. Only the screen in front.</summary>
internal static class ScreenCopy
{
    public static byte[] Of(Screen screen)
    {
        var copy = new StringBuilder();
        if (screen.IsAlternate)
            copy.Append("\e[?1049h\e[H");
        var rows = LastRow(screen) + 1;
        for (var row = 0; row < rows; row++)
        {
            if (row > 0)
                copy.Append("\r\n");
            RowPaint.Append(copy, screen, row, 0, screen.Columns, trim: true);
        }
        if (screen.ScrollRegion is var (top, bottom) && (top, bottom) != (0, screen.Rows - 1))
            copy.Append(CultureInfo.InvariantCulture, $"\e[{top + 1};{bottom + 1}r");
        copy.Append(CultureInfo.InvariantCulture, $"\e[{screen.CursorRow + 1};{screen.CursorColumn + 1}H");
        ModePaint.Append(copy, screen);
        return Encoding.UTF8.GetBytes(copy.ToString());
    }

    /// <summary>The last row with anything in it, or the cursor's; -1 where all is empty.</summary>
    private static int LastRow(Screen screen)
    {
        var row = screen.Rows - 1;
        while (row > screen.CursorRow && screen.Text(row).Length == 0 && screen[row, 0].Rendition == default)
            row--;
        return row;
    }
}
