namespace SessionShare.Terminal;

/// <summary>The colours that a program has redefined (OSC 4, 10, 11, 12), as 24 bits.</summary>
internal sealed class Colours
{
    private const int Dynamic = 3;

    private readonly SortedDictionary<int, int> _palette = [];
    private readonly int?[] _dynamic = new int?[Dynamic];

    /// <summary>Redefined colours of the palette, by number.</summary>
    public IReadOnlyDictionary<int, int> Palette => _palette;

    /// <summary>Foreground, background and cursor; null: the terminal's own.</summary>
    public IReadOnlyList<int?> DynamicColours => _dynamic;

    /// <summary>NUMBER;COLOUR, repeated.</summary>
    public void SetPalette(string text)
    {
        var parts = text.Split(';');
        for (var at = 0; at + 1 < parts.Length; at += 2)
            if (Number(parts[at]) is { } number && ColourText.Parse(parts[at + 1]) is { } colour)
                _palette[number] = colour;
    }

    /// <summary>NUMBER;NUMBER...; all where there is none.</summary>
    public void ResetPalette(string text)
    {
        if (text.Length == 0)
            _palette.Clear();
        foreach (var part in text.Split(';'))
            if (Number(part) is { } number)
                _palette.Remove(number);
    }

    /// <summary>COLOUR;COLOUR... from one of the dynamic colours on.</summary>
    public void SetDynamic(int first, string text)
    {
        foreach (var part in text.Split(';'))
        {
            if (first >= Dynamic)
                break;
            if (ColourText.Parse(part) is { } colour)
                _dynamic[first] = colour;
            first++;
        }
    }

    public void ResetDynamic(int which) => _dynamic[which] = null;

    private static int? Number(string text) => text.Length is > 0 and < 10 && text.All(char.IsAsciiDigit) && int.Parse(text) is < 256 and var number ? number : null;
}
