using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Servers;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sessions;

/// <summary>`sessionshare stop`.</summary>
internal static class StopCommand
{
    private static readonly Option<bool> All = new("--all") { Description = "Stop all your live sessions." };

    public static Command Create(Surroundings surroundings)
    {
        var target = SessionArgument.Create();
        target.Arity = ArgumentArity.ZeroOrOne;
        target.Description = "The session to stop.";
        var command = new Command("stop", "Stop sharing a session: access closes for everyone at once. Its shell goes on.")
        {
            target, All, CommonOptions.Server, CommonOptions.Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(target) is { Tokens.Count: > 0 } == result.GetValue(All))
                result.AddError("stop needs either a session (its link or id, as sessionshare ls shows them) or --all.");
        });
        return command.Does(surroundings, async (parsed, interruption) =>
        {
            var stopped = parsed.GetValue(target) is { } one
                ? await Stop(surroundings, one, parsed.GetValue(CommonOptions.Server), interruption.Token)
                : await StopAll(surroundings, parsed.GetValue(CommonOptions.Server), interruption.Token);
            Say(surroundings, stopped, parsed.GetValue(CommonOptions.Json));
            return 0;
        });
    }

    private static async Task<IReadOnlyList<SessionId>> Stop(Surroundings surroundings, SessionTarget target, IReadOnlyList<Uri>? server, CancellationToken cancellationToken)
    {
        using var gateway = target.Gateway(surroundings, server);
        await gateway.Ask(api => api.Stop(target.Session, cancellationToken));
        return [target.Session];
    }

    private static async Task<IReadOnlyList<SessionId>> StopAll(Surroundings surroundings, IReadOnlyList<Uri>? server, CancellationToken cancellationToken)
    {
        using var gateway = Gateway.Chosen(surroundings, server);
        if (gateway is null)
            return [];
        var sessions = await gateway.Ask(api => api.Sessions(cancellationToken));
        foreach (var session in sessions)
            await gateway.Ask(api => api.Stop(session.Session, cancellationToken));
        return [.. sessions.Select(session => session.Session)];
    }

    private static void Say(Surroundings surroundings, IReadOnlyList<SessionId> stopped, bool json)
    {
        foreach (var session in stopped)
            surroundings.Output.WriteLine(json ? JsonLine.Of(new { Event = "stopped", Session = session }) : $"Stopped {session}.");
        if (stopped.Count == 0 && !json)
            surroundings.Output.WriteLine("You share nothing just now.");
    }
}
