using System.Text;
using SessionShare.Cli.Painting;
using SessionShare.Protocol;

namespace SessionShare.Cli.Drafting;

/// <summary>A draft as a panel: a heading, and below it the text, each line broken at the terminal's edge, with everybody's cursor in their colour.</summary>
internal static class DraftLook
{
    private const string Quiet = "\e[0;90m";
    private const string Mark = "❯ ";

    /// <param name="cursor">One's own; null: the draft is only looked at.</param>
    /// <param name="heading">What stands above the text, behind the names of those who are in it.</param>
    public static Look Of(string text, int? cursor, IReadOnlyList<OtherCursor> others, string heading, TerminalSize room)
    {
        var (lines, place) = Lines(text, cursor ?? text.Length, others, Math.Max(room.Columns - Mark.Length, 4));
        var most = Math.Max(1, Math.Min(lines.Count, (room.Rows / 2) - 1));
        var first = Math.Clamp(place.Row - most + 1, 0, lines.Count - most);
        var names = string.Concat(others.Select(other => $" {PersonColour.Chip(other.Person)}{(other.Typing ? $"{Quiet}…" : "")}"));
        return new Look(
            [$"{Quiet}── draft{names}{Quiet} · {heading} ", .. lines.Skip(first).Take(most).Select((line, at) => $"{Quiet}{(first + at == 0 ? Mark : "  ")}\e[0m{line}")],
            cursor is null ? null : (1 + place.Row - first, Mark.Length + place.Column),
            TakesKeys: true);
    }

    private static (List<string> Lines, (int Row, int Column) Place) Lines(string text, int cursor, IReadOnlyList<OtherCursor> others, int columns)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var (column, place) = (0, (0, 0));
        for (var at = 0; ; at += Cells.LengthAt(text, at))
        {
            var isEnd = at == text.Length;
            var width = isEnd || text[at] == '\n' ? 1 : Math.Max(text[at] == '\t' ? 1 : Cells.WidthAt(text, at), 0);
            if (column + width > columns)
                Break();
            if (at == cursor)
                place = (lines.Count, column);
            line.Append(Seen(text, at, isEnd, others));
            column += width;
            if (isEnd)
                break;
            if (text[at] == '\n')
                Break();
        }
        Break();
        return (lines, place);

        void Break()
        {
            lines.Add($"{line}\e[0m");
            line.Clear();
            column = 0;
        }
    }

    /// <summary>A character, on the colour of who is there.</summary>
    private static string Seen(string text, int at, bool isEnd, IReadOnlyList<OtherCursor> others)
    {
        var character = isEnd || text[at] == '\n' ? " " : text[at] == '\t' ? "⇥" : text.Substring(at, Cells.LengthAt(text, at));
        var there = others.FirstOrDefault(other => other.Head == at);
        if (there is not null)
            return $"{PersonColour.Sgr(there.Person)}{character}\e[0m";
        var selected = others.FirstOrDefault(other => at >= Math.Min(other.Anchor, other.Head) && at < Math.Max(other.Anchor, other.Head));
        return selected is null ? character : $"\e[4m{PersonColour.Sgr(selected.Person)}{character}\e[0m";
    }
}
