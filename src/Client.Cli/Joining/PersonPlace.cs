using SessionShare.Cli.Drafting;
using SessionShare.Cli.Painting;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>Who is in a session, where they are and point, for the line at the bottom and for the list of people.</summary>
internal static class PersonPlace
{
    /// <summary>Everyone but oneself, each person once, in their colour.</summary>
    public static string Chips(Company company)
    {
        if (company.Roster is not { } roster)
            return "";
        var here = roster.Participants.Where(known => known.Id != company.Self && !known.Away).ToLookup(known => roster.IsSharer(known.Person));
        var others = here[false].GroupBy(known => known.Person.Email?.ToLowerInvariant() ?? known.Id).Select(devices => Chip(company, [.. devices]));
        return string.Join(" ", others.Prepend($"{PersonColour.Chip(roster.Sharer)} {(roster.SharerState == SharerState.Connected ? "shares" : "is away")}{Of(here[true], company.Shown)}"));
    }

    /// <summary>What somebody does just now, in a few words; empty: they watch.</summary>
    public static string Of(PresenceState? state) => state switch
    {
        { Cursor: not null, Typing: true } => "writes the draft",
        { Cursor: not null } => "in the draft",
        { Typing: true } => "types",
        { Selection.Blocks: { } blocks } => $"points at block {string.Join(", ", blocks.Select(range => range.From == range.To ? $"{range.From}" : $"{range.From}-{range.To}"))}",
        { Selection.Text: { } text } => $"points into block {text.From.Block}",
        { Selection.Screen: { } screen } => $"points at line {screen.From.Row + 1}",
        { Follow.Scrolled: true } => "reads back",
        _ => "",
    };

    /// <summary>The same of a person's devices, to be put behind the name.</summary>
    public static string Of(IEnumerable<Participant> devices, IReadOnlyDictionary<string, PresenceState> shown) =>
        devices.Select(device => Of(shown.GetValueOrDefault(device.Id))).FirstOrDefault(place => place.Length > 0) is { } place ? $" {place}" : "";

    private static string Chip(Company company, List<Participant> devices) =>
        $"{PersonColour.Chip(devices[0].Person)}{(devices.Exists(device => device.Role >= Role.Edit) ? "✎" : "")}{Of(devices, company.Shown)}";
}
