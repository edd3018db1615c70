using SessionShare.Cli.Painting;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>Who has come and gone, in a few words: people, not their devices.</summary>
internal static class PeopleNotes
{
    private const int NamesShown = 3;

    /// <summary>What is different between two rosters; null: nothing that is worth a word.</summary>
    /// <param name="self">A participant of one's own, which is not mentioned.</param>
    public static string? Between(Roster before, Roster after, string? self = null)
    {
        var (were, are) = (Here(before, self), Here(after, self));
        List<string> words = [.. Words([.. are.Keys.Except(were.Keys).Select(key => are[key])], "joined"), .. Words([.. were.Keys.Except(are.Keys).Select(key => were[key])], "left")];
        return words.Count == 0 ? null : string.Join(" · ", words);
    }

    private static Dictionary<string, Person> Here(Roster roster, string? self) => roster.Participants
        .Where(known => !known.Away && known.Id != self && !roster.IsSharer(known.Person))
        .DistinctBy(known => known.Person.Email?.ToLowerInvariant() ?? known.Id)
        .ToDictionary(known => known.Person.Email?.ToLowerInvariant() ?? known.Id, known => known.Person);

    private static IEnumerable<string> Words(List<Person> people, string did)
    {
        if (people.Count > 0)
            yield return people.Count > NamesShown ? $"{people.Count} {did}" : $"{string.Join(", ", people.Select(person => CommandLine.Printable.Text(PersonColour.ShortName(person), 30)))} {did}";
    }
}
