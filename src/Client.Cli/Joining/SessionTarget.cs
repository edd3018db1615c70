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
        if (SessionLink.TryParse(text, out var link))
            return (new(link.Session, link), null);
        return SessionId.TryParse(text, out var session)
            ? (new(session, null), null)
            : (null, $"'{text}' is neither a link, like https://HOST/s/ID#k=SECRET, nor a session's id, which has {Base62.Length} characters of 0-9A-Za-z.");
    }

    /// <summary>The server that has it: the link's, else the one that the person chose.</summary>
    /// <exception cref="CliFailure">An id alone, and no server to ask.</exception>
    public Gateway Gateway(Surroundings surroundings, IReadOnlyList<Uri>? option) => Link is not null
        ? Servers.Gateway.OfLink(surroundings, Link.Server, option)
        : Servers.Gateway.Chosen(surroundings, option) ?? throw new CliFailure(
            Reasons.Exit.ServerUnreachable, $"There is no server to ask: the embedded one does not run. Give the whole link, or name a server with --server or {ServerUrls.Variable}.");
}
