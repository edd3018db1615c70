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
        return command.DoesForOwnHand(surroundings, async (parsed, interruption) =>
        {
            var (server, json) = (parsed.GetValue(CommonOptions.Server), parsed.GetValue(CommonOptions.Json));
            if (parsed.GetValue(target) is not { } one)
                return await StopAll(surroundings, server, json, interruption.Token);
            await Stop(surroundings, one, server, interruption.Token);
            Say(surroundings, one.Session, json);
            return 0;
        });
    }

    private static async Task Stop(Surroundings surroundings, SessionTarget target, IReadOnlyList<Uri>? option, CancellationToken cancellationToken)
    {
        using var server = await target.Server(surroundings, option, cancellationToken);
        await server.Gateway.Ask(api => api.Stop(target.Session, cancellationToken));
    }

    /// <summary>Stops each; one that can't be stopped keeps no other from it.</summary>
    /// <returns>The code of the first failure; 0 where there was none.</returns>
    private static async Task<int> StopAll(Surroundings surroundings, IReadOnlyList<Uri>? option, bool json, CancellationToken cancellationToken)
    {
        using var server = await AskedServer.Chosen(surroundings, option, cancellationToken);
        var sessions = server is null ? [] : await server.Gateway.Ask(api => api.Sessions(cancellationToken));
        var live = sessions.Where(session => session.EndedAt is null).ToList();
        var code = 0;
        foreach (var session in live)
        {
            try
            {
                await server!.Gateway.Ask(api => api.Stop(session.Session, cancellationToken));
                Say(surroundings, session.Session, json);
            }
            catch (Exception fault) when (Failed.Of(fault) is { } failed)
            {
                SayNot(surroundings, session.Session, failed, json);
                code = code == 0 ? failed.ExitCode : code;
            }
        }
        if (live.Count == 0 && !json)
            surroundings.Output.WriteLine("You share nothing just now.");
        return code;
    }

    private static void Say(Surroundings surroundings, SessionId session, bool json) =>
        surroundings.Output.WriteLine(json ? JsonLine.Of(new { Event = "stopped", Session = session }) : $"Stopped {session}.");

    private static void SayNot(Surroundings surroundings, SessionId session, Failed failed, bool json)
    {
        surroundings.Error.WriteLine(Printable.Text($"{session} was not stopped: {failed.Text}"));
        if (json)
            surroundings.Output.WriteLine(JsonLine.Of(new { failed.Event, Session = session, failed.Reason, failed.Text, failed.ExitCode }));
    }
}
