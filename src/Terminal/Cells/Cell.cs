using System.Runtime.CompilerServices;

namespace SessionShare.Terminal;

/// <summary>One cell of a row in 8 bytes: a <see cref="Glyph"/> below, the number of its rendition above.</summary>
internal readonly record struct Cell(ulong Bits)
{
    /// <summary>Empty, in the default rendition.</summary>
    public static readonly Cell Blank = new(Terminal.Glyph.Empty, RenditionTable.Plain);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Cell(uint glyph, int rendition)
        : this(glyph | ((ulong)(uint)rendition << 32))
    {
    }

    public uint Glyph => (uint)Bits;

    public int Rendition => (int)(Bits >> 32);

    public int Width => Terminal.Glyph.Width(Glyph);

    public bool HasContent => (Glyph & Terminal.Glyph.Content) != 0;

    /// <summary>The right half of a wide character, or what is left of one.</summary>
    public bool IsRightHalf => Glyph == Terminal.Glyph.RightHalf;
}
