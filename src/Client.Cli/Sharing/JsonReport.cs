using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>For a program: JSON lines, as they happen. docs/cli.md lists them.</summary>
/// <param name="arguments">As asked for.</param>
internal sealed class JsonReport(TextWriter output, ShareArguments? arguments = null) : IShareReport
{
    public void Shared(SessionId session, string link) => Write(new
    {
        Event = "shared",
        Session = session,
        Link = link,
        KeepSeconds = (long?)arguments?.Keep?.TotalSeconds,
        arguments?.Idle,
        Resumed = arguments?.Resume is null ? (bool?)null : true,
    });

    public void Participant(RosterChange change, Participant participant) => Write(new
    {
        Event = Name(change),
        Participant = participant.Id,
        participant.Person.Name,
        participant.Person.Email,
        participant.Role,
        participant.Guest,
        participant.Away,
        participant.Request,
    });

    public void Asks(AskedRole asking, bool still) => Write(new
    {
        Event = still ? "asks" : "asksNoMore",
        asking.Participant,
        asking.Person.Name,
        asking.Person.Email,
        asking.Role,
    });

    public void Notice(Notice notice) => Write(new { Event = "notice", notice.Reason, notice.Text });

    public void LinkRenewed(string link) => Write(new { Event = "link", Link = link });

    public void SharedWithMe(InvitedSession session) => Write(new
    {
        Event = "sharedWithMe",
        session.Session,
        session.Title,
        Sharer = new { session.Sharer.Name, session.Sharer.Email },
        session.Role,
        session.Link,
    });

    public void Blocks(BlockQuality quality) => Write(new { Event = "blocks", Quality = Name(quality) });

    public void Hidden(long count) => Write(new { Event = "hidden", Secrets = count });

    public void Reconnecting(string why) => Write(new { Event = "reconnecting", Text = why });

    public void Reconnected() => Write(new { Event = "reconnected" });

    public void Ended(ShareEnd end) => Write(new { Event = "ended", end.Reason, end.Text, end.ExitCode, end.Unsaved });

    public void ScreenFree()
    {
    }

    private static string Name(RosterChange change) => change switch
    {
        RosterChange.Joined => "joined",
        RosterChange.Left => "left",
        _ => "changed",
    };

    private static string Name(BlockQuality quality) => quality switch
    {
        BlockQuality.Rich => "rich",
        BlockQuality.Basic => "basic",
        _ => "none",
    };

    private void Write<T>(T fact) => output.WriteLine(JsonLine.Of(fact));
}
