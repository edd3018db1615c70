using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Servers;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sessions;

/// <summary>`sessionshare ls`.</summary>
internal static class LsCommand
{
    public static Command Create(Surroundings surroundings) =>
        new Command("ls", "List your live sessions.") { CommonOptions.Server, CommonOptions.Json }
            .Does(surroundings, async (parsed, interruption) =>
            {
                using var gateway = Gateway.Chosen(surroundings, parsed.GetValue(CommonOptions.Server));
                var sessions = gateway is null ? [] : await gateway.Ask(api => api.Sessions(interruption.Token));
                foreach (var line in parsed.GetValue(CommonOptions.Json) ? sessions.Select(JsonLine.Of) : Table(sessions, surroundings.Time.GetUtcNow()))
                    surroundings.Output.WriteLine(line);
                return 0;
            });

    internal static IEnumerable<string> Table(IReadOnlyList<MySession> sessions, DateTimeOffset now)
    {
        if (sessions.Count == 0)
        {
            yield return "You share nothing just now.";
            yield break;
        }
        const string row = "{0,-22}  {1,-30}  {2,-8}  {3,8}  {4,8}  {5}";
        yield return string.Format(row, "ID", "TITLE", "SINCE", "WATCHING", "CAN EDIT", "LINK");
        foreach (var session in sessions)
        {
            var title = Printable.Text(session.SharerState == SharerState.Reconnecting ? $"(away) {session.Title}" : session.Title, 30);
            yield return string.Format(row, session.Session, title, Age(now - session.StartedAt), session.Participants, session.Editors, session.Link);
        }
    }

    private static string Age(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => "now",
        { TotalHours: < 1 } => $"{(int)age.TotalMinutes} min",
        { TotalDays: < 2 } => $"{(int)age.TotalHours} h",
        _ => $"{(int)age.TotalDays} days",
    };
}
