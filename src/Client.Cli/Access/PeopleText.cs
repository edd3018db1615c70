using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Painting;
using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Access;

/// <summary>What a person reads of the people in a session.</summary>
internal static class PeopleText
{
    private const int MostCharacters = 40;

    /// <summary>A table, each column as wide as what stands in it.</summary>
    public static IEnumerable<string> Table(IReadOnlyList<PersonInSession> people, TimeProvider time)
    {
        List<string[]> rows = [["NAME", "ADDRESS", "ROLE", "STATE", "SINCE"], .. people.Select(person => Cells(person, time))];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    /// <summary>One line, for a title: the sharer reads it, and is left out.</summary>
    public static string Line(IReadOnlyList<PersonInSession> people)
    {
        var here = people.Where(person => person is { Sharer: false, Presence: Presence.Here or Presence.Away }).Select(Short).ToList();
        var absent = people.Where(person => person.Presence is Presence.Left or Presence.Invited).Select(person => Printable.Text(person.Person.Email!, MostCharacters)).ToList();
        var own = people.FirstOrDefault(person => person is { Sharer: true, Devices: > 1 });
        List<string> parts = [here.Count == 0 ? "nobody else is here" : string.Join(", ", here)];
        if (own is not null)
            parts.Add($"you on {own.Devices} devices");
        if (absent.Count > 0)
            parts.Add($"invited, not here: {string.Join(", ", absent)}");
        return string.Join(" · ", parts);
    }

    /// <summary>Somebody who is here, in a list.</summary>
    public static string Line(Participant person) =>
        $"{PersonColour.Chip(person.Person)} {OwnTitle.NameOf(person.Person)} · {RoleWord.Of(person.Role)}{(person.Request is { } asked ? $", asks for {RoleWord.Of(asked)}" : "")}{(person.Away ? " · away" : "")}";

    private static string Short(PersonInSession person)
    {
        List<string> facts = [RoleWord.Of(person.Role)];
        if (person.Presence == Presence.Away)
            facts.Add("away");
        if (person.Devices > 1)
            facts.Add($"{person.Devices} devices");
        return $"{OwnTitle.NameOf(person.Person)} {string.Join(", ", facts)}";
    }

    private static string[] Cells(PersonInSession person, TimeProvider time) =>
    [
        person.Devices == 0 ? "-" : Printable.Text(person.Person.Name, MostCharacters),
        person.Guest ? "(guest)" : Printable.Text(person.Person.Email!, MostCharacters),
        person.Request is { } asked ? $"{RoleOf(person)}, asks for {RoleWord.Of(asked)}" : RoleOf(person),
        StateOf(person),
        person.Since is { } since ? Moment.Here(since, time) : person.Until is { } until ? $"until {Moment.Here(until, time)}" : "",
    ];

    private static string RoleOf(PersonInSession person) => person.Sharer ? "sharer" : RoleWord.Of(person.Role);

    private static string StateOf(PersonInSession person) => person.Presence switch
    {
        Presence.Here => person.Devices > 1 ? $"here, {person.Devices} devices" : "here",
        Presence.Away => "away",
        Presence.Left => "not here",
        _ => "invited, never came",
    };
}
