using System.Buffers;

namespace SessionShare.Terminal.Redaction;

/// <summary>Values of settings whose name says that they are secret, in shells, environments, YAML, JSON, TOML, options of commands, connection strings.</summary>
internal static class AssignmentRules
{
    /// <summary>Characters of a name behind the word that makes it one of ours.</summary>
    private const int LongestSuffix = 40;

    /// <summary>A value of unknown length is judged by so many characters.</summary>
    private const int Judged = 64;

    /// <summary>What a person chose is short and may be a word; what a program made is neither.</summary>
    private static readonly string[] Chosen = ["password", "passwd", "passphrase", "pwd", "secret"];

    private static readonly string[] Made =
    [
        "token", "apikey", "api_key", "api-key", "api key", "accesskey", "access_key", "access-key", "access key", "accountkey", "account_key", "secret key",
        "private_key", "privatekey", "private-key", "encryption_key", "signing_key", "credential", "authkey", "\"auth\"", "_auth",
    ];

    /// <summary>Last words of names whose values are no secrets, though the names hold one of the words above.</summary>
    private static readonly HashSet<string> Harmless = new(
        [
            "type", "types", "url", "uri", "endpoint", "expires", "expiry", "expiration", "expired", "file", "path", "dir", "name", "names", "id", "ids", "count", "length", "len", "size",
            "ttl", "policy", "limit", "usage", "used", "at", "in", "version", "header", "algorithm", "provider", "providers", "ref", "sock", "store", "class", "source", "hint", "field", "prompt",
            "enabled", "required", "min", "max", "lifetime", "age", "format", "mode", "status", "changed", "set", "rotation", "manager", "backend", "helper", "handler", "service", "test", "tests", "cs", "js", "ts", "c", "h", "go", "py", "rs", "sh", "md", "txt", "json", "yml", "yaml",
        ],
        StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<Anchor> All =>
    [
        .. Chosen.Select(word => new Anchor(word, true, (text, at) => Look(text, at, word, isChosen: true))),
        .. Made.Select(word => new Anchor(word, true, (text, at) => Look(text, at, word, isChosen: false))),
    ];

    private static Verdict Look(ReadOnlySpan<char> text, int at, string word, bool isChosen)
    {
        var end = at + word.Length;
        var suffix = text[end..];
        var length = suffix.IndexOfAnyExcept(Shape.Key);
        if (length < 0)
            return suffix.Length > LongestSuffix ? Verdict.Nothing : Verdict.Open(text.Length);
        if (!IsName(word, char.IsAsciiLetterUpper(text[end - 1]), suffix[..length]))
            return Verdict.Nothing;
        var start = NameStart(text, at);
        if (text[start..at].EndsWith("PublicKey", StringComparison.OrdinalIgnoreCase))
            return Verdict.Nothing;
        var isOption = text[start..].StartsWith("--");
        var assignment = Assignment.Read(text, end + length, isOption);
        return assignment.Verdict ?? Judge(text, assignment, new Name(text[start..(end + length)], text, start, isOption, isChosen, word));
    }

    /// <summary>Whether such a word makes a name: not the beginning of another word, and not with a last word that says what else the value is.</summary>
    private static bool IsName(string word, bool isCapital, ReadOnlySpan<char> suffix)
    {
        if (suffix.Length > LongestSuffix)
            return false;
        if (suffix is ['s' or 'S', '_' or '-' or '.', ..] || (word == "credential" && suffix is "s" or "S"))
            suffix = suffix[1..];
        if (suffix.IsEmpty)
            return true;
        if (char.IsAsciiLetterLower(suffix[0]) || (isCapital && char.IsAsciiLetterUpper(suffix[0])) || suffix[^1] == '.')
            return false;
        var last = suffix.Length - 1;
        while (last > 0 && !(suffix[last - 1] is '_' or '-' or '.' || (char.IsAsciiLetterUpper(suffix[last]) && char.IsAsciiLetterLower(suffix[last - 1]))))
            last--;
        return !Harmless.GetAlternateLookup<ReadOnlySpan<char>>().Contains(suffix[last..].TrimStart("_-."));
    }

    private static int NameStart(ReadOnlySpan<char> text, int at)
    {
        var start = at;
        while (start > 0 && at - start < LongestSuffix && Shape.Key.Contains(text[start - 1]))
            start--;
        return start;
    }

    private readonly ref struct Name
    {
        public Name(ReadOnlySpan<char> name, ReadOnlySpan<char> text, int start, bool isOption, bool isChosen, string word)
        {
            var isCapital = name.IndexOfAnyInRange('a', 'z') < 0;
            (IsVariable, IsOption, IsChosen, Word) = (isCapital, isOption, isChosen, word);
            BeginsLine = isCapital && (start == 0 || text[start - 1] is '\n' or '\r' or ' ' or Shape.Break);
        }

        /// <summary>Written as variables of an environment are.</summary>
        public bool IsVariable { get; }

        /// <summary>Such a one, where a line of `env`, or what is exported, begins.</summary>
        public bool BeginsLine { get; }

        public bool IsOption { get; }

        public bool IsChosen { get; }

        public string Word { get; }
    }

    private static Verdict Judge(ReadOnlySpan<char> text, Assignment assignment, Name name)
    {
        var rest = text[assignment.Value..];
        var isQuoted = assignment.Quote != '\0';
        var characters = name.BeginsLine && assignment.IsTight || !assignment.IsTight ? Shape.NoSpace : Shape.Plain;
        var end = isQuoted ? rest.IndexOfAny(Shape.EndsOr(assignment.Quote)) : rest.IndexOfAnyExcept(characters);
        var value = rest[..Math.Min(end < 0 ? rest.Length : end, Judged)];
        if (end < 0 && value.Length < Judged)
            return Verdict.Open(assignment.Value, IsLikely(value, name, assignment));
        return IsSecret(value, end == value.Length ? rest[end] : '\0', name, assignment)
            ? Verdict.Secret(assignment.Value, isQuoted ? SecretTail.Until(Shape.EndsOr(assignment.Quote)) : SecretTail.While(characters))
            : Verdict.Nothing;
    }

    private static bool IsLikely(ReadOnlySpan<char> value, Name name, Assignment assignment) =>
        !value.IsEmpty && value[0] is not ('$' or '<' or '{') && !(name.Word == "pwd" && value[0] is '/' or '~')
        && (assignment.IsTight || assignment.Quote != '\0' || name.IsChosen || Shape.IsMixed(value));

    /// <param name="next">The character behind it.</param>
    private static bool IsSecret(ReadOnlySpan<char> value, char next, Name name, Assignment assignment)
    {
        if (Shape.IsPlaceholder(value) || (name.Word == "pwd" && value[0] is '/' or '~'))
            return false;
        if (assignment.Quote != '\0')
            return value.Length >= (name.IsChosen ? 4 : 8) && !value.Contains(' ') || (name.IsChosen && Shape.IsMixed(value) && value.Length >= 8);
        if (next == '(' || IsProgram(value, name.Word) || (!assignment.IsTight && IsExpression(value)))
            return false;
        if (name.IsOption && !assignment.IsTight)
            return value.Length >= 6;
        if (assignment.IsTight)
            return value.Length >= (name.IsChosen ? 4 : 8) && (name.IsChosen || name.IsVariable || name.IsOption || Shape.IsMixed(value));
        return value.Length >= (name.IsChosen ? 6 : 12) && Shape.IsMixed(value);
    }

    /// <summary>Reads as a name in a program: `password`, `args.token`, `my_secret`.</summary>
    private static bool IsProgram(ReadOnlySpan<char> value, string word) =>
        value.IndexOfAnyExcept(Letters) < 0 && (value.Contains(word, StringComparison.OrdinalIgnoreCase) || (value.Contains('.') && value.IndexOf('.') > 0));

    /// <summary>A call, an index, a type with others, the end of a statement.</summary>
    private static bool IsExpression(ReadOnlySpan<char> value)
    {
        var end = value.IndexOfAnyExcept(Shape.Key);
        return value[^1] is ';' or '{' || (end > 0 && value[end] is '(' or '<' or '[') || value.Contains("=>", StringComparison.Ordinal);
    }

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.");
}
