using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Access;

/// <summary>What a person reads of rules, and of what a change means.</summary>
internal static class AccessText
{
    /// <summary>The rules.</summary>
    public static IEnumerable<string> Of(Protocol.Access access, TimeProvider time)
    {
        foreach (var rule in access.Allow)
            yield return $"{Printable.Text(rule.Email)}: {Word(rule.Role)}{Until(rule.Until, time)}";
        if (access.Allow.Count == 0)
            yield return "Nobody is invited by address.";
        yield return access.Team.Name is { } team
            ? $"Your team {Printable.Text(team)}: {Word(access.Team.Role)}{Until(access.Team.Until, time)}"
            : "You are signed in without a team.";
        yield return $"Anyone with the link: {Word(access.Link.Role)}{Until(access.Link.Until, time)}";
        if (access.Link.Role != Role.None)
            yield return $"The link: {Printable.Text(access.LinkUrl)}";
        foreach (var email in access.Revoked)
            yield return $"{Printable.Text(email)}: by team or link no more than view, until allowed again";
        foreach (var email in access.Removed)
            yield return $"{Printable.Text(email)}: removed, until allowed again";
        foreach (var asking in access.Asking ?? [])
            yield return $"{Printable.Text(asking.Person.Email ?? asking.Person.Name)} asks to {Word(asking.Role)}: sessionshare access allow {Printable.Text(asking.Person.Email ?? "")}:{Word(asking.Role)} lets them in.";
        if (access.Policy is null)
            yield break;
        foreach (var line in PolicyText.Of(access.Policy))
            yield return $"By the organization's policy {line}.";
    }

    /// <summary>What a change means, beside being done.</summary>
    public static IEnumerable<string> Of(AccessChange change, Protocol.Access access)
    {
        switch (change)
        {
            case { Allow: { } rule }:
                yield return $"{Printable.Text(rule.Email)} {LinkText.Verb(rule.Role)}{For(rule.ForSeconds, access)}. No mail is sent: tell them the link.";
                break;
            case { Team: { } team }:
                yield return team.Role == Role.None ? "Your team gets in no more by being your team." : $"Everyone of your team {Printable.Text(access.Team.Name ?? "")} {LinkText.Verb(team.Role)}{For(team.ForSeconds, access)}.";
                break;
            case { Link: { Role: Role.None } }:
                yield return "The link lets nobody in any more; who came by it is out.";
                break;
            case { Link: { } link }:
                yield return $"Anyone with this link {LinkText.Verb(link.Role)}{For(link.ForSeconds, access)}: {Printable.Text(access.LinkUrl)}";
                yield return "It is a new one: the link from before lets nobody in, and who came by it is out.";
                break;
            case { RevokeAll: true }:
                yield return "Nobody but you may type.";
                break;
            case { Revoke.Email: { } email }:
                yield return $"{Printable.Text(email)} may watch, and not type.";
                if (access.Link.Role >= Role.Edit)
                    yield return "Anyone with the link may type, also without signing in: sessionshare access link view changes that.";
                break;
            case { Remove.Email: { } email }:
                yield return $"{Printable.Text(email)} is out, until allowed again.";
                if (access.Link.Role != Role.None)
                    yield return "Anyone with the link still gets in, also without signing in: sessionshare access link view makes a new one, link off closes it.";
                break;
        }

        if (EditIsGiven(change))
            yield return MeaningOfEdit;
    }

    /// <summary>Said whenever edit is given.</summary>
    public const string MeaningOfEdit = "Who may type can do on this machine whatever you can.";

    private static bool EditIsGiven(AccessChange change) =>
        (change.Allow?.Role ?? change.Team?.Role ?? change.Link?.Role ?? change.Grant?.Role ?? Role.None) >= Role.Edit;

    private static string Word(Role role) => role switch
    {
        Role.None => "nothing",
        Role.View => "view",
        Role.Edit => "edit",
        _ => "manage",
    };

    /// <summary>How long a new rule counts; the policy may give one an end that was given none.</summary>
    private static string For(long? seconds, Protocol.Access access) =>
        seconds is { } time ? $" for {Duration.Text(TimeSpan.FromSeconds(time))}"
        : access.Policy?.LongestGrantSeconds is { } most ? $" for {Duration.Text(TimeSpan.FromSeconds(most))}, as the organization's policy has it"
        : "";

    private static string Until(DateTimeOffset? until, TimeProvider time) => until is { } end ? $", until {Moment.HereAndUtc(end, time)}" : "";
}
