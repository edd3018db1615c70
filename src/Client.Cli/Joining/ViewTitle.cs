using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>What a viewer's title says.</summary>
/// <param name="Session">The session's title.</param>
/// <param name="Role">The viewer's.</param>
/// <param name="Roster">Null: not known yet.</param>
/// <param name="Connected">Whether the server is reached.</param>
/// <param name="Size">The session's size.</param>
/// <param name="Window">What this terminal has for it.</param>
/// <param name="Notice">What the server wants known.</param>
/// <param name="Asks">The viewer asks to type, and has no answer.</param>
/// <param name="Paused">The sharer shows nothing just now.</param>
internal sealed record ViewTitle(string Session, Role Role, Roster? Roster, bool Connected, TerminalSize Size, TerminalSize Window, string? Notice, bool Asks = false, bool Paused = false)
{
    public override string ToString() => string.Join(" · ", [.. Parts(), .. Watching(), .. Rest()]);

    /// <summary>The line at the bottom.</summary>
    /// <param name="people">Who is here, with looks.</param>
    /// <param name="draft">The draft, where it is not empty, as one line.</param>
    /// <param name="prefix">The prefix key's name.</param>
    public string Line(string people, string? draft, string prefix) => string.Join(
        " · ", [.. Parts(), .. people.Length > 0 ? (string[])[people] : [], .. draft is null ? (string[])[] : [$"draft: {draft}"], .. Rest(), $"{prefix} ?"]);

    private IEnumerable<string> Parts()
    {
        yield return $"▶ {Printable.Text(Session, 60)}";
        if (Paused)
            yield return "⏸ paused by the sharer";
        yield return Role >= Role.Edit ? "you can type" : "read-only";
        if (Asks)
            yield return "you ask to type";
        if (!Connected)
            yield return "reconnecting";
        else if (Roster is { SharerState: SharerState.Reconnecting })
            yield return "the sharer is away";
    }

    private IEnumerable<string> Watching()
    {
        if (Roster?.Participants.Count(participant => !participant.Away && !Roster.IsSharer(participant.Person)) is { } watching and > 1)
            yield return $"{watching} watching";
    }

    private IEnumerable<string> Rest()
    {
        if (Window.Columns < Size.Columns || Window.Rows < Size.Rows)
            yield return $"this window is smaller than the session's {Size.Columns}x{Size.Rows}";
        if (Notice is not null)
            yield return Printable.Text(Notice, 120);
    }
}
