using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Servers;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>A session as a person names it.</summary>
/// <param name="Session">Its id.</param>
/// <param name="Link">The link, where one was given.</param>
internal sealed record SessionTarget(SessionId Session, SessionLink? Link)
{
    /// <summary>Reads LINK|ID: the target, or what is wrong and what would be right.</summary>
    public static (SessionTarget? Target, string? Fault) Parse(string text)
    {
        if (SessionLink.TryParse(DesktopLink.ToWeb(text), out var link))
            return (new(link.Session, link), null);
        return SessionId.TryParse(text, out var session)
            ? (new(session, null), null)
            : (null, $"'{text}' is neither a link, like https://HOST/s/ID#k=SECRET, nor a session's id, which has {Base62.Length} characters of 0-9A-Za-z.");
    }

    /// <summary>The server that has it: the link's, else the one that the person chose. The home's own one is started where needed.</summary>
    /// <exception cref="CliFailure">An id alone, and no server to ask; or the embedded one does not start.</exception>
    public async Task<AskedServer> Server(Surroundings surroundings, IReadOnlyList<Uri>? option, CancellationToken cancellationToken) => Link is not null
        ? await AskedServer.OfLink(surroundings, Link.Server, option, cancellationToken)
        : await AskedServer.Chosen(surroundings, option, cancellationToken) ?? throw NoServer();

    /// <summary>As <see cref="Server"/>, where only a server that runs is of use.</summary>
    public Gateway Gateway(Surroundings surroundings, IReadOnlyList<Uri>? option) => Link is not null
        ? Servers.Gateway.OfLink(surroundings, Link.Server, option)
        : Servers.Gateway.Chosen(surroundings, option) ?? throw NoServer();

    private static CliFailure NoServer() => new(
        Reasons.Exit.ServerUnreachable, $"There is no server to ask: the embedded one does not run. Give the whole link, or name a server with --server or {ServerUrls.Variable}.");
}
