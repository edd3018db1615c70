using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Servers;
using SessionShare.Client;

namespace SessionShare.Cli.Sessions;

/// <summary>`sessionshare ls`.</summary>
internal static class LsCommand
{
    private static readonly Option<bool> Watch = new("--watch", "-w") { Description = "Go on, and show changes as they happen; Ctrl-C ends." };

    public static Command Create(Surroundings surroundings) =>
        new Command("ls", "List your live sessions, those you are invited to, and your ended ones whose history is kept.") { Watch, CommonOptions.Server, CommonOptions.Json }
            .Does(surroundings, async (parsed, interruption) =>
            {
                var (server, json) = (parsed.GetValue(CommonOptions.Server), parsed.GetValue(CommonOptions.Json));
                if (parsed.GetValue(Watch))
                    return await Follow(surroundings, server, json, interruption);
                var lists = await Ask(surroundings, server, interruption.Token);
                foreach (var line in json ? lists.Json() : lists.Text())
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

    /// <summary>Ctrl-C is how it ends, and no failure.</summary>
    private static async Task<int> Follow(Surroundings surroundings, IReadOnlyList<Uri>? option, bool json, Interruption interruption)
    {
        using var server = await AskedServer.ChosenOrStarted(surroundings, option, interruption.Token);
        using var terminal = new LocalTerminal();
        var list = new SessionList(server.Gateway.Transport(surroundings), new ListOptions { Servers = server.Gateway.Addresses, TimeProvider = surroundings.Time });
        IListView view = json ? new JsonListView(surroundings.Output)
            : terminal.HasScreen && !Console.IsOutputRedirected ? new ScreenListView(terminal, surroundings.Output, surroundings.Time)
            : new TextListView(surroundings.Output, surroundings.Time);
        var watch = new ListWatch(list, view, surroundings.Time);
        return await server.Gateway.Call(() => watch.Run(interruption.Token)) ?? (interruption.ExitCode == 130 ? 0 : interruption.ExitCode ?? 0);
    }
}
