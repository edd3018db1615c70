using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Painting;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>What the sharer's title says: shared or not, how many watch, who can edit, and what is wrong.</summary>
internal static class OwnTitle
{
    private const int NameLength = 40;
    private const int NamesShown = 3;

    /// <param name="roster">Who is here.</param>
    /// <param name="connected">Whether the server is reached.</param>
    /// <param name="notice">What the server wants known, if anything.</param>
    /// <param name="over">Why the session is no longer shared; null while it is.</param>
    /// <param name="asks">What the sharer is asked just now; null: nothing.</param>
    /// <param name="paused">Nothing is shown to others just now.</param>
    public static string Of(Roster roster, bool connected, string? notice, string? over, string? asks = null, bool paused = false)
    {
        if (over is not null)
            return $"○ not shared any more: {Printable.Text(over, 120)}";
        List<string> parts = [paused ? "⏸ paused" : "● shared", connected ? Watching(roster) : "reconnecting"];
        if (asks is not null)
            parts.Add(asks);
        if (Editors(roster) is { } editors)
            parts.Add(editors);
        return string.Join(" · ", [.. parts, .. Wanted(roster, notice)]);
    }

    /// <summary>The same for the line at the bottom: who is here in their colours, and what they point at or write. What the sharer has to answer stands first.</summary>
    public static string Line(Roster roster, IReadOnlyDictionary<string, PresenceState> shown, bool connected, string? notice, string? over, string? asks, bool paused)
    {
        if (over is not null)
            return $"\e[90m{Of(roster, connected, notice, over)}";
        var people = roster.Participants.Where(known => !known.Away).GroupBy(known => known.Person.Email?.ToLowerInvariant() ?? known.Id).Select(devices => Chip(roster, shown, [.. devices])).ToList();
        return string.Join(" · ", [
            paused ? "\e[33m⏸ paused\e[39m" : "\e[32m●\e[39m shared",
            .. asks is null ? (string[])[] : [$"\e[33m{asks}\e[39m"],
            .. Wanted(roster, null).Select(wanted => $"\e[33m{wanted}\e[39m"),
            connected ? people.Count == 0 ? "nobody watching" : string.Join(" ", people) : "\e[33mreconnecting\e[39m",
            .. notice is null ? (string[])[] : [Printable.Text(notice, 120)]]);
    }

    private static string Chip(Roster roster, IReadOnlyDictionary<string, PresenceState> shown, List<Participant> devices) =>
        PersonColour.Chip(devices[0].Person) + (roster.IsSharer(devices[0].Person) ? " you" : devices.Exists(device => device.Role >= Role.Edit) ? "✎" : "") + PersonPlace.Of(devices, shown);

    private static IEnumerable<string> Wanted(Roster roster, string? notice)
    {
        if (Requests(roster, isOutside: false) is { } requests)
            yield return requests;
        if (Requests(roster, isOutside: true) is { } outside)
            yield return outside;
        if (notice is not null)
            yield return Printable.Text(notice, 120);
    }

    private static string Watching(Roster roster) => roster.Participants.Count(participant => !participant.Away) switch
    {
        0 => "nobody watching",
        var watching => $"{watching} watching",
    };

    private static string? Editors(Roster roster)
    {
        var names = roster.Participants.Where(participant => participant.Role >= Role.Edit).Select(participant => NameOf(participant.Person)).Distinct().ToList();
        return names.Count switch
        {
            0 => null,
            > NamesShown => $"{names.Count} can edit",
            _ => $"{string.Join(", ", names)} can edit",
        };
    }

    private static string? Requests(Roster roster, bool isOutside)
    {
        var requests = Request.Of(roster).Where(request => request.IsOutside == isOutside).ToList();
        var names = requests.Select(request => NameOf(request.Person)).Distinct().ToList();
        var what = !isOutside ? "to type" : requests.TrueForAll(request => request.Role >= Role.Edit) ? "to come in and type" : "to come in";
        return names.Count switch
        {
            0 => null,
            > NamesShown => $"{names.Count} ask {what}",
            1 => $"{names[0]} asks {what}",
            _ => $"{string.Join(", ", names)} ask {what}",
        };
    }

    /// <summary>A person in a title.</summary>
    public static string NameOf(Person person) =>
        Printable.Text(person.Email ?? (person.Name.Length > 0 ? $"{person.Name} (guest)" : "a guest"), NameLength);
}
