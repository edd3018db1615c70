using System.Text;

namespace SessionShare.Terminal;

/// <summary>Terminal output in the making: bytes, and what pen the terminal has by now.</summary>
internal sealed class Ink(Screen screen, KeyframeDetail detail)
{
    private readonly List<byte> _bytes = new(8192);

    private Rendition _pen;

    public List<byte> Bytes => _bytes;

    public void Raw(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    public void Text(string text) => Raw(Encoding.UTF8.GetBytes(text));

    public void Character(int codePoint)
    {
        if (codePoint < 0x80)
        {
            _bytes.Add((byte)codePoint);
            return;
        }
        Span<byte> bytes = stackalloc byte[4];
        Raw(bytes[..new Rune(codePoint).EncodeToUtf8(bytes)]);
    }

    /// <summary>CSI, parameters and final byte.</summary>
    public void Csi(string rest) => Text("\e[" + rest);

    /// <summary>Columns and rows from 0.</summary>
    public void Move(int column, int row) => Csi($"{row + 1};{column + 1}H");

    /// <param name="again">Written even where the terminal has this pen: a sequence keeps the next character from combining.</param>
    public void Pen(Rendition pen, bool again = false)
    {
        if (detail >= KeyframeDetail.WithoutLinks)
            pen = pen with { Link = LinkTable.None };
        if (detail >= KeyframeDetail.WithoutRenditions)
            pen = default;
        if (pen == _pen && !again)
            return;
        if (pen.Link != _pen.Link)
            Text(screen.LinkOf(pen.Link) is { } link ? $"\e]8;{link.Parameters};{link.Address}\a" : "\e]8;;\a");
        Csi(RenditionText.Of(pen));
        if (pen.Protected || _pen.Protected)
            Csi(pen.Protected ? "1\"q" : "0\"q");
        _pen = pen;
    }
}
