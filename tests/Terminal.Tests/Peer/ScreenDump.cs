using System.Text;

namespace SessionShare.Terminal.Tests.Peer;

/// <summary>Everything that a screen shows and keeps, in the same words as xterm/peer.mjs writes them.</summary>
internal static class ScreenDump
{
    private const string Probes = "#@[q~";

    public static string Of(Screen screen, bool deep)
    {
        var inner = screen.Inside;
        var modes = screen.Modes;
        List<string> lines =
        [
            $"size {screen.Columns}x{screen.Rows}",
            $"cursor {inner.Active.X},{inner.Active.Y} {(modes.CursorVisible ? "visible" : "hidden")} shape {(int)modes.CursorShape} {(modes.CursorShapeBlinks ? "blinks" : "steady")}",
            $"blink {(modes.CursorBlink ? "true" : "false")}",
            "modes " + string.Concat(((bool[])[modes.ApplicationCursorKeys, modes.ApplicationKeypad, modes.BracketedPaste, modes.Insert, modes.NewLine, modes.Origin, modes.Wraparound,
                modes.ReverseWraparound, modes.FocusEvents, modes.SynchronizedOutput]).Select(on => on ? '1' : '0')),
            $"mouse {modes.MouseTracking switch { MouseTracking.None => "NONE", MouseTracking.Press => "X10", MouseTracking.Click => "VT200", MouseTracking.Drag => "DRAG", _ => "ANY" }} "
                + modes.MouseEncoding switch { MouseEncoding.Default => "DEFAULT", MouseEncoding.Sgr => "SGR", _ => "SGR_PIXELS" },
            $"region {inner.Active.ScrollTop}-{inner.Active.ScrollBottom}",
            $"pen {Look(inner.Pen)}",
            $"charsets {inner.Shift} {Text(inner.Charset)} {string.Join(' ', inner.Charsets.Select(Text))}",
            $"joins {inner.LastWidth}",
            $"saved main {Saved(inner.Main)}",
            $"saved alternate {Saved(inner.Alternate)}",
            $"tabs main {Tabs(inner.Main)}",
            $"tabs alternate {Tabs(inner.Alternate)}",
            $"title {screen.Title}",
            $"shown {(screen.IsAlternate ? "alternate" : "main")}",
            $"scrolled {inner.Main.ScrolledOut}",
        ];
        Add(lines, "main", inner.Main, screen, deep);
        if (screen.IsAlternate)
            Add(lines, "alternate", inner.Alternate, screen, deep);
        return string.Join('\n', lines);
    }

    private static void Add(List<string> lines, string name, Grid grid, Screen screen, bool deep)
    {
        for (var y = 0; y < grid.Rows; y++)
            lines.Add($"{name} {y,3} {RowText(grid.Row(y), screen, deep)}");
    }

    private static string RowText(Row row, Screen screen, bool deep)
    {
        var text = new StringBuilder(row.IsWrapped ? "+" : " ");
        var before = "";
        var wide = false;
        for (var column = 0; column < row.Columns; column++)
        {
            var cell = screen.Inside.Read(row[column]);
            var now = Look(cell.Rendition) + (deep ? DeepLook(cell.Rendition, screen) : "");
            if (now != before)
                text.Append($"[{now}]");
            before = now;
            text.Append((cell.Width, cell.Characters) switch
            {
                (2, _) => $"«{cell.Characters}»",
                (1, "") => "␠",
                (1, _) => cell.Characters,
                (_, "") => wide ? "" : "␠",
                _ => $"°{cell.Characters}",
            });
            wide = cell.Width == 2;
        }
        return text.ToString();
    }

    private static string Look(Rendition rendition)
    {
        int[] bits =
        [
            Bit(Styles.Bold, 0), Bit(Styles.Dim, 1), Bit(Styles.Italic, 2), Bit(Styles.Blink, 3), Bit(Styles.Inverse, 4), Bit(Styles.Invisible, 5), Bit(Styles.Strikethrough, 6),
            Bit(Styles.Overline, 7), rendition.Underline != Underline.None ? 256 : 0, rendition.Protected ? 512 : 0,
        ];
        return $"{rendition.Foreground.Bits},{rendition.Background.Bits},{bits.Sum()}";

        int Bit(Styles style, int bit) => rendition.Styles.HasFlag(style) ? 1 << bit : 0;
    }

    private static string DeepLook(Rendition rendition, Screen screen)
    {
        var underlined = rendition.Underline != Underline.None && rendition.Link == 0;
        return $",{(underlined ? (int)rendition.Underline : 0)},{(underlined ? rendition.UnderlineColour.Bits : 0)},{screen.LinkOf(rendition.Link)?.Address}";
    }

    private static string Text(Charset? charset) => charset is null ? Probes : string.Concat(Probes.Select(probe => (char)charset.Translate(probe)));

    private static string Saved(Grid grid) =>
        $"{Math.Min(grid.Saved.Column, grid.Columns - 1)},{Math.Max(grid.Saved.Row - grid.ScrolledOut, 0)} {Look(grid.Saved.Pen)} {Text(grid.Saved.Charset)}";

    private static string Tabs(Grid grid) => string.Join(',', Enumerable.Range(0, grid.Columns).Where(column => grid.Tabs[column]));
}
