using System.Globalization;

namespace SessionShare.Terminal;

/// <summary>Colours as X11 writes them: <c>rgb:R/G/B</c> and <c>#RGB</c> with 1 to 4 hexadecimal digits each.</summary>
internal static class ColourText
{
    /// <returns>24 bits, red highest; null where it is not such a text.</returns>
    public static int? Parse(string text)
    {
        if (text.StartsWith("rgb:", StringComparison.OrdinalIgnoreCase))
            return Scaled(text[4..].Split('/'));
        return text.StartsWith('#') && text.Length is 4 or 7 or 10 or 13 ? Highest(text[1..], (text.Length - 1) / 3) : null;
    }

    /// <summary>All digits set is 255, however many they are.</summary>
    private static int? Scaled(string[] parts)
    {
        if (parts.Length != 3 || parts[0].Length is 0 or > 4 || parts.Any(part => part.Length != parts[0].Length))
            return null;
        var most = (1 << (4 * parts[0].Length)) - 1;
        var colour = 0;
        foreach (var part in parts)
        {
            if (Hex(part) is not { } value)
                return null;
            colour = (colour << 8) | (int)Math.Round(value * 255.0 / most, MidpointRounding.AwayFromZero);
        }
        return colour;
    }

    /// <summary>The first digits are the highest bits.</summary>
    private static int? Highest(string digits, int each)
    {
        var colour = 0;
        for (var at = 0; at < digits.Length; at += each)
        {
            if (Hex(digits.Substring(at, each)) is not { } value)
                return null;
            colour = (colour << 8) | (each == 1 ? value << 4 : value >> (4 * (each - 2)));
        }
        return colour;
    }

    private static int? Hex(string digits) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null;
}
