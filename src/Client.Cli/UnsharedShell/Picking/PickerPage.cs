using System.Globalization;
using System.Text;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Painting;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell.Picking;

/// <summary>Draws a <see cref="StartPicker"/> on a screen of its own. What can't be chosen is grey and says why.</summary>
internal static class PickerPage
{
    /// <summary>A screen beside the program's, which stays as it is.</summary>
    public static ReadOnlySpan<byte> Open => "\e[?1049h\e[0m\e[?25l"u8;

    /// <summary>The program's screen again.</summary>
    public static ReadOnlySpan<byte> Close => "\e[0m\e[?25h\e[?1049l"u8;

    private const string Grey = "\e[90m";
    private const string Chosen = "\e[7m";
    private const string Plain = "\e[0m";

    /// <summary>Lines above and below the list.</summary>
    private const int Frame = 4;

    /// <summary>As terminal output.</summary>
    public static byte[] Draw(StartPicker picker, int columns, int rows, bool colours = true)
    {
        var page = new StringBuilder("\e[H\e[2J");
        var line = 0;
        foreach (var text in Lines(picker, columns, rows))
            page.Append(CultureInfo.InvariantCulture, $"\e[{++line};1H{(colours ? text : NoColour.Of(text))}");
        return Encoding.UTF8.GetBytes(page.ToString());
    }

    /// <summary>Its lines, as many as there are rows.</summary>
    public static IReadOnlyList<string> Lines(StartPicker picker, int columns, int rows)
    {
        var lines = new List<string> { Line("", "Share this shell. Where does it begin? Nothing from before that point leaves this machine."), "" };
        var shown = Math.Max(1, rows - Frame);
        var first = Math.Clamp(picker.At - (shown / 2), 0, Math.Max(0, picker.Choices.Count - shown));
        for (var at = first; at < Math.Min(first + shown, picker.Choices.Count); at++)
        {
            var choice = picker.Choices[at];
            lines.Add(Line(choice.WhyNot is not null ? Grey : at == picker.At ? Chosen : "", $"{(at == picker.At ? "▸" : " ")} {TextOf(choice)}"));
        }
        while (lines.Count < rows - 1)
            lines.Add("");
        if (lines.Count < rows)
            lines.Add(Line("", $"↑ ↓ choose · Enter shares · Esc does not · l anyone with the link: {Verb(picker.Link)}"));
        return lines;

        string Line(string style, string text) => $"{style}{Cells.Clip(Printable.Text(text), columns - 1)}{Plain}";
    }

    /// <summary>A choice in one line.</summary>
    internal static string TextOf(StartChoice choice)
    {
        var text = $"{choice.From,-10} {Bytes(choice.Bytes),10}  {Age(choice.AgeSeconds),-12}  {choice.What}";
        return (choice.WhyNot ?? choice.Note) is { } remark ? $"{choice.From,-10} {Bytes(choice.Bytes),10}  {Age(choice.AgeSeconds),-12}  ({remark}) {choice.What}" : text;
    }

    internal static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => $"{bytes} B",
        < 10_000_000 => $"{bytes / 1000} kB",
        _ => $"{bytes / 1_000_000} MB",
    };

    internal static string Age(long seconds) => seconds switch
    {
        < 2 => "now",
        < 120 => $"{seconds} s ago",
        < 7200 => $"{seconds / 60} min ago",
        < 172_800 => $"{seconds / 3600} h ago",
        _ => $"{seconds / 86_400} days ago",
    };

    private static string Verb(Role role) => role switch
    {
        Role.None => "nobody but who is invited",
        Role.View => "may watch",
        _ => "may type",
    };
}
