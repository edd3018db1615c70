using System.CommandLine;
using System.Globalization;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Pty;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sessions;

/// <summary>`sessionshare delete`.</summary>
internal static class DeleteCommand
{
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Don't ask." };

    public static Command Create(Surroundings surroundings)
    {
        var target = SessionArgument.Create();
        target.Description = "The session, live or ended.";
        var command = new Command("delete", "Delete a session's history at once, and all else that is stored of it. One that lives is stopped first.")
        {
            target, Yes, CommonOptions.Server, CommonOptions.Json,
        };
        return command.DoesForOwnHand(surroundings, async (parsed, interruption) =>
        {
            var session = parsed.GetValue(target)!;
            using var server = await session.Server(surroundings, parsed.GetValue(CommonOptions.Server), interruption.Token);
            var all = await server.Gateway.Ask(api => api.Sessions(interruption.Token));
            var known = all.FirstOrDefault(one => one.Session == session.Session);
            if (known is not null && !parsed.GetValue(Yes))
                Ask(surroundings, known);

            await server.Gateway.Ask(api => api.Delete(session.Session, interruption.Token));
            Say(surroundings, session.Session, known, parsed.GetValue(CommonOptions.Json));
            return 0;
        });
    }

    /// <summary>Asks where somebody can answer.</summary>
    /// <exception cref="CliFailure">The answer is no.</exception>
    private static void Ask(Surroundings surroundings, MySession session)
    {
        using var terminal = new LocalTerminal();
        var what = $"Delete {Name(session)}, {Size(session)}{(session.EndedAt is null ? ", which is live, and stop it for everyone" : "")}?";
        if (terminal.HasKeys && !Question.Ask(surroundings.Error, terminal, what))
            throw new CliFailure(Reasons.Exit.Failed, "Nothing was deleted.");
    }

    private static void Say(Surroundings surroundings, SessionId id, MySession? session, bool json)
    {
        if (json)
            surroundings.Output.WriteLine(JsonLine.Of(new { Event = "deleted", Session = id, session?.Title, session?.Bytes, WasLive = session is null ? (bool?)null : session.EndedAt is null }));
        else if (session is null)
            surroundings.Output.WriteLine($"Deleted what was left of {id}: its history was gone already.");
        else
            surroundings.Output.WriteLine($"Deleted {Name(session)}: {Size(session)}.{(session.EndedAt is null ? " It was live, and has ended for everyone." : "")}");
    }

    private static string Name(MySession session) => $"{session.Session} ({Printable.Text(session.Title, 60)})";

    private static string Size(MySession session) => string.Create(CultureInfo.InvariantCulture, $"{session.Bytes:N0} bytes of history");
}
