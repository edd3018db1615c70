namespace SessionShare.Cli.Sharing;

/// <summary>What makes a terminal usable again, whatever a program that died left: main screen, cursor, modes, colours.</summary>
internal static class TerminalReset
{
    /// <summary>
    /// As good as a full reset, but the terminal keeps what was scrolled off its top: whatever was half written is cancelled, the main screen is empty, modes,
    /// charsets, tab stops, colours and margins are as in a new terminal.
    /// </summary>
    public static ReadOnlySpan<byte> EmptyScreen => Empty;

    private static readonly byte[] Empty = [0x18, .. Modes, .. "\e[=0u"u8, .. "\e)B\e*B\e+B\e[?5W\e[?5l\e[?6l\e[?45l\e[20l\e[0 q\e]104\a\e]110\a\e]111\a\e]112\a\e[H\e[2J"u8];

    /// <summary>The terminal's own palette, colours of text, cursor, pointer and selection; the cursor's own shape; no margins, no reverse video, no kept insertions.</summary>
    public static ReadOnlySpan<byte> Colours => "\e[?5l\e[?6l\e[?45l\e[?69l\e[20l\e[0 q\e]8;;\e\\\e]104\a\e]105\a\e]110\a\e]111\a\e]112\a\e]113\a\e]114\a\e]117\a\e]119\a"u8;

    /// <summary>What takes one entry off the keyboard's stack, beside.</summary>
    public static ReadOnlySpan<byte> Bytes => All;

    /// <summary>47 and not 1049, which would also move the cursor where the main screen is shown already.</summary>
    public static ReadOnlySpan<byte> MainScreen => "\e[?47l"u8;

    private static readonly byte[] All = [.. MainScreen, .. "\e[<u"u8, .. Modes];

    private static ReadOnlySpan<byte> Modes =>
        "\e[?47l\e[?1l\e[?9l\e[?1000l\e[?1002l\e[?1003l\e[?1004l\e[?1005l\e[?1006l\e[?1015l\e[?1016l\e[?2004l\e[?2026l\e[?2031l\e[?2048l\e[?7h\e[?25h\e[4l\e[>4m\e>\e(B\x0f\e[0m\e7\e[r\e8\r\n"u8;
}
