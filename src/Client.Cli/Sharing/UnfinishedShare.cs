using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Embedded;
using SessionShare.Cli.Homes;
using SessionShare.Cli.Servers;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>A session that `share --resume` may go on with.</summary>
/// <param name="Session">Its id.</param>
/// <param name="Server">Where it is; null: where only the link says.</param>
/// <param name="Link">The address in the link that was given.</param>
/// <param name="Remembered">As the home remembers it; null: it doesn't.</param>
internal sealed record UnfinishedShare(SessionId Session, ServerChoice? Server, Uri? Link, RememberedShare? Remembered)
{
    /// <summary>The one that was named; else those of this home whose process died, newest first.</summary>
    /// <exception cref="CliFailure">There is none; the sentence says what to do.</exception>
    public static IReadOnlyList<UnfinishedShare> Find(ResumeChoice choice, IReadOnlyList<Uri>? option, Surroundings surroundings)
    {
        var all = surroundings.Home.Shares.All();
        if (choice.Target is { } target)
        {
            var (known, isHeld) = all.FirstOrDefault(one => one.Share.Session == $"{target.Session}");
            return isHeld && surroundings.Variable(SharedProgram.SessionVariable) == known.Session
                ? throw new CliFailure(Reasons.Exit.Failed, "The shell that you are in is that session already; there is nothing to go on with.")
                : [Of(target.Session, known, target.Link?.Server, option, surroundings)];
        }

        var left = all.Where(one => !one.IsHeld).Select(one => Of(SessionId.Parse(one.Share.Session), one.Share, null, option, surroundings)).ToList();
        return left.Count > 0 ? left : throw new CliFailure(Reasons.Exit.NoAccess, WhyNone([.. all.Select(one => one.Share)]));
    }

    /// <summary>Opens its server.</summary>
    /// <exception cref="CliFailure">The embedded server does not start.</exception>
    public async Task<ShareServer> Use(Surroundings surroundings, CancellationToken cancellationToken) =>
        Server is null ? ShareServer.OfLink(Link!, surroundings) : await ShareServer.Use(Server, surroundings, cancellationToken);

    /// <summary>What to tell where the server does not let it go on.</summary>
    public Refusal Explain(Refusal refusal) => refusal.Reason switch
    {
        Reason.SessionEnded => refusal with { Text = $"{refusal.Text} sessionshare share begins a new one." },
        Reason.UnknownOrForbidden => refusal with { Text = $"{Session} is no session of yours: it is unknown to the server, or another person's. sessionshare ls lists yours, sessionshare whoami says who you are." },
        _ => refusal,
    };

    private static UnfinishedShare Of(SessionId session, RememberedShare? known, Uri? link, IReadOnlyList<Uri>? option, Surroundings surroundings)
    {
        var choice = ServerChoice.Of(option, surroundings);
        if (option is not null || (known is null && (link is null || choice.Names(link))))
            return new(session, choice, link, known);
        if (known is not null)
            return new(session, new ServerChoice(known.Servers), link, known);
        return EmbeddedFiles.Of(surroundings.Home).LastAddress() == link ? new(session, new ServerChoice(Named: null), link, known) : new(session, null, link, known);
    }

    private static string WhyNone(IReadOnlyList<RememberedShare> held) => held is [var newest, ..]
        ? $"{newest.Session} ({Printable.Text(newest.Title, 60)}) is still shared, by process {newest.Process}; sessionshare share --resume {newest.Session} takes it over."
        : "This home remembers no share that was broken off; sessionshare share --resume ID goes on with one of those that sessionshare ls lists.";
}
