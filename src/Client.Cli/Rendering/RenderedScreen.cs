using SessionShare.Terminal;

namespace SessionShare.Cli.Rendering;

/// <summary>A screen as JSON.</summary>
/// <param name="Screen"><c>main</c> or <c>alternate</c>.</param>
/// <param name="Title">The window's title, where the program has set one.</param>
/// <param name="Rows">Each row's text, without the spaces at its end.</param>
internal sealed record RenderedScreen(
    RenderedSize Size, RenderedCursor Cursor, string Screen, string? Title, RenderedRegion ScrollRegion, RenderedModes Modes, int KeyboardFlags, IReadOnlyList<string> Rows)
{
    public static RenderedScreen Of(Screen screen)
    {
        var modes = screen.Modes;
        return new(
            new(screen.Columns, screen.Rows),
            new(screen.CursorColumn, screen.CursorRow, screen.IsWrapPending, modes.CursorVisible, Word(modes.CursorShape), modes.CursorShape == CursorShape.Default ? modes.CursorBlink : modes.CursorShapeBlinks),
            screen.IsAlternate ? "alternate" : "main",
            screen.Title.Length > 0 ? screen.Title : null,
            new(screen.ScrollRegion.Top, screen.ScrollRegion.Bottom),
            RenderedModes.Of(modes),
            screen.KeyboardFlags,
            [.. Enumerable.Range(0, screen.Rows).Select(row => screen.Text(row).TrimEnd(' '))]);
    }

    internal static string Word<T>(T value)
        where T : struct, Enum => $"{char.ToLowerInvariant($"{value}"[0])}{$"{value}"[1..]}";
}

/// <summary>In cells.</summary>
internal sealed record RenderedSize(int Columns, int Rows);

/// <summary>From 0.</summary>
/// <param name="WrapPending">The last column is written; the next character goes to the next row.</param>
/// <param name="Shape"><c>default</c>, <c>block</c>, <c>underline</c> or <c>bar</c>.</param>
internal sealed record RenderedCursor(int Column, int Row, bool WrapPending, bool Visible, string Shape, bool Blinks);

/// <summary>First and last row, from 0.</summary>
internal sealed record RenderedRegion(int Top, int Bottom);

/// <summary>What the program has switched.</summary>
/// <param name="MouseTracking"><c>none</c>, <c>press</c> (9), <c>click</c> (1000), <c>drag</c> (1002) or <c>any</c> (1003).</param>
/// <param name="MouseEncoding"><c>default</c>, <c>sgr</c> (1006) or <c>sgrPixels</c> (1016).</param>
internal sealed record RenderedModes(
    bool ApplicationCursorKeys,
    bool ApplicationKeypad,
    bool BracketedPaste,
    bool FocusEvents,
    bool Insert,
    string MouseTracking,
    string MouseEncoding,
    bool NewLine,
    bool Origin,
    bool ReverseWraparound,
    bool SynchronizedOutput,
    bool Wraparound)
{
    public static RenderedModes Of(in ScreenModes modes) => new(
        modes.ApplicationCursorKeys,
        modes.ApplicationKeypad,
        modes.BracketedPaste,
        modes.FocusEvents,
        modes.Insert,
        RenderedScreen.Word(modes.MouseTracking),
        RenderedScreen.Word(modes.MouseEncoding),
        modes.NewLine,
        modes.Origin,
        modes.ReverseWraparound,
        modes.SynchronizedOutput,
        modes.Wraparound);
}
