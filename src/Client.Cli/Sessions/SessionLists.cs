using System.Globalization;
using SessionShare.Cli.Access;
using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sessions;

/// <summary>What `ls` lists: my live sessions, those of others that I am invited to, and my ended ones whose history is kept.</summary>
internal sealed class SessionLists(IReadOnlyList<MySession> own, IReadOnlyList<InvitedSession> invited, TimeProvider time)
{
    private const int TitleLength = 30;

    private IEnumerable<MySession> Live => own.Where(session => session.EndedAt is null);

    private IEnumerable<MySession> Kept => own.Where(session => session.EndedAt is not null);

    /// <summary>For a person: each part that is not empty under its heading.</summary>
    public IEnumerable<string> Text()
    {
        List<(string Heading, IReadOnlyList<string> Rows)> parts =
        [
            ("Shared by you", [.. LiveRows()]), ("Shared with you", [.. InvitedRows()]), ("Ended, history kept", [.. KeptRows()]),
        ];
        parts.RemoveAll(part => part.Rows.Count < 2);
        if (parts.Count == 0)
            yield return "You share nothing just now, and nothing is shared with you.";
        for (var part = 0; part < parts.Count; part++)
        {
            if (part > 0)
                yield return "";
            yield return parts[part].Heading;
            foreach (var row in parts[part].Rows)
                yield return $"  {row}";
        }
    }

    /// <summary>For a program: one object a line.</summary>
    public IEnumerable<string> Json() => [.. Live.Select(LiveJson), .. invited.Select(InvitedJson), .. Kept.Select(KeptJson)];

    private static string LiveJson(MySession session) => JsonLine.Of(new
    {
        Kind = "mine",
        session.Session,
        session.Title,
        session.StartedAt,
        session.SharerState,
        session.Participants,
        session.Editors,
        session.Bytes,
        session.Link,
        Requests = session.Requests?.Select(request => new { request.Participant, request.Person.Name, request.Person.Email, request.Role }),
        session.Notice,
    });

    private static string InvitedJson(InvitedSession session) => JsonLine.Of(new
    {
        Kind = "sharedWithMe",
        session.Session,
        session.Title,
        Sharer = new { session.Sharer.Name, session.Sharer.Email },
        session.Role,
        session.StartedAt,
        session.EndedAt,
        session.Link,
    });

    private static string KeptJson(MySession session) => JsonLine.Of(new
    {
        Kind = "kept",
        session.Session,
        session.Title,
        session.StartedAt,
        session.EndedAt,
        session.EndReason,
        session.KeptUntil,
        session.Bytes,
        session.Link,
    });

    private IEnumerable<string> LiveRows()
    {
        const string row = "{0,-22}  {1,-30}  {2,-8}  {3,8}  {4,8}  {5}";
        yield return Row(row, "ID", "TITLE", "SINCE", "WATCHING", "CAN EDIT", "LINK");
        foreach (var session in Live)
        {
            var title = session.SharerState == SharerState.Reconnecting ? $"(away) {session.Title}" : session.Title;
            yield return Row(row, session.Session, Title(title), Since(session.StartedAt), session.Participants, session.Editors, Printable.Text(session.Link));
        }
    }

    private IEnumerable<string> InvitedRows()
    {
        const string row = "{0,-22}  {1,-30}  {2,-24}  {3,-4}  {4,-8}  {5}";
        yield return Row(row, "ID", "TITLE", "WHOSE", "ROLE", "SINCE", "LINK");
        foreach (var session in invited)
        {
            var title = session.EndedAt is null ? session.Title : $"(ended) {session.Title}";
            var whose = Printable.Text(session.Sharer.Email ?? session.Sharer.Name, 24);
            var role = RoleWord.Of(session.Role);
            yield return Row(row, session.Session, Title(title), whose, role, Since(session.StartedAt), Printable.Text(session.Link));
        }
    }

    private IEnumerable<string> KeptRows()
    {
        const string row = "{0,-22}  {1,-30}  {2,-16}  {3,-16}  {4}";
        yield return Row(row, "ID", "TITLE", "ENDED", "KEPT UNTIL", "WHY IT ENDED");
        foreach (var session in Kept)
        {
            var why = session.EndReason is { } reason ? Reasons.Of(reason).Text : "";
            var until = session.KeptUntil is { } kept ? Moment.Here(kept, time) : "";
            yield return Row(row, session.Session, Title(session.Title), Moment.Here(session.EndedAt!.Value, time), until, why);
        }
    }

    private string Since(DateTimeOffset at) => (time.GetUtcNow() - at) switch
    {
        { TotalMinutes: < 1 } => "now",
        { TotalHours: < 1 } age => $"{(int)age.TotalMinutes} min",
        { TotalDays: < 2 } age => $"{(int)age.TotalHours} h",
        var age => $"{(int)age.TotalDays} days",
    };

    private static string Title(string title) => Printable.Text(title, TitleLength);

    private static string Row(string form, params object[] cells) => string.Format(CultureInfo.InvariantCulture, form, cells);
}
