using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Homes;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Servers;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>Before the first share to a server: what leaves the machine, where to, who can see it, how long it is kept; asked once.</summary>
internal sealed class FirstShare(Home home, ServerChoice choice)
{
    private string Key => choice.Named is { } named ? named[0].AbsoluteUri : "embedded";

    public bool IsDue => !home.ReadConfig().Noticed.Contains(Key);

    /// <summary>The notice.</summary>
    public IEnumerable<string> Lines()
    {
        yield return "While you share, all that this terminal shows, your commands with their directories, and your e-mail address go to " + Where();
        yield return "Who can see it: the people you let in with --allow or --link, and whoever runs that server. With `edit` they act as you on this machine.";
        yield return $"It is kept until the session ends, and at most 60 s longer for those who still read, or as long as --keep says; then it is deleted.{Record} More: docs/privacy.md.";
    }

    /// <summary>Says it, and asks where somebody can answer.</summary>
    /// <param name="agreed">`--yes`.</param>
    /// <exception cref="CliFailure">The answer is no.</exception>
    public void Ask(Speech say, LocalTerminal terminal, bool agreed)
    {
        if (!IsDue)
            return;
        foreach (var line in Lines())
            say.Line(line);
        if (!agreed && terminal.HasKeys && !say.Ask("Share?"))
            throw new CliFailure(Reasons.Exit.Failed, "Nothing was shared.");
        Told();
    }

    /// <summary>It was told: not again.</summary>
    public void Told()
    {
        var config = home.ReadConfig();
        home.Write(config with { Noticed = [.. config.Noticed.Append(Key).Distinct()] });
    }

    /// <summary>What is kept longer. This home's own server keeps no such thing by itself.</summary>
    private string Record => choice.IsEmbedded ? "" : " A record of who shared, came in, was let do what, and of the command lines, may be kept for the server's operators, by default for 90 days.";

    private string Where() => choice.Named is { } named
        ? $"{named[0]}{(named[0] is { Scheme: "http", IsLoopback: false } ? " (http: readable on the way)" : "")}."
        : $"a server on this machine that runs while you share; its data stay in {home.ServerFolder}.";
}
