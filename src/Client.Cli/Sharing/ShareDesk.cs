using SessionShare.Cli.Access;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Drafting;
using SessionShare.Cli.Panels;
using SessionShare.Cli.Servers;
using SessionShare.Cli.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>What the sharer can open over the program, and do from there.</summary>
/// <param name="link">Asked for the link of now.</param>
/// <param name="people">Asked for the roster of now.</param>
/// <param name="feed">What the session is told.</param>
/// <param name="copy">Puts a text where it can be pasted from.</param>
internal sealed class ShareDesk(
    string prefix, SessionId session, Func<string> link, Func<Roster> people, Gateway gateway, PanelBoard panels, OwnDraft draft, ShareStatus status, ControlKeys control, SessionFeed feed, Action<string> copy)
    : IAsyncDisposable
{
    public PrefixPanels Prefix { get; } = new(prefix, panels);

    public ValueTask DisposeAsync() => draft.DisposeAsync();

    public void OpenDraft() => draft.Open();

    public void CopyLink()
    {
        copy(link());
        status.Answer($"the link is on your clipboard, where your terminal allows it: {link()}");
    }

    public void TurnPause()
    {
        var isPaused = feed.TurnPause();
        status.Paused(isPaused);
        status.Answer(isPaused ? "paused: nothing of what happens here is shown, and nobody else types, until you go on" : "others see your terminal again");
    }

    public void OpenInvite() => panels.Open(new PromptPanel("invite: EMAIL, or EMAIL:edit, or EMAIL:manage", text =>
    {
        var (rule, fault) = ShareOption.Allow(text.Trim());
        if (rule is not null)
            control.Allow(rule);
        return fault;
    }));

    public void OpenPeople() => panels.Open(new ListPanel<Participant>(
        "people",
        () => people().Participants,
        PeopleText.Line,
        person => $"{person.Person.Name} {person.Person.Email}",
        "g grants · t may type · w may watch · x puts out · / search · q leaves",
        (person, key) =>
        {
            if (person is not null)
                control.Take(person, key);
            return true;
        }));

    public async void OpenSessions()
    {
        if (await OwnSessions.Read(gateway, status.Answer) is not { } sessions)
            return;
        panels.Open(new ListPanel<MySession>(
            "my sessions",
            () => sessions,
            one => $"{(one.Session == session ? "● this one  " : "  ")}{Printable.Text(one.Title, 60)} · {one.Participants} here",
            one => one.Title,
            "x stops it · X stops all · / search · q leaves",
            (one, key) =>
            {
                if (key.Is('x') && one is not null)
                    OwnSessions.Stop(gateway, [one], status.Answer);
                else if (key.Is('X'))
                    OwnSessions.Stop(gateway, sessions, status.Answer);
                return !key.Is('x') && !key.Is('X');
            }));
    }
}
