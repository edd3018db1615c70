using System.Globalization;
using SessionShare.Cli.Panels;
using SessionShare.Protocol;

namespace SessionShare.Cli.Drafting;

/// <summary>What a key does to a text.</summary>
/// <param name="Change">The edit; null: only the cursor moves.</param>
/// <param name="Cursor">Where the cursor stands behind it, in UTF-16 units.</param>
internal readonly record struct LineEdit(DraftChange? Change, int Cursor);

/// <summary>
/// The keys of a line editor, as in Emacs and the shells, for a text of one or more lines. Pure but for what was killed last; cursors stand between characters as a person
/// sees them.
/// </summary>
internal sealed class LineKeys
{
    private string _killed = "";
    private bool _kills;

    /// <summary>What a key does; null: nothing here.</summary>
    public LineEdit? Of(string text, int cursor, Key key)
    {
        var before = _kills;
        _kills = false;
        var edit = Move(text, cursor, key) is { } to ? new LineEdit(null, to)
            : Kill(text, cursor, key) is { } range ? Killed(text, range, cursor, before)
            : Change(text, cursor, key);
        return edit;
    }

    private static int? Move(string text, int cursor, Key key) => key switch
    {
        { Name: KeyName.Left, Ctrl: false, Alt: false } => Before(text, cursor),
        { Name: KeyName.Right, Ctrl: false, Alt: false } => Behind(text, cursor),
        { Name: KeyName.Left } => WordBefore(text, cursor),
        { Name: KeyName.Right } => WordBehind(text, cursor),
        { Name: KeyName.Up } => LineUp(text, cursor),
        { Name: KeyName.Down } => LineDown(text, cursor),
        { Name: KeyName.Home, Ctrl: true } => 0,
        { Name: KeyName.End, Ctrl: true } => text.Length,
        { Name: KeyName.Home } => LineStart(text, cursor),
        { Name: KeyName.End } => LineEnd(text, cursor),
        { Name: KeyName.Character, Ctrl: true } => key.Text switch
        {
            "a" => LineStart(text, cursor),
            "e" => LineEnd(text, cursor),
            "b" => Before(text, cursor),
            "f" => Behind(text, cursor),
            "p" => LineUp(text, cursor),
            "n" => LineDown(text, cursor),
            _ => null,
        },
        { Name: KeyName.Character, Alt: true } => key.Text switch
        {
            "b" => WordBefore(text, cursor),
            "f" => WordBehind(text, cursor),
            "<" => 0,
            ">" => text.Length,
            _ => null,
        },
        _ => null,
    };

    /// <summary>What is taken out and kept, to be put in again.</summary>
    private static (int From, int To)? Kill(string text, int cursor, Key key) => key switch
    {
        { Name: KeyName.Backspace, Ctrl: true } or { Name: KeyName.Backspace, Alt: true } => (WordBefore(text, cursor), cursor),
        { Name: KeyName.Delete, Ctrl: true } or { Name: KeyName.Delete, Alt: true } => (cursor, WordBehind(text, cursor)),
        { Name: KeyName.Character, Ctrl: true, Text: "k" } => (cursor, LineEnd(text, cursor) is var end && end > cursor ? end : Behind(text, cursor)),
        { Name: KeyName.Character, Ctrl: true, Text: "u" } => (LineStart(text, cursor), cursor),
        { Name: KeyName.Character, Ctrl: true, Text: "w" } => (SpaceBefore(text, cursor), cursor),
        { Name: KeyName.Character, Alt: true, Text: "d" } => (cursor, WordBehind(text, cursor)),
        _ => null,
    };

    private LineEdit Killed(string text, (int From, int To) range, int cursor, bool again)
    {
        var killed = text[range.From..range.To];
        _killed = !again ? killed : range.To == cursor ? killed + _killed : _killed + killed;
        _kills = true;
        return new LineEdit(new DraftChange(range.From, range.To, ""), range.From);
    }

