using System.Text;
using SessionShare.Terminal;

namespace SessionShare.Cli.Painting;

/// <summary>How wide our own lines are on a terminal. They may hold looks (SGR sequences), which take no room; what others wrote was made printable before.</summary>
internal static class Cells
{
    private const char Escape = '\e';

    /// <summary>Columns that a line takes.</summary>
    public static int Width(string line)
    {
        var width = 0;
        for (var at = 0; at < line.Length; at += LengthAt(line, at))
            width += WidthAt(line, at);
        return width;
    }

    /// <summary>At most so many columns of a line, with an ellipsis where something was left out, and the looks of a reset terminal behind it.</summary>
    public static string Clip(string line, int columns)
    {
        var clipped = new StringBuilder(line.Length + 4);
        var (width, all) = (0, Width(line));
        var room = all > columns ? columns - 1 : columns;
        for (var at = 0; at < line.Length; at += LengthAt(line, at))
        {
            width += WidthAt(line, at);
            if (width > room)
                break;
            clipped.Append(line, at, LengthAt(line, at));
        }
        return clipped.Append(all > columns && columns > 0 ? "…\e[0m" : "\e[0m").ToString();
    }

    /// <summary>A line of exactly so many columns.</summary>
    public static string Fill(string line, int columns) => Clip(line, columns) + new string(' ', Math.Max(0, columns - Width(line)));

    /// <summary>Where in a line a column stands; its end where it has fewer.</summary>
    public static int At(string line, int column)
    {
        var (at, width) = (0, 0);
        for (; at < line.Length && (width += WidthAt(line, at)) <= column; at += LengthAt(line, at))
        {
        }
        return Math.Min(at, line.Length);
    }

    /// <summary>Columns of the character at a place; 0 for looks.</summary>
    public static int WidthAt(string line, int at) => line[at] == Escape ? 0 : line[at] < ' ' ? 1 : Rune.TryGetRuneAt(line, at, out var rune) ? CharacterWidth.Of(rune.Value) : 1;

    /// <summary>UTF-16 units of the character, or of the looks, at a place.</summary>
    public static int LengthAt(string line, int at)
    {
        if (line[at] != Escape)
            return char.IsHighSurrogate(line[at]) && at + 1 < line.Length ? 2 : 1;
        var end = line.IndexOf('m', at);
        return end < 0 ? line.Length - at : end - at + 1;
    }
}
