using System.Buffers;

namespace SessionShare.Terminal.Redaction;

/// <summary>Sets of characters, and what a word looks like.</summary>
internal static class Shape
{
    /// <summary>Stands in a text where the cursor has gone elsewhere. No byte reads so.</summary>
    public const char Break = '\u0100';

    private const string Digits = "0123456789";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static readonly SearchValues<char> Capitals = SearchValues.Create(Letters[..26] + Digits);
    public static readonly SearchValues<char> Hex = SearchValues.Create(Digits + "abcdefABCDEF");
    public static readonly SearchValues<char> Word = SearchValues.Create(Letters + Digits + "_");

    /// <summary>Base64 of either alphabet, and what tokens of several parts have between them.</summary>
    public static readonly SearchValues<char> Token = SearchValues.Create(Letters + Digits + "_-.");

    /// <summary>Base64, also as it stands in an address.</summary>
    public static readonly SearchValues<char> Base64 = SearchValues.Create(Letters + Digits + "+/=_-%.~");

    /// <summary>The name of a setting.</summary>
    public static readonly SearchValues<char> Key = SearchValues.Create(Letters + Digits + "_-.");

    /// <summary>All that is visible.</summary>
    public static readonly SearchValues<char> NoSpace = SearchValues.Create([.. Enumerable.Range('!', 256 - '!').Where(code => code != 0x7f).Select(code => (char)code)]);

    /// <summary>What stands unquoted in a program's text, an address or a list.</summary>
    public static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range('!', 256 - '!').Where(code => code != 0x7f && !"\"'`,;&|<>(){}[]".Contains((char)code)).Select(code => (char)code)]);

    private static readonly string Controls = string.Concat(Enumerable.Range(0, 32).Select(code => (char)code)) + Break;

    /// <summary>What no text in quotes goes beyond.</summary>
    public static readonly SearchValues<char> Ends = SearchValues.Create(Controls);

    public static readonly SearchValues<char> EndsOrQuotes = SearchValues.Create(Controls + "\"'");

    private static readonly SearchValues<char> Signs = SearchValues.Create("!#%^*+/=~@&?");
    private static readonly SearchValues<char> EndsOrSingle = SearchValues.Create(Controls + "'");
    private static readonly SearchValues<char> EndsOrDouble = SearchValues.Create(Controls + "\"");
    private static readonly SearchValues<char> EndsOrBacktick = SearchValues.Create(Controls + "`");

    public static SearchValues<char> EndsOr(char quote) => quote switch { '\'' => EndsOrSingle, '"' => EndsOrDouble, _ => EndsOrBacktick };

    /// <summary>A token does not begin in the middle of a word; but behind %3D or \n it may.</summary>
    public static bool BeginsWord(ReadOnlySpan<char> text, int at) =>
        at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]) || (at > 1 && text[at - 2] == '\\') || (at > 2 && text[at - 3] == '%');

    /// <summary>Not only letters: a word of a language, or a name in a program, seldom has more.</summary>
    public static bool IsMixed(ReadOnlySpan<char> value) => value.ContainsAnyInRange('0', '9') || value.ContainsAny(Signs);

    /// <summary>Stands for a secret: a variable, a hint in brackets, a word for nothing, one character again and again.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || value.IndexOfAnyExcept(value[0]) < 0)
            return true;
        return value switch
        {
            ['$', var next, ..] => char.IsAsciiLetter(next) || next is '{' or '(' or '_',
            ['<', ..] or ['{', '{', ..] or ['{', .., '}'] or ['%', '(', ..] or ['*', '*', '*', ..] => true,
            _ => IsWordForNothing(value),
        };
    }

    private static bool IsWordForNothing(ReadOnlySpan<char> value)
    {
        foreach (var word in (ReadOnlySpan<string>)["true", "false", "null", "none", "nil", "undefined", "required", "optional", "empty", "default", "redacted", "hidden", "same-origin", "include", "omit"])
        {
            if (value.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
