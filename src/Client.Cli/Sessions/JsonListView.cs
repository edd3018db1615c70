using SessionShare.Cli.CommandLine;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sessions;

/// <summary>For a program: a session's line, as `ls --json` has it, whenever it is there or has changed.</summary>
internal sealed class JsonListView(TextWriter output) : IListView
{
    public void Show(ListEvent happened, MySessions now)
    {
        IEnumerable<string> lines = happened switch
        {
            ListEvent.Present present => Lines(present.Sessions.Sessions, present.Sessions.Invitations),
            ListEvent.Own own => Lines([own.Session], []),
            ListEvent.Invited invited => Lines([], [invited.Session]),
            ListEvent.Gone gone => [JsonLine.Of(new { Kind = "gone", gone.Session })],
            ListEvent.Answered { Answer: var answer } => [JsonLine.Of(new { Kind = "answered", answer.Session, answer.Title, answer.Role, answer.Granted })],
            ListEvent.Reconnecting lost => [JsonLine.Of(new { Event = "reconnecting", Text = lost.Why })],
            _ => [],
        };
        foreach (var line in lines)
            output.WriteLine(line);
    }

    private static IEnumerable<string> Lines(IReadOnlyList<MySession> own, IReadOnlyList<InvitedSession> invited) => new SessionLists(own, invited, TimeProvider.System).Json();
}
