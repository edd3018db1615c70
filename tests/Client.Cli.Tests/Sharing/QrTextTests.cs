using System.Text.RegularExpressions;
using SessionShare.Cli.Sharing;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace SessionShare.Cli.Tests.Sharing;

public sealed partial class QrTextTests
{
    private const int Scale = 4;

    [Theory]
    [InlineData("http://127.0.0.1:8199/s/01YxHCqIubiyakxt6xDu4U#k=72AOc9ivmiepqGSRvdU6bS")]
    [InlineData("https://sessions.example.com/s/01YxHCqIubiyakxt6xDu4U#k=72AOc9ivmiepqGSRvdU6bS")]
    public void Link_is_read_from_its_code_which_fits_a_usual_terminal(string link)
    {
        var lines = QrText.Of(link).Select(line => Colours().Replace(line, "")).ToList();

        lines.Should().HaveCountLessThan(24).And.OnlyContain(line => line.Length == lines[0].Length && line.Length < 80);
        Read(lines).Should().Be(link);
    }

    /// <summary>By a reader that is not ours, from pixels.</summary>
    private static string? Read(List<string> lines)
    {
        var (width, height) = (lines[0].Length * Scale, lines.Count * 2 * Scale);
        var pixels = new byte[width * height];
        for (var at = 0; at < pixels.Length; at++)
            pixels[at] = IsDark(lines, at % width / Scale, at / width / Scale) ? (byte)0 : (byte)255;
        var bitmap = new BinaryBitmap(new HybridBinarizer(new PlanarYUVLuminanceSource(pixels, width, height, 0, 0, width, height, false)));
        return new QRCodeReader().decode(bitmap)?.Text;
    }

    private static bool IsDark(List<string> lines, int column, int row) => lines[row / 2][column] switch
    {
        '█' => true,
        '▀' => row % 2 == 0,
        '▄' => row % 2 == 1,
        _ => false,
    };

    [GeneratedRegex("\\e\\[[0-9;]*m")]
    private static partial Regex Colours();
}
