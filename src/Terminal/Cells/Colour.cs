namespace SessionShare.Terminal;

/// <summary>How a colour is named.</summary>
public enum ColourKind : byte
{
    /// <summary>The terminal's own.</summary>
    Default,

    /// <summary>0 to 15, by SGR 30 to 37, 40 to 47, 90 to 97 or 100 to 107.</summary>
    Basic,

    /// <summary>0 to 255, by SGR 38;5 or 48;5.</summary>
    Indexed,

    /// <summary>24 bits, red highest.</summary>
    Direct,
}

/// <summary>A colour of a cell.</summary>
/// <param name="Bits">The kind in bits 24 and up, the value below.</param>
public readonly record struct Colour(uint Bits)
{
    public static readonly Colour Default;

    public Colour(ColourKind kind, int value)
        : this(((uint)kind << 24) | ((uint)value & 0xff_ffff))
    {
    }

    public ColourKind Kind => (ColourKind)(Bits >> 24);

    /// <summary>As <see cref="ColourKind"/> says.</summary>
    public int Value => (int)(Bits & 0xff_ffff);
}
