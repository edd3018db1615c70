using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>
/// For a person: lines before the program starts and after it has ended. What happens in between stands in the title, since the screen is the program's.
/// </summary>
/// <param name="say">Says a line to the person.</param>
/// <param name="arguments">As asked for.</param>
/// <param name="copied">The link was put on the clipboard.</param>
/// <param name="prefix">The prefix key's name; null where nobody types.</param>
/// <param name="isNewShell">A shell was started for it; the person may have meant the one that they were in.</param>
/// <param name="silentShell">The shell's name, where it is none that tells its commands.</param>
/// <param name="tellsNotices">There is no title to show notices in.</param>
/// <param name="isQuiet">Beside the link only what went wrong.</param>
internal sealed class TextReport(
    Action<string> say, ShareArguments arguments, bool copied, string? prefix, bool isNewShell, string? silentShell, bool tellsNotices = false, bool isQuiet = false) : IShareReport
{
    private ShareEnd? _end;
    private long _hidden;

    public void Shared(SessionId session, string link)
    {
        foreach (var line in isQuiet ? LinkText.Alone(link, copied, arguments) : LinkText.Lines(link, copied, arguments, prefix))
            say(line);
        if (isQuiet)
            return;
        if (isNewShell && arguments.Resume is null)
            say("This is a new shell. One that can be shared later, with what came before: sessionshare shell.");
        if (silentShell is not null)
            say($"{Printable.Text(silentShell)} doesn't tell where its commands start and end, so all of it is one block. bash, zsh and fish do.");
    }

    public void Participant(RosterChange change, Participant participant)
    {
    }

    public void Asks(AskedRole asking, bool still)
    {
        if (tellsNotices && still)
            say($"{OwnTitle.NameOf(asking.Person)} asks to come in; sessionshare access allow {Printable.Text(asking.Person.Email ?? "")} lets them in.");
    }

    public void Notice(Notice notice)
    {
        if (tellsNotices && notice.Reason != Reason.None)
            say(notice.Text);
    }

    public void LinkRenewed(string link)
    {
        if (tellsNotices)
            say($"The link is a new one: {Printable.Text(link)}");
    }

    public void SharedWithMe(InvitedSession session)
    {
        if (tellsNotices)
            say(Sessions.SharedWithMe.Sentence(session));
    }

    public void Blocks(BlockQuality quality)
    {
    }

    public void Hidden(long count) => _hidden = count;

    public void Reconnecting(string why)
    {
    }

    public void Reconnected()
    {
    }

    public void Ended(ShareEnd end) => _end = end;

    public void ScreenFree()
    {
        if (_end is null)
            return;
        if (_end.Reason != Reason.SharerExited)
            say($"Sharing ended: {Printable.Text(_end.Text)}");
        if (_hidden > 0 && !isQuiet)
            say($"{_hidden} {(_hidden == 1 ? "secret was" : "secrets were")} hidden from others.");
        if (_end.Unsaved is { } unsaved)
            say(Printable.Text(unsaved));
    }
}
