namespace SessionShare.Terminal;

/// <summary>One keyframe: first both screens with what belongs to each, then what the terminal has once, then the cursor, then what has begun.</summary>
internal sealed partial class Keyframe(Screen screen, KeyframeDetail detail)
{
    private const int LoneCombining = 0x301;

    private readonly Ink _ink = new(screen, detail);

    private Screen.ScreenInside Inside => screen.Inside;

    public byte[] Write()
    {
        WriteTitleAndColours();
        WriteScreen(Inside.Main, Inside.MainKeyboard, draw: !screen.IsAlternate || detail < KeyframeDetail.AsciiInFront);
        if (screen.IsAlternate || Inside.Alternate.Saved != default || Inside.AlternateKeyboard.IsUsed)
        {
            _ink.Pen(default);
            _ink.Csi("?1047h");
            WriteScreen(Inside.Alternate, Inside.AlternateKeyboard, draw: screen.IsAlternate);
            if (!screen.IsAlternate)
                _ink.Csi("?1047l");
        }
        WriteCharsets();
        WriteModes();
        WriteCursor();
        Inside.Parser.WriteUnfinished(_ink.Bytes);
        return [.. _ink.Bytes];
    }

    /// <summary>A reset does not touch these, so they are always said.</summary>
    private void WriteTitleAndColours()
    {
        foreach (var pushed in screen.PushedTitles)
            _ink.Text($"\e]2;{pushed}\a\e[22;2t");
        _ink.Text($"\e]2;{screen.Title}\a\e]104\a\e]110\a\e]111\a\e]112\a");
        foreach (var (number, colour) in screen.Colours.Palette)
            _ink.Text($"\e]4;{number};{ColourSpec(colour)}\a");
        for (var which = 0; which < screen.Colours.DynamicColours.Count; which++)
            if (screen.Colours.DynamicColours[which] is { } colour)
                _ink.Text($"\e]{10 + which};{ColourSpec(colour)}\a");
    }

    private static string ColourSpec(int colour) => $"rgb:{colour >> 16:x2}/{colour >> 8 & 0xff:x2}/{colour & 0xff:x2}";

    private void WriteScreen(Grid grid, KeyboardStack keyboard, bool draw)
    {
        if (draw)
        {
            new GridDrawing(_ink, screen, detail).Draw(grid);
            WriteTabs(grid);
        }
        WriteKeyboard(keyboard);
        if (grid.Saved != default)
            WriteSaved(grid);
        if (draw && (grid.ScrollTop > 0 || grid.ScrollBottom < grid.Rows - 1))
            _ink.Csi($"{grid.ScrollTop + 1};{grid.ScrollBottom + 1}r");
    }

    private void WriteTabs(Grid grid)
    {
        var usual = new TabStops(grid.Columns);
        if (Enumerable.Range(0, grid.Columns).All(column => grid.Tabs[column] == usual[column]))
            return;
        _ink.Csi("3g");
        for (var column = 0; column < grid.Columns; column++)
        {
            if (!grid.Tabs[column])
                continue;
            _ink.Move(column, 0);
            _ink.Raw("\eH"u8);
        }
    }

    private void WriteKeyboard(KeyboardStack keyboard)
    {
        if (!keyboard.IsUsed)
            return;
        var all = keyboard.Pushed.Append(keyboard.Current).ToArray();
        _ink.Csi($"={all[0]}u");
        foreach (var flags in all[1..])
            _ink.Csi($">{flags}u");
    }

    private void WriteSaved(Grid grid)
    {
        var saved = grid.Saved;
        if (saved.Charset is { } charset)
            _ink.Text($"\e({charset.Final}");
        _ink.Move(Math.Min(saved.Column, grid.Columns - 1), Math.Clamp(saved.Row - grid.ScrolledOut, 0, grid.Rows - 1));
        _ink.Pen(saved.Pen with { Link = LinkTable.None });
        _ink.Raw("\e7"u8);
        if (saved.Charset is not null)
            _ink.Raw("\e(B"u8);
    }

    private void WriteCharsets()
    {
        for (var which = 0; which < Inside.Charsets.Count; which++)
            if (Inside.Charsets[which] is { } charset)
                Designate(which, charset);
        _ink.Raw(Inside.Shift switch { 0 => ""u8, 1 => "\u000e"u8, 2 => "\en"u8, _ => "\eo"u8 });
        // A restored cursor brings its charset along without designating it.
        if (Inside.Charset != Inside.Charsets[Inside.Shift] && Inside.Charset == Inside.Active.Saved.Charset)
        {
            _ink.Raw("\e8"u8);
            _ink.Pen(default, again: true);
        }
    }

    private void Designate(int which, Charset? charset) => _ink.Text($"\e{"()*+"[which]}{charset?.Final ?? 'B'}");

    private void WriteModes()
    {
        var modes = screen.Modes;
        Private(6, modes.Origin, usual: false);
        Private(1, modes.ApplicationCursorKeys, usual: false);
        Private(66, modes.ApplicationKeypad, usual: false);
        Private(7, modes.Wraparound, usual: true);
        Private(45, modes.ReverseWraparound, usual: false);
        Private(1004, modes.FocusEvents, usual: false);
        Private(2004, modes.BracketedPaste, usual: false);
        Private(2026, modes.SynchronizedOutput, usual: false);
        if (modes.MouseTracking != MouseTracking.None)
            _ink.Csi(modes.MouseTracking switch { MouseTracking.Press => "?9h", MouseTracking.Click => "?1000h", MouseTracking.Drag => "?1002h", _ => "?1003h" });
        if (modes.MouseEncoding != MouseEncoding.Default)
            _ink.Csi(modes.MouseEncoding == MouseEncoding.Sgr ? "?1006h" : "?1016h");
        if (modes.CursorShape != CursorShape.Default)
            _ink.Csi($"{(((int)modes.CursorShape - 1) * 2) + (modes.CursorShapeBlinks ? 1 : 2)} q");
        else if (modes.CursorShapeBlinks)
            _ink.Csi("7 q");
        // A reset of xterm.js leaves these as they are.
        _ink.Csi(modes.NewLine ? "20h" : "20l");
        _ink.Csi(modes.CursorBlink ? "?12h" : "?12l");
        _ink.Csi(modes.CursorVisible ? "?25h" : "?25l");
    }

    private void Private(int mode, bool on, bool usual)
    {
        if (on != usual)
            _ink.Csi($"?{mode}{(on ? 'h' : 'l')}");
    }
}