    private LineEdit? Change(string text, int cursor, Key key) => key switch
    {
        { IsText: true } => Insert(cursor, key.Text),
        { Name: KeyName.Paste } => Insert(cursor, Printable(key.Text)),
        { Name: KeyName.Tab, Shift: false } => Insert(cursor, "\t"),
        { Name: KeyName.Enter, Alt: true } or { Name: KeyName.Character, Ctrl: true, Text: "j" } => Insert(cursor, "\n"),
        { Name: KeyName.Backspace } => Remove(Before(text, cursor), cursor),
        { Name: KeyName.Delete } or { Name: KeyName.Character, Ctrl: true, Text: "d" } => Remove(cursor, Behind(text, cursor)),
        { Name: KeyName.Character, Ctrl: true, Text: "y" } => Insert(cursor, _killed),
        { Name: KeyName.Character, Ctrl: true, Text: "t" } => Swap(text, cursor),
        _ => null,
    };

    private static LineEdit Insert(int at, string text) => new(text.Length == 0 ? null : new DraftChange(at, at, text), at + text.Length);

    private static LineEdit Remove(int from, int to) => new(from == to ? null : new DraftChange(from, to, ""), from);

    /// <summary>The characters before and behind the cursor, or at a line's end the two before it.</summary>
    private static LineEdit Swap(string text, int cursor)
    {
        var middle = cursor == LineEnd(text, cursor) ? Before(text, cursor) : cursor;
        var (from, to) = (Before(text, middle), Behind(text, middle));
        return from < LineStart(text, cursor) || from == middle || to == middle
            ? new LineEdit(null, cursor)
            : new LineEdit(new DraftChange(from, to, text[middle..to] + text[from..middle]), to);
    }

    /// <summary>What a draft may hold.</summary>
    private static string Printable(string pasted) => new([.. pasted.ReplaceLineEndings("\n").Where(unit => unit is '\n' or '\t' || !char.IsControl(unit))]);

    private static int Before(string text, int cursor)
    {
        var last = 0;
        for (var at = 0; at < cursor; at += StringInfo.GetNextTextElementLength(text, at))
            last = at;
        return last;
    }

    private static int Behind(string text, int cursor) => cursor >= text.Length ? text.Length : cursor + StringInfo.GetNextTextElementLength(text, cursor);

    private static int LineStart(string text, int cursor) => cursor == 0 ? 0 : text.LastIndexOf('\n', cursor - 1) + 1;

    private static int LineEnd(string text, int cursor) => text.IndexOf('\n', cursor) is var end and >= 0 ? end : text.Length;

    private static int LineUp(string text, int cursor) => LineStart(text, cursor) is var start and > 0 ? InLine(text, start - 1, cursor - start) : cursor;

    private static int LineDown(string text, int cursor) => LineEnd(text, cursor) is var end && end < text.Length ? InLine(text, end + 1, cursor - LineStart(text, cursor)) : cursor;

    /// <summary>The place so far in the line around another one.</summary>
    private static int InLine(string text, int line, int column)
    {
        var (at, end) = (LineStart(text, line), LineEnd(text, line));
        var to = Math.Min(at + column, end);
        while (at < to)
            at = Behind(text, at);
        return Math.Min(at, end);
    }

    private static int WordBefore(string text, int cursor)
    {
        while (cursor > 0 && !char.IsLetterOrDigit(text[cursor - 1]))
            cursor--;
        while (cursor > 0 && char.IsLetterOrDigit(text[cursor - 1]))
            cursor--;
        return DraftText.IsInsidePair(text, cursor) ? cursor - 1 : cursor;
    }

    private static int WordBehind(string text, int cursor)
    {
        while (cursor < text.Length && !char.IsLetterOrDigit(text[cursor]))
            cursor++;
        while (cursor < text.Length && char.IsLetterOrDigit(text[cursor]))
            cursor++;
        return DraftText.IsInsidePair(text, cursor) ? cursor + 1 : cursor;
    }

    private static int SpaceBefore(string text, int cursor)
    {
        while (cursor > 0 && char.IsWhiteSpace(text[cursor - 1]))
            cursor--;
        while (cursor > 0 && !char.IsWhiteSpace(text[cursor - 1]))
            cursor--;
        return cursor;
    }
}
