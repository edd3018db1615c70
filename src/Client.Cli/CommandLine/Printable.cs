using System.Globalization;

namespace SessionShare.Cli.CommandLine;

/// <summary>Names, titles and sentences of others, made harmless for a terminal: no control characters, nothing that turns the direction of text.</summary>
internal static class Printable
{
    /// <summary>One line.</summary>
    public static string Text(string text) =>
        text.Any(IsUnsafe) ? new string([.. text.Select(character => IsUnsafe(character) ? ' ' : character)]) : text;

    /// <summary>Lines.</summary>
    public static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => Text(line)));

    /// <summary>One line of at most so many characters, with an ellipsis where something was cut.</summary>
    public static string Text(string text, int length) => Text(text.Length <= length ? text : Cut(text, length - 1) + "…");

    private static string Cut(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static bool IsUnsafe(char character) =>
        char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
