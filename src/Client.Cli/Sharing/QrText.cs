using System.Collections;
using System.Text;
using QRCoder;

namespace SessionShare.Cli.Sharing;

/// <summary>A QR code in characters, two modules of its height in each: dark on light whatever the terminal's colours are, with a margin of two modules.</summary>
internal static class QrText
{
    private const int Margin = 2;
    private const string DarkOnLight = "\e[38;5;16;48;5;231m";
    private const string Plain = "\e[0m";

    /// <summary>The lines of <paramref name="text"/>'s code.</summary>
    public static IEnumerable<string> Of(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.L);
        // The library's own margin is four modules wide, which a terminal of 24 rows has no room for.
        var (modules, from, to) = (code.ModuleMatrix, 4 - Margin, code.ModuleMatrix.Count - 4 + Margin);
        for (var row = from; row < to; row += 2)
            yield return DarkOnLight + Line(modules[row], row + 1 < to ? modules[row + 1] : null, from, to) + Plain;
    }

    private static string Line(BitArray upper, BitArray? lower, int from, int to)
    {
        var line = new StringBuilder();
        for (var column = from; column < to; column++)
        {
            line.Append((upper[column], lower?[column] ?? false) switch
            {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                _ => ' ',
            });
        }
        return line.ToString();
    }
}
