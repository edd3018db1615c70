using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>What is said beside a link.</summary>
internal static class LinkText
{
    /// <param name="link">As the server made it.</param>
    /// <param name="copied">It was put on the clipboard.</param>
    /// <param name="share">As asked for.</param>
    /// <param name="prefix">The prefix key's name; null where nobody types.</param>
    public static IEnumerable<string> Lines(string link, bool copied, ShareArguments share, string? prefix)
    {
        foreach (var line in Alone(link, copied, share))
            yield return line;
        yield return share.Resume is null ? Who(share.Allow, share.Team, share.Link) : "The session goes on: who was let in still is, and who is here stays.";
        if (share.For is { } time)
            yield return $"That counts for {Duration.Text(time)}.";
        if (share.Link >= Role.Edit || share.Team >= Role.Edit || share.Allow.Any(rule => rule.Role >= Role.Edit))
            yield return Access.AccessText.MeaningOfEdit;
        if (share.Keep is { } keep)
            yield return $"Its history is kept for {Duration.Text(keep)} after its end; sessionshare delete ends that at once.";
        foreach (var line in IdleChoice.Lines(share.Idle))
            yield return line;
        if (IsLocal(link))
            yield return "The link opens on this machine only. To invite others, share through a server that they reach: sessionshare share --server https://HOST.";
        if (prefix is not null)
            yield return $"{prefix} then e ends sharing, {prefix} then ? shows more.";
    }

    /// <summary>The link, and nothing of what it means.</summary>
    public static IEnumerable<string> Alone(string link, bool copied, ShareArguments share) =>
        [$"Shared{(share.Resume is null ? "" : " on")}: {Printable.Text(link)}{(copied ? "  (on your clipboard)" : "")}", .. share.Qr ? QrText.Of(link) : []];

    public static bool IsLocal(string link) => SessionLink.TryParse(link, out var parsed) && parsed.Server.IsLoopback;

    private static string Who(IReadOnlyList<EmailRule> allow, Role team, Role anyone)
    {
        IEnumerable<string> invited = allow.Select(rule => $"{Printable.Text(rule.Email)} ({Verb(rule.Role)})");
        var people = string.Join(", ", team == Role.None ? invited : invited.Append($"your team ({Verb(team)})"));
        return (people, anyone) switch
        {
            ("", Role.None) => "Nobody but you gets in: let in people with --allow EMAIL, or anyone with the link with --link view.",
            (_, Role.None) => $"Who gets in: {people}.",
            ("", _) => $"Who gets in: anyone with the link ({Verb(anyone)}).",
            _ => $"Who gets in: {people}, and anyone with the link ({Verb(anyone)}).",
        };
    }

    /// <summary>What a role lets a person do.</summary>
    public static string Verb(Role role) => role switch
    {
        Role.View => "may watch",
        Role.Edit => "may type",
        _ => "may type and change access",
    };
}
