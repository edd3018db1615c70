using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>Keeps a viewer's title and bottom line right, and shows answers in them for a while. From any thread.</summary>
/// <param name="title">Sets the title.</param>
/// <param name="line">Sets the line at the bottom; null: there is none.</param>
/// <param name="prefix">The prefix key's name.</param>
internal sealed class ViewStatus(Action<string> title, Action<string>? line, string prefix, TimeProvider time) : IDisposable
{
    private readonly TitleBoard _board = new(title, time, line);
    private readonly Lock _changing = new();
    private ViewTitle _title = new("", Role.View, null, true, new(1, 1), new(1, 1), null);
    private (string People, string? Draft) _more = ("", null);

    public ViewTitle Title
    {
        get
        {
            lock (_changing)
                return _title;
        }
    }

    /// <summary>No word of who comes and goes.</summary>
    public bool IsSilent { get; set; }

    public void Change(Func<ViewTitle, ViewTitle> change) => Set(() => _title = change(_title));

    /// <summary>Who is here, and the draft as one line; null: it is empty.</summary>
    public void More(string people, string? draft) => Set(() => _more = (people, draft));

    public void Answer(string text) => _board.Answer(text);

    /// <summary>Something that nobody waits for.</summary>
    public void Note(string? text)
    {
        if (text is not null && !IsSilent)
            _board.Note(text);
    }

    public void Dispose() => _board.Dispose();

    private void Set(Action change)
    {
        lock (_changing)
        {
            change();
            _board.State($"{_title}", _title.Line(_more.People, _more.Draft, prefix));
        }
    }
}
