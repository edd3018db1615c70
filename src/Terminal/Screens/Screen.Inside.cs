namespace SessionShare.Terminal;

public sealed partial class Screen
{
    /// <summary>What the keyframe writer, and tests, see of the screen.</summary>
    internal ScreenInside Inside => new(this);

    /// <summary>A view of a screen's parts, as they are now.</summary>
    internal readonly struct ScreenInside(Screen screen)
    {
        public Grid Main => screen._main;

        public Grid Alternate => screen._alternate;

        public Grid Active => screen._grid;

        public Rendition Pen => screen._pen;

        public Charset? Charset => screen._charset;

        public IReadOnlyList<Charset?> Charsets => screen._charsets;

        /// <summary>The charset in use, of the four.</summary>
        public int Shift => screen._shift;

        /// <summary>The width of the character printed last, where one may still combine with it or repeat it; else 0.</summary>
        public int LastWidth => screen._lastWidth;

        public KeyboardStack MainKeyboard => screen._mainKeyboard;

        public KeyboardStack AlternateKeyboard => screen._alternateKeyboard;

        public VtParser Parser => screen._parser;

        public Rendition RenditionOf(Cell cell) => screen._renditions[cell.Rendition];

        public int CodePoints(Cell cell, Span<int> codePoints) => screen._clusters.CodePoints(cell.Glyph, codePoints);

        public ScreenCell Read(Cell cell) => screen.Read(cell);
    }
}
