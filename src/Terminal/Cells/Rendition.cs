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

    internal Rendition With(Styles styles) => this with { Styles = Styles | styles };

    internal Rendition Without(Styles styles) => this with { Styles = Styles & ~styles };
}
