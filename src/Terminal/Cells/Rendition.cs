namespace SessionShare.Terminal;

/// <summary>What is on beside colours and underline.</summary>
[Flags]
public enum Styles : byte
{
    None = 0,
    Bold = 1,
    Dim = 2,
    Italic = 4,
    Blink = 8,
    Inverse = 16,
    Invisible = 32,
    Strikethrough = 64,
    Overline = 128,
}

/// <summary>How a cell is underlined, as SGR 4:N numbers it.</summary>
public enum Underline : byte
{
    None,
    Single,
    Double,
    Curly,
    Dotted,
    Dashed,
}

/// <summary>How a cell looks (SGR), whether selective erasing spares it (DECSCA), and what it links to (OSC 8).</summary>
/// <param name="Link">Number of the link in the screen's table; 0: none.</param>
public readonly record struct Rendition(Colour Foreground, Colour Background, Colour UnderlineColour, Styles Styles, Underline Underline, bool Protected, int Link)
{
    /// <summary>What erasing leaves behind: the background's colour and nothing else.</summary>
    internal Rendition Erased => new() { Background = Background };

    /// <summary>Looked up for every change of the pen: faster than what the compiler writes.</summary>
    public bool Equals(Rendition other) =>
        Foreground.Bits == other.Foreground.Bits && Background.Bits == other.Background.Bits && UnderlineColour.Bits == other.UnderlineColour.Bits && Marks == other.Marks && Link == other.Link;

    public override int GetHashCode()
    {
        var hash = ((((ulong)Foreground.Bits * 0x9e37_79b1) + Background.Bits) * 0x85eb_ca77) + Marks;
        hash = (hash * 0xc2b2_ae3d) + UnderlineColour.Bits + (uint)Link;
        return (int)(hash ^ (hash >> 32));
    }

    private uint Marks => (uint)Styles | ((uint)Underline << 8) | (Protected ? 0x1_0000u : 0);

    internal Rendition With(Styles styles) => this with { Styles = Styles | styles };

    internal Rendition Without(Styles styles) => this with { Styles = Styles & ~styles };
}
