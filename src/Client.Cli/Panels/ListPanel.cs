using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Painting;
using SessionShare.Protocol;

namespace SessionShare.Cli.Panels;

/// <summary>A list to choose from, and to be searched.</summary>
/// <param name="title">What is listed.</param>
/// <param name="items">All there are, as of now.</param>
/// <param name="line">One as a line; may have looks.</param>
/// <param name="text">One as what a search finds it by.</param>
/// <param name="keys">What the keys are, for the person.</param>
/// <param name="take">Takes Enter, and but for what is written into a search every key that is not the list's own, with the chosen one; null: there is none. Answers whether the list stays open.</param>
/// <param name="searches">Letters search at once; else behind a slash.</param>
internal sealed class ListPanel<T>(
    string title, Func<IReadOnlyList<T>> items, Func<T, string> line, Func<T, string> text, string keys, Func<T?, Key, bool> take, bool searches = false) : IPanel
    where T : class
{
    private const string Quiet = "\e[0;90m";

    /// <summary>Lines beside the items.</summary>
    private const int Frame = 2;

    private string? _search = searches ? "" : null;
    private bool _isSearched;
    private int _at;

    /// <summary>Letters are the search's.</summary>
    private bool IsWriting => _search is not null && !_isSearched;

    /// <summary>Chooses the last one; lists whose newest is last begin there.</summary>
    public ListPanel<T> FromEnd()
    {
        _at = int.MaxValue;
        return this;
    }

    public Look Draw(TerminalSize room)
    {
        var found = Found();
        _at = Math.Clamp(_at, 0, Math.Max(0, found.Count - 1));
        var most = Math.Max(1, Math.Min(Math.Max(found.Count, 1), room.Rows - Frame - Math.Min(4, room.Rows / 4)));
        var first = Math.Clamp(_at - (most / 2), 0, Math.Max(0, found.Count - most));
        var lines = found.Skip(first).Take(most).Select((item, at) => Row(line(item), first + at == _at, room.Columns)).ToList();
        if (found.Count == 0)
            lines.Add($"{Quiet}  nothing");
        return new Look([$"{Quiet}── {title}{Searched()}{Quiet} ", .. lines, $"{Quiet}{keys}"], TakesKeys: true, Cursor: !IsWriting ? null : (0, Math.Min(room.Columns - 1, Cells.Width($"── {title} / {_search}"))));
    }

    public bool Take(Key key)
    {
        var found = Found();
        _at = Math.Clamp(_at, 0, Math.Max(0, found.Count - 1));
        if (Moved(key, found.Count) is { } at)
            _at = at;
        else if (key.Name == KeyName.Escape || key.IsControl('c') || key.IsControl('g'))
            return Leave();
        else if (IsWriting && Edited(_search!, key) is { } edited)
            (_search, _at) = (edited, 0);
        else if (!IsWriting && key.Is('/'))
            (_search, _isSearched) = ("", false);
        else if (!IsWriting && key.Is('q'))
            return false;
        else if (!IsWriting || key.Name == KeyName.Enter)
            return Give(found.ElementAtOrDefault(_at), key);
        return true;
    }

    /// <summary>Behind Enter keys are for what was found.</summary>
    private bool Give(T? chosen, Key key)
    {
        _isSearched = !searches && _search is not null;
        return take(chosen, key);
    }

    /// <summary>A search is left first.</summary>
    private bool Leave()
    {
        var wasSearching = _search is { Length: > 0 } || (_search is not null && !searches);
        (_search, _isSearched) = (searches ? "" : null, false);
        return wasSearching;
    }

    private int? Moved(Key key, int count) => key switch
    {
        { Name: KeyName.Up } or { Name: KeyName.Character, Ctrl: true, Text: "p" } => _at - 1,
        { Name: KeyName.Down } or { Name: KeyName.Character, Ctrl: true, Text: "n" } => _at + 1,
        { Name: KeyName.PageUp } => _at - 10,
        { Name: KeyName.PageDown } => _at + 10,
        { Name: KeyName.Home } => 0,
        { Name: KeyName.End } => count - 1,
        _ when !IsWriting && key.Is('k') => _at - 1,
        _ when !IsWriting && key.Is('j') => _at + 1,
        _ => null,
    };

    private static string? Edited(string search, Key key) => key switch
    {
        { IsText: true } => search + key.Text,
        { Name: KeyName.Paste } => search + Printable.Text(key.Text),
        { Name: KeyName.Backspace } => search.Length > 0 ? search[..^1] : search,
        { Name: KeyName.Character, Ctrl: true, Text: "u" } => "",
        _ => null,
    };

    private string Searched() => _search is null ? "" : $" / \e[0m{Printable.Text(_search)}";

    /// <summary>All words of the search, in any order.</summary>
    private List<T> Found()
    {
        var words = (_search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. items().Where(item => words.All(word => text(item).Contains(word, StringComparison.CurrentCultureIgnoreCase)))];
    }

    private static string Row(string line, bool isChosen, int columns) => isChosen ? $"\e[7m{Cells.Fill($"▸ {line}", columns - 1)}\e[0m" : $"\e[0m  {line}";
}
