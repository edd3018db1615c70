namespace SessionShare.Terminal;

/// <summary>
/// What a cell shows: one character, a cluster (a character with combining ones), or nothing; and how many columns it takes.
/// <code>
/// bits 0..20   code point, or number of a cluster
/// bit  21      it is a cluster
/// bits 22..23  width: 0 (right half of a wide character, or a lone combining one), 1, 2
/// </code>
/// </summary>
internal static class Glyph
{
    public const uint Content = 0x3f_ffff;
    public const uint Cluster = 0x20_0000;
    public const uint Value = 0x1f_ffff;
    public const int WidthShift = 22;

    /// <summary>An empty cell.</summary>
    public const uint Empty = 1u << WidthShift;

    /// <summary>The right half of a wide character.</summary>
    public const uint RightHalf = 0;

    public static uint Of(int codePoint, int width) => (uint)codePoint | ((uint)width << WidthShift);

    public static int Width(uint glyph) => (int)(glyph >> WidthShift);
}
