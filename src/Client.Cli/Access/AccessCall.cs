using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Sharing;
using SessionShare.Cli.UnsharedShell.Channel;
using SessionShare.Protocol;

namespace SessionShare.Cli.Access;

/// <summary>One question or change of a session's rules, asked of its server, and what is said to it.</summary>
internal static class AccessCall
{
    /// <summary>Gives a command its action.</summary>
    /// <param name="session">The option that names the session.</param>
    /// <param name="change">The change that is asked for; null: none, the rules are shown.</param>
    public static Command Changes(this Command command, Surroundings surroundings, Option<SessionTarget?> session, Func<ParseResult, AccessChange?> change) =>
        command.DoesForOwnHand(surroundings, async (parsed, interruption) =>
        {
            var target = parsed.GetValue(session) ?? await Own(surroundings, "name the session with --session LINK or ID, as sessionshare ls shows them", interruption.Token);
            using var server = await target.Server(surroundings, parsed.GetValue(CommonOptions.Server), interruption.Token);
            var asked = change(parsed);
            var access = await server.Gateway.Ask(api => asked is null
                ? api.Access(target.Session, interruption.Token)
                : api.ChangeAccess(target.Session, asked, interruption.Token));
            var lines = parsed.GetValue(CommonOptions.Json) ? [JsonLine.Of(access)] : asked is null ? AccessText.Of(access, surroundings.Time) : AccessText.Of(asked, access);
            foreach (var line in lines)
                surroundings.Output.WriteLine(line);
            return 0;
        });

    /// <summary>The session that this shell is shared in.</summary>
    /// <param name="otherwise">What to do where it is shared in none.</param>
    public static async Task<SessionTarget> Own(Surroundings surroundings, string otherwise, CancellationToken cancellationToken)
    {
        using var shell = await ShellClient.Find(surroundings, cancellationToken);
        if (shell?.State is { Link: { } link } && SessionTarget.Parse(link).Target is { } shared)
            return shared;
        if (surroundings.Variable(SharedProgram.SessionVariable) is { } id && SessionTarget.Parse(id).Target is { } around)
            return around;
        throw new CliFailure(Reasons.Exit.Usage, $"This shell is not shared; {otherwise}.");
    }
}
