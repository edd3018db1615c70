using System.Text;

namespace SessionShare.Cli.CommandLine;

/// <summary>Sentences broken between words, so that a terminal does not break them inside one. A long word, as a link, stays whole.</summary>
internal static class Paragraph
{
    /// <param name="width">Columns; null: one line.</param>
    public static string Of(string text, int? width)
    {
        if (width is null)
            return text;
        var lines = new StringBuilder();
        var column = 0;
        foreach (var word in text.Split(' '))
        {
            var fits = column + 1 + word.Length <= width;
            if (column > 0)
                lines.Append(fits ? ' ' : '\n');
            lines.Append(word);
            column = fits && column > 0 ? column + 1 + word.Length : word.Length;
        }
        return lines.ToString();
    }
}
