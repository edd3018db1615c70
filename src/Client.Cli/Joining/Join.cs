using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Pty;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>`join`, from the server to the exit code.</summary>
internal sealed class Join(JoinArguments arguments, Surroundings surroundings)
{
    public async Task<int> Run(CancellationToken cancellationToken)
    {
        using var terminal = new LocalTerminal();
        if (!arguments.Raw && !terminal.HasScreen)
            throw new CliFailure(Reasons.Exit.Usage, "There is no terminal to show the session on; join --raw writes it to a file or a pipe.");
        if (arguments.Type && terminal.HasKeys && !Console.IsOutputRedirected)
            throw new CliFailure(Reasons.Exit.Usage, "With --raw --type on a terminal, what the terminal answers to the session's questions would be typed into the session; leave out --raw, or redirect one of both.");
        using var server = await arguments.Target.Server(surroundings, arguments.Server, cancellationToken);
        var gateway = server.Gateway;
        var transport = gateway.Transport(surroundings);

        Task<WatchedSession> Enter(WatchFrom from)
        {
            var options = Options(gateway.Addresses, from);
            return new AskedEntry(surroundings, terminal, arguments.Ask).Enter(
                () => gateway.Call(() => WatchedSession.Join(transport, options, cancellationToken)),
                (role, waits) => gateway.Call(() => WatchedSession.AskAccess(transport, options, role, waits, cancellationToken)));
        }

        if (!arguments.Raw)
            return await new LiveView(arguments, surroundings, terminal).Run(Enter, cancellationToken);
        await using var session = await Enter(arguments.From ?? WatchFrom.Start);
        return await new RawView(surroundings, arguments.Type ? terminal : null).Run(session, cancellationToken);
    }

    private WatchOptions Options(IReadOnlyList<Uri> servers, WatchFrom from) => new()
    {
        Servers = servers,
        Session = arguments.Target.Session,
        LinkSecret = arguments.Target.Link?.Secret,
        Name = arguments.Name,
        Recorder = arguments.Raw,
        From = from,
        Together = !arguments.Raw,
        MayType = !arguments.Raw || arguments.Type,
        TimeProvider = surroundings.Time,
    };
}
