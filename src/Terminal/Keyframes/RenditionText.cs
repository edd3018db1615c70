using System.Text;

namespace SessionShare.Terminal;

/// <summary>A rendition as the parameters of SGR, from scratch.</summary>
internal static class RenditionText
{
    private static readonly (Styles Style, string Text)[] Texts =
    [
        (Styles.Bold, ";1"), (Styles.Dim, ";2"), (Styles.Italic, ";3"), (Styles.Blink, ";5"), (Styles.Inverse, ";7"), (Styles.Invisible, ";8"), (Styles.Strikethrough, ";9"),
        (Styles.Overline, ";53"),
    ];

    /// <returns>Ends in <c>m</c>.</returns>
    public static string Of(in Rendition rendition)
    {
        var text = new StringBuilder("0");
        foreach (var (style, parameter) in Texts)
            if ((rendition.Styles & style) != 0)
                text.Append(parameter);
        if (rendition.Underline == Underline.Single)
            text.Append(";4");
        else if (rendition.Underline != Underline.None)
            text.Append($";4:{(int)rendition.Underline}");
        Append(text, rendition.Foreground, 30, 90, 38);
        Append(text, rendition.Background, 40, 100, 48);
        Append(text, rendition.UnderlineColour, 0, 0, 58);
        return text.Append('m').ToString();
    }

    private static void Append(StringBuilder text, Colour colour, int basic, int bright, int extended)
    {
        var value = colour.Value;
        var parameter = colour.Kind switch
        {
            ColourKind.Default => "",
            ColourKind.Basic => $";{(value < 8 ? basic + value : bright + value - 8)}",
            ColourKind.Indexed => $";{extended}{Between(extended)}5{Between(extended)}{value}",
            _ when extended == 58 => $";58:2::{value >> 16}:{value >> 8 & 0xff}:{value & 0xff}",
            _ => $";{extended};2;{value >> 16};{value >> 8 & 0xff};{value & 0xff}",
        };
        text.Append(parameter);
    }

    /// <summary>An underline's colour is understood with colons by more terminals; by those that don't know it, it is left out as a whole.</summary>
    private static char Between(int extended) => extended == 58 ? ':' : ';';
}
