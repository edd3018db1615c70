using System.Globalization;
using System.Text;

namespace SessionShare.Protocol;

/// <summary>
/// What stands for a person where there is no room for a name: the same in every client, for it is made here and travels with the person. Made of name and address alone; pictures are
/// nobody's business here (docs/decisions/0021).
/// </summary>
/// <param name="Initials">One or two letters, or <c>?</c>.</param>
/// <param name="Colour">Behind white letters, as <c>#rrggbb</c>.</param>
public sealed record Avatar(string Initials, string Colour)
{
    /// <summary>All colours there are, each at least 4.5 to 1 against white.</summary>
    public static IReadOnlyList<string> Colours { get; } =
        ["#b3261e", "#a83f00", "#7a5200", "#4f6200", "#1f6b2e", "#00695c", "#00677f", "#0b57d0", "#4a4fcf", "#7b3fc4", "#a1328f", "#b3265b"];

    private static readonly char[] BetweenWords = [' ', '\t', '\u00a0'];
    private static readonly char[] InAddress = ['.', '_', '-', '+'];

    /// <summary>A person's. Whoever is signed in keeps the colour, whatever they are called.</summary>
    public static Avatar Of(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return new Avatar(InitialsOf(person.Name), Colours[(int)(Hash((person.Email ?? person.Name).ToLowerInvariant()) % (uint)Colours.Count)]);
    }

    private static string InitialsOf(string name)
    {
        var at = name.IndexOf('@');
        var words = (at < 0 ? name.Split(BetweenWords) : name[..at].Split(InAddress)).Select(FirstLetter).Where(letter => letter.Length > 0).ToList();
        return words.Count switch
        {
            0 => "?",
            1 => words[0],
            _ => words[0] + words[^1],
        };
    }

    /// <summary>What a reader takes for the first letter of a word, signs before it aside; empty where there is none.</summary>
    private static string FirstLetter(string word)
    {
        var elements = StringInfo.GetTextElementEnumerator(word);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (Rune.TryGetRuneAt(element, 0, out var rune) && Rune.IsLetterOrDigit(rune))
                return element.ToUpperInvariant();
        }

        return "";
    }

    /// <summary>FNV-1a, 32 bits, over UTF-8: the same everywhere and always.</summary>
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var octet in Encoding.UTF8.GetBytes(text))
            hash = unchecked((hash ^ octet) * 16777619u);
        return hash;
    }
}
