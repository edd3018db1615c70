namespace SessionShare.Terminal;

public sealed partial class Screen
{
    /// <summary>SGR.</summary>
    private void TakeRendition(Parameters parameters)
    {
        var pen = _pen;
        for (var at = 0; at < parameters.Count; at++)
        {
            if (parameters[at] is 38 or 48 or 58)
                at += TakeColour(parameters, at, ref pen);
            else if (parameters[at] == 4 && parameters.SubParameters(at) is [var style, ..])
                pen = pen with { Underline = style is < 0 or > 5 ? Underline.Single : (Underline)style };
            else
                pen = Changed(pen, parameters[at]);
        }
        if (pen != _pen)
            SetPen(pen);
    }

    private static Rendition Changed(in Rendition pen, int parameter) => parameter switch
    {
        0 => new Rendition { Link = pen.Link },
        1 => pen.With(Styles.Bold),
        2 => pen.With(Styles.Dim),
        3 => pen.With(Styles.Italic),
        4 => pen with { Underline = Underline.Single },
        5 => pen.With(Styles.Blink),
        7 => pen.With(Styles.Inverse),
        8 => pen.With(Styles.Invisible),
        9 => pen.With(Styles.Strikethrough),
        21 => pen with { Underline = Underline.Double },
        22 => pen.Without(Styles.Bold | Styles.Dim),
        23 => pen.Without(Styles.Italic),
        24 => pen with { Underline = Underline.None },
        25 => pen.Without(Styles.Blink),
        27 => pen.Without(Styles.Inverse),
        28 => pen.Without(Styles.Invisible),
        29 => pen.Without(Styles.Strikethrough),
        >= 30 and <= 37 => pen with { Foreground = new Colour(ColourKind.Basic, parameter - 30) },
        39 => pen with { Foreground = default },
        >= 40 and <= 47 => pen with { Background = new Colour(ColourKind.Basic, parameter - 40) },
        49 => pen with { Background = default },
        53 => pen.With(Styles.Overline),
        55 => pen.Without(Styles.Overline),
        59 => pen with { UnderlineColour = default },
        >= 90 and <= 97 => pen with { Foreground = new Colour(ColourKind.Basic, parameter - 90 + 8) },
        >= 100 and <= 107 => pen with { Background = new Colour(ColourKind.Basic, parameter - 100 + 8) },
        _ => pen,
    };

    /// <summary>
    /// 38, 48 or 58, and what follows it: <c>;5;N</c>, <c>;2;R;G;B</c>, <c>:5:N</c>, <c>:2:SPACE:R:G:B</c>, or one that changes from semicolons to
    /// colons in between. Laid out as kind, colour space, three values.
    /// </summary>
    /// <returns>How many further parameters it took.</returns>
    private static int TakeColour(Parameters parameters, int at, ref Rendition pen)
    {
        Span<int> slots = [0, 0, -1, 0, 0, 0];
        var skipped = 0;
        var taken = 0;
        for (; ; taken++)
        {
            if (taken > 0 && (taken + at >= parameters.Count || taken + skipped >= slots.Length))
                break;
            slots[taken + skipped] = parameters[at + taken];
            if (parameters.SubParameters(at + taken) is { Length: > 0 } subs)
            {
                TakeSubParameters(subs, slots, taken, ref skipped);
                break;
            }
            if ((slots[1] == 5 && taken + skipped >= 2) || (slots[1] == 2 && taken + skipped >= 5))
                break;
            if (slots[1] != 0)
                skipped = 1;
        }
        foreach (ref var slot in slots[2..])
            slot = slot == Parameters.Empty ? 0 : slot;
        Colour? colour = slots[1] switch
        {
            2 => new Colour(ColourKind.Direct, ((slots[3] & 0xff) << 16) | ((slots[4] & 0xff) << 8) | (slots[5] & 0xff)),
            5 => new Colour(ColourKind.Indexed, slots[3] & 0xff),
            _ => null,
        };
        if (colour is { } chosen)
            pen = slots[0] switch
            {
                38 => pen with { Foreground = chosen },
                48 => pen with { Background = chosen },
                _ => pen with { UnderlineColour = chosen },
            };
        return taken;
    }

    private static void TakeSubParameters(ReadOnlySpan<int> subs, Span<int> slots, int taken, ref int skipped)
    {
        for (var sub = 0; sub < subs.Length; sub++)
        {
            if (slots[1] == 5)
                skipped = 1;
            var slot = taken + sub + 1 + skipped;
            if (slot >= slots.Length)
                break;
            slots[slot] = subs[sub];
        }
    }
}
