using System.Globalization;
using System.Text;
using SessionShare.Terminal;

namespace SessionShare.Cli.Painting;

/// <summary>Writes characters as a terminal shows them: the SGR sequences and links between them, only where something changes.</summary>
internal sealed class Pen(StringBuilder to, Func<int, Link?> links)
{
    private Rendition _now;

    /// <summary>Writes characters that look so.</summary>
    public void Write(string characters, Rendition rendition)
    {
        Take(rendition);
        to.Append(characters);
    }

    /// <summary>The pen that a reset terminal has.</summary>
    public void PutDown() => Take(default);

    /// <summary>Takes a rendition up.</summary>
    public void Take(Rendition rendition)
    {
        if (rendition == _now)
            return;
        if (rendition with { Link = 0 } != _now with { Link = 0 })
            to.Append(CultureInfo.InvariantCulture, $"\e[{Sgr(rendition)}m");
        if (rendition.Link != _now.Link)
            TakeLink(links(rendition.Link));
        _now = rendition;
    }

    /// <summary>Always from a reset: shorter code, and a row changes its looks a few times at most.</summary>
    internal static string Sgr(Rendition rendition)
    {
        var codes = new StringBuilder("0");
        for (var (style, bit) = (0, 1); style < StyleCodes.Length; style++, bit <<= 1)
        {
            if (((int)rendition.Styles & bit) != 0)
                codes.Append(CultureInfo.InvariantCulture, $";{StyleCodes[style]}");
        }
        if (rendition.Underline != Underline.None)
            codes.Append(rendition.Underline == Underline.Single ? ";4" : string.Create(CultureInfo.InvariantCulture, $";4:{(int)rendition.Underline}"));
        Append(codes, rendition.Foreground, 30, 90, 38);
        Append(codes, rendition.Background, 40, 100, 48);
        Append(codes, rendition.UnderlineColour, -1, -1, 58);
        return codes.ToString();
    }

    /// <summary>Bold, dim, italic, blink, inverse, invisible, strikethrough, overline: the order of <see cref="Styles"/>.</summary>
    private static readonly int[] StyleCodes = [1, 2, 3, 5, 7, 8, 9, 53];

    private static void Append(StringBuilder codes, Colour colour, int basic, int bright, int extended)
    {
        switch (colour.Kind)
        {
            case ColourKind.Basic when basic > 0:
                codes.Append(CultureInfo.InvariantCulture, $";{(colour.Value < 8 ? basic + colour.Value : bright + colour.Value - 8)}");
                break;
            case ColourKind.Basic or ColourKind.Indexed:
                codes.Append(CultureInfo.InvariantCulture, $";{extended};5;{colour.Value}");
                break;
            case ColourKind.Direct:
                codes.Append(CultureInfo.InvariantCulture, $";{extended};2;{colour.Value >> 16};{(colour.Value >> 8) & 0xff};{colour.Value & 0xff}");
                break;
        }
    }

    /// <summary>What stands in a link goes into a terminal: no control character of a foreign one does, and no address that opens something else than a page.</summary>
    private void TakeLink(Link? link)
    {
        if (link is not null && !Joining.ViewerTable.AdmitsAddress(link.Address))
            link = null;
        to.Append(CultureInfo.InvariantCulture, $"\e]8;{CommandLine.Printable.Text(link?.Parameters ?? "")};{CommandLine.Printable.Text(link?.Address ?? "")}\e\\");
    }
}
