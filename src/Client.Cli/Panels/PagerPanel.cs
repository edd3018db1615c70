using System.Text;
using SessionShare.Cli.Painting;
using SessionShare.Protocol;

namespace SessionShare.Cli.Panels;

/// <summary>Lines to page through, to search, and to select from.</summary>
/// <param name="title">What they are.</param>
/// <param name="lines">All of them, oldest first.</param>
/// <param name="copy">Gets the text of the selected lines, or of the one that is shown as chosen.</param>
/// <param name="selected">Told which lines are selected, first and last; null: none any more.</param>
/// <param name="left">Told when it is left.</param>
/// <param name="search">What is looked for at first; null: nothing.</param>
/// <param name="at">The line shown as chosen at first; null: the last.</param>
internal sealed class PagerPanel(
    string title, IReadOnlyList<PageLine> lines, Action<string> copy, Action<(int First, int Last)?> selected, Action left, string? search = null, int? at = null) : IPanel
{
    private const string Quiet = "\e[0;90m";

    private int _at = Math.Clamp(at ?? lines.Count - 1, 0, Math.Max(0, lines.Count - 1));
    private int _first = int.MaxValue;
    private int _rows = 1;
    private int? _anchor;
    private string _search = search ?? "";
    private bool _searching = search is not null;

    public Look Draw(TerminalSize room)
    {
        _rows = Math.Max(1, room.Rows - 2);
        _first = Math.Clamp(Math.Clamp(_first, _at - _rows + 1, _at), 0, Math.Max(0, lines.Count - _rows));
        var shown = Enumerable.Range(_first, Math.Clamp(lines.Count - _first, 0, _rows)).Select(row => Row(row, room.Columns)).ToList();
        shown.AddRange(Enumerable.Repeat("", _rows - shown.Count));
        var place = $"{Quiet}── {title} · line {Math.Min(_at + 1, lines.Count)} of {lines.Count} ";
        return _searching
            ? new Look([place, .. shown, $"{Quiet}/ \e[0m{_search}"], (_rows + 1, Math.Min(room.Columns - 1, 2 + Cells.Width(_search))), TakesKeys: true)
            : new Look([place, .. shown, $"{Quiet}↑ ↓ Page · / search, n N · v select, y copy · q back to live"], TakesKeys: true);
    }

    public bool Take(Key key)
    {
        if (_searching)
            return Search(key);
        if (key.Name == KeyName.Escape || key.Is('q') || key.IsControl('c'))
            return Leave();
        if (key.Is('/'))
            (_searching, _search) = (true, "");
        else if (key.Is('n') || key.Is('N'))
            Find(_at, key.Is('n') ? -1 : 1);
        else if (key.Is('v') || key.Is(' '))
            _anchor = _anchor is null ? _at : null;
        else if (key.Is('y') || key.Name == KeyName.Enter)
            Copy();
        else if (Moved(key) is { } to)
            _at = Math.Clamp(to, 0, Math.Max(0, lines.Count - 1));
        selected(_anchor is { } anchor ? (Math.Min(anchor, _at), Math.Max(anchor, _at)) : null);
        return true;
    }

    private bool Leave()
    {
        if (_anchor is not null)
        {
            _anchor = null;
            selected(null);
            return true;
        }

        left();
        return false;
    }

    private int? Moved(Key key) => key switch
    {
        { Name: KeyName.Up } => _at - 1,
        { Name: KeyName.Down } => _at + 1,
        { Name: KeyName.PageUp } or { Name: KeyName.Character, Ctrl: true, Text: "b" } => _at - _rows,
        { Name: KeyName.PageDown } or { Name: KeyName.Character, Ctrl: true, Text: "f" } => _at + _rows,
        { Name: KeyName.Home } => 0,
        { Name: KeyName.End } => lines.Count - 1,
        { Text: "k", IsText: true } => _at - 1,
        { Text: "j", IsText: true } => _at + 1,
        { Text: "g", IsText: true } => 0,
        { Text: "G", IsText: true } => lines.Count - 1,
        _ => null,
    };

    private bool Search(Key key)
    {
        if (key.Name is KeyName.Enter or KeyName.Escape)
            _searching = false;
        if (key.Name == KeyName.Enter)
            Find(_at + 1, -1);
        else if (key.Name == KeyName.Backspace)
            _search = _search.Length > 0 ? _search[..^1] : "";
        else if (key.IsText || key.Name == KeyName.Paste)
            _search += CommandLine.Printable.Text(key.Text);
        return true;
    }

    /// <summary>The next line that has the text, around the end; upwards finds older ones.</summary>
    private void Find(int from, int by)
    {
        for (var step = 1; step <= lines.Count && _search.Length > 0; step++)
        {
            var row = (((from + (by * step)) % lines.Count) + lines.Count) % lines.Count;
            if (!lines[row].Text.Contains(_search, StringComparison.CurrentCultureIgnoreCase))
                continue;
            _at = row;
            return;
        }
    }

    private void Copy()
    {
        var (first, last) = _anchor is { } anchor ? (Math.Min(anchor, _at), Math.Max(anchor, _at)) : (_at, _at);
        if (lines.Count > 0)
            copy(string.Join('\n', lines.Skip(first).Take(last - first + 1).Select(line => line.Text)));
        _anchor = null;
    }

    private string Row(int row, int columns)
    {
        var isSelected = _anchor is { } anchor && row >= Math.Min(anchor, _at) && row <= Math.Max(anchor, _at);
        if (isSelected)
            return $"\e[7m{Cells.Fill(lines[row].Text, columns - 1)}\e[0m";
        if (_search.Length > 0 && lines[row].Text.IndexOf(_search, StringComparison.CurrentCultureIgnoreCase) is var found and >= 0)
            return Marked(lines[row].Text, found, row == _at);
        return row == _at ? $"\e[4m{Cells.Fill(lines[row].Text, columns - 1)}\e[0m" : lines[row].Look;
    }

    private string Marked(string text, int found, bool isChosen) => new StringBuilder(isChosen ? "\e[4m" : "")
        .Append(text, 0, found).Append("\e[43;30m").Append(text, found, _search.Length).Append(isChosen ? "\e[0;4m" : "\e[0m").Append(text, found + _search.Length, text.Length - found - _search.Length)
        .Append("\e[0m").ToString();
}

/// <summary>A line of something to page through.</summary>
/// <param name="Look">As it is shown; with looks.</param>
/// <param name="Text">Its text.</param>
internal sealed record PageLine(string Look, string Text);
