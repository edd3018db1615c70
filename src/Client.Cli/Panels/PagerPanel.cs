using System.Text;
using SessionShare.Cli.Painting;
using SessionShare.Protocol;

namespace SessionShare.Cli.Panels;

/// <summary>Lines to page through, to search, and to select from.</summary>
/// <param name="title">What they are.</param>
/// <param name="lines">Those that are there at first, oldest first.</param>
/// <param name="copy">Gets the text of the selected lines, or of the one that is shown as chosen.</param>
/// <param name="selected">Told which lines are selected, first and last, counted from the first that was there at first; null: none any more.</param>
/// <param name="left">Told when it is left.</param>
/// <param name="search">What is looked for at first; null: nothing.</param>
/// <param name="at">The line shown as chosen at first; null: the last.</param>
/// <param name="older">Reads lines from before the first; none: there are none; null: not now. Null: these are all.</param>
/// <param name="inTurn">Does something between two keys, and draws.</param>
/// <param name="pointed">What another points at in a line, from cell to cell.</param>
internal sealed class PagerPanel(
    string title, IReadOnlyList<PageLine> lines, Action<string> copy, Action<(int First, int Last)?> selected, Action left, string? search = null, int? at = null,
    Func<Task<IReadOnlyList<PageLine>?>>? older = null, Action<Action>? inTurn = null, Func<int, (Person Person, int From, int To)?>? pointed = null) : IPanel
{
    private const string Quiet = "\e[0;90m";

    private readonly List<PageLine> _lines = [.. lines];
    private int _at = Math.Clamp(at ?? lines.Count - 1, 0, Math.Max(0, lines.Count - 1));
    private int _first = int.MaxValue;
    private int _rows = 1;
    private int _before;
    private int? _anchor;
    private string _search = search ?? "";
    private bool _searching = search is not null;
    private bool _hasAll = older is null;
    private bool _isReading;
    private Seek _seeks;
    private int _above;

    /// <summary>What older lines are read for.</summary>
    private enum Seek
    {
        /// <summary>None are read.</summary>
        Nothing,

        /// <summary>To go up by some lines.</summary>
        Above,

        Start,

        /// <summary>To find the text that is looked for.</summary>
        Text,
    }

    public Look Draw(TerminalSize room)
    {
        _rows = Math.Max(1, room.Rows - 2);
        _first = Math.Clamp(Math.Clamp(_first, _at - _rows + 1, _at), 0, Math.Max(0, _lines.Count - _rows));
        var shown = Enumerable.Range(_first, Math.Clamp(_lines.Count - _first, 0, _rows)).Select(row => Row(row, room.Columns)).ToList();
        shown.AddRange(Enumerable.Repeat("", _rows - shown.Count));
        var place = $"{Quiet}── {title} · line {Math.Min(_at + 1, _lines.Count)} of {_lines.Count}{(_seeks != Seek.Nothing ? " · reading further back…" : _hasAll ? "" : ", and older ones")} ";
        return _searching
            ? new Look([place, .. shown, $"{Quiet}/ \e[0m{_search}"], (_rows + 1, Math.Min(room.Columns - 1, 2 + Cells.Width(_search))), TakesKeys: true)
            : new Look([place, .. shown, $"{Quiet}↑ ↓ Page · / search, n N · v select, y copy · q back to live"], TakesKeys: true);
    }

    public bool Take(Key key)
    {
        // What is being read is still taken; nobody waits for it any more.
        _seeks = Seek.Nothing;
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
            Go(to, key.Name == KeyName.Home || key.Is('g'));
        TellSelected();
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
        { Name: KeyName.End } => _lines.Count - 1,
        { Text: "k", IsText: true } => _at - 1,
        { Text: "j", IsText: true } => _at + 1,
        { Text: "g", IsText: true } => 0,
        { Text: "G", IsText: true } => _lines.Count - 1,
        _ => null,
    };

    private void Go(int to, bool toStart)
    {
        _at = Math.Clamp(to, 0, Math.Max(0, _lines.Count - 1));
        if (toStart || to < 0)
            ReadFor(toStart ? Seek.Start : Seek.Above, above: -to);
    }

    private void TellSelected() => selected(_anchor is { } anchor ? (Math.Min(anchor, _at) - _before, Math.Max(anchor, _at) - _before) : null);

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

    /// <summary>The next line that has the text, around the end; upwards finds older ones, also those that are not read yet.</summary>
    private void Find(int from, int by)
    {
        if (_search.Length == 0)
            return;
        if (by < 0 && !_hasAll && !FindUp(from))
            ReadFor(Seek.Text);
        else if (by > 0 || _hasAll)
            FindAround(from, by);
    }

    private bool FindUp(int from)
    {
        var row = _lines.FindLastIndex(Math.Min(from, _lines.Count) - 1, Has);
        if (row >= 0)
            _at = row;
        return row >= 0;
    }

    private void FindAround(int from, int by)
    {
        for (var step = 1; step <= _lines.Count; step++)
        {
            var row = (((from + (by * step)) % _lines.Count) + _lines.Count) % _lines.Count;
            if (!Has(_lines[row]))
                continue;
            _at = row;
            return;
        }
    }

    private bool Has(PageLine line) => line.Text.Contains(_search, StringComparison.CurrentCultureIgnoreCase);

    private async void ReadFor(Seek what, int above = 0)
    {
        if (_hasAll)
            return;
        (_seeks, _above) = (what, above);
        if (_isReading)
            return;
        _isReading = true;
        var goesOn = true;
        while (goesOn)
        {
            var read = await older!();
            inTurn!(() => goesOn = _isReading = TakeOlder(read));
        }
    }

    /// <returns>Whether more is to be read.</returns>
    private bool TakeOlder(IReadOnlyList<PageLine>? read)
    {
        if (read is not { Count: > 0 })
        {
            _hasAll = read is not null;
            if (_hasAll && _seeks == Seek.Text)
                FindAround(_at, -1);
            _seeks = Seek.Nothing;
            return false;
        }

        _lines.InsertRange(0, read);
        (_at, _anchor, _before) = (_at + read.Count, _anchor + read.Count, _before + read.Count);
        _first = _first == int.MaxValue ? _first : _first + read.Count;
        if (_seeks == Seek.Start)
            _at = 0;
        else if (_seeks == Seek.Above)
            _at = Math.Max(0, _at - _above);
        if (_seeks is Seek.Above || (_seeks == Seek.Text && FindUp(read.Count)))
            _seeks = Seek.Nothing;
        TellSelected();
        return _seeks != Seek.Nothing;
    }

    private void Copy()
    {
        var (first, last) = _anchor is { } anchor ? (Math.Min(anchor, _at), Math.Max(anchor, _at)) : (_at, _at);
        if (_lines.Count > 0)
            copy(string.Join('\n', _lines.Skip(first).Take(last - first + 1).Select(line => line.Text)));
        _anchor = null;
    }

    private string Row(int row, int columns)
    {
        var isSelected = _anchor is { } anchor && row >= Math.Min(anchor, _at) && row <= Math.Max(anchor, _at);
        if (isSelected)
            return $"\e[7m{Cells.Fill(_lines[row].Text, columns - 1)}\e[0m";
        if (_search.Length > 0 && _lines[row].Text.IndexOf(_search, StringComparison.CurrentCultureIgnoreCase) is var found and >= 0)
            return Marked(_lines[row].Text, found, row == _at);
        if (pointed?.Invoke(row) is var (person, from, to))
            return Pointed(_lines[row].Text, person, from, to);
        return row == _at ? $"\e[4m{Cells.Fill(_lines[row].Text, columns - 1)}\e[0m" : _lines[row].Look;
    }

    private static string Pointed(string text, Person person, int from, int to)
    {
        var (before, behind) = (Cells.At(text, from), Cells.At(text, to));
        return $"\e[0m{text[..before]}{PersonColour.Sgr(person)}{(before < behind ? text[before..behind] : " ")}\e[0m{text[behind..]}";
    }

    private string Marked(string text, int found, bool isChosen) => new StringBuilder(isChosen ? "\e[4m" : "")
        .Append(text, 0, found).Append("\e[43;30m").Append(text, found, _search.Length).Append(isChosen ? "\e[0;4m" : "\e[0m").Append(text, found + _search.Length, text.Length - found - _search.Length)
        .Append("\e[0m").ToString();
}

/// <summary>A line of something to page through.</summary>
/// <param name="Look">As it is shown; with looks.</param>
/// <param name="Text">Its text.</param>
internal sealed record PageLine(string Look, string Text);
