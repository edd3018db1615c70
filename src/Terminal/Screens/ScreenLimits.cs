namespace SessionShare.Terminal;

/// <summary>How much a <see cref="Screen"/> remembers of what has scrolled out of it.</summary>
public sealed record ScreenLimits
{
    /// <summary>Rows at most. Default 1,000, what xterm.js keeps: more makes a resize differ from a viewer's.</summary>
    public int ScrollbackRows { get; init; } = 1000;

    /// <summary>Bytes at most: 8 a cell, 64 a row. Default 8 MiB, 1,000 rows of the widest screen. Fewer rows are kept where they don't fit.</summary>
    public int ScrollbackBytes { get; init; } = 8 * 1024 * 1024;

    internal int ScrollbackRowsOf(int columns) => Math.Min(ScrollbackRows, ScrollbackBytes / ((columns * 8) + 64));
}
