using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Servers;

namespace SessionShare.Cli.Sessions;

/// <summary>`sessionshare ls`.</summary>
internal static class LsCommand
{
    public static Command Create(Surroundings surroundings) =>
        new Command("ls", "List your live sessions, those you are invited to, and your ended ones whose history is kept.") { CommonOptions.Server, CommonOptions.Json }
            .Does(surroundings, async (parsed, interruption) =>
            {
                var lists = await Ask(surroundings, parsed.GetValue(CommonOptions.Server), interruption.Token);
                foreach (var line in parsed.GetValue(CommonOptions.Json) ? lists.Json() : lists.Text())
                    surroundings.Output.WriteLine(line);
                return 0;
            });

    private static async Task<SessionLists> Ask(Surroundings surroundings, IReadOnlyList<Uri>? option, CancellationToken cancellationToken)
    {
        using var server = await AskedServer.Chosen(surroundings, option, cancellationToken);
        return server is null
            ? new SessionLists([], [], surroundings.Time)
            : new SessionLists(
                await server.Gateway.Ask(api => api.Sessions(cancellationToken)),
                await server.Gateway.Ask(api => api.Invitations(cancellationToken)),
                surroundings.Time);
    }
}
