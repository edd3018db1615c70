namespace SessionShare.Terminal.Redaction;

/// <summary>
/// What stands between a name and its value: `=`, `:`, `:=` or `=>`, with quotes and spaces around, as shells, JSON, YAML and programs write it.
/// </summary>
/// <param name="Verdict">Not null: there is no value, or nobody knows yet.</param>
/// <param name="Value">Where the value begins.</param>
/// <param name="Quote">The quote before it; else '\0'.</param>
/// <param name="IsTight">A lone `=` without spaces.</param>
internal readonly record struct Assignment(Verdict? Verdict, int Value, char Quote, bool IsTight)
{
    private const int MostSpaces = 8;
    private const int LongestHint = 64;

    /// <param name="at">Behind the name.</param>
    /// <param name="mayBeSpace">A space alone does, as behind `--password`.</param>
    public static Assignment Read(ReadOnlySpan<char> text, int at, bool mayBeSpace)
    {
        SkipQuote(text, ref at);
        var name = at;
        SkipSpaces(text, ref at);
        SkipBrackets(text, ref at);
        if (at >= text.Length)
            return Undecided(text);
        var isSpaced = at > name;
        var sign = text[at];
        if (sign is not ('=' or ':'))
            return mayBeSpace && at == name + 1 && sign != '-' ? Begin(text, at, false) : None;
        at++;
        if (at >= text.Length)
            return Undecided(text);
        if (text[at] == '=' && sign == ':' || text[at] == '>')
            at++;
        else if (text[at] is '=' or ':')
            return None;
        var value = at;
        SkipSpaces(text, ref at);
        return Begin(text, at, sign == '=' && !isSpaced && at == value);
    }

    private static Assignment None => new(Redaction.Verdict.Nothing, 0, '\0', false);

    /// <param name="held">Characters at the end that may be the value's.</param>
    private static Assignment Undecided(ReadOnlySpan<char> text, int held = 0) => new(Redaction.Verdict.Open(text.Length - held), 0, '\0', false);

    private static Assignment Begin(ReadOnlySpan<char> text, int at, bool isTight)
    {
        if (at >= text.Length)
            return Undecided(text);
        var before = at;
        SkipQuote(text, ref at);
        return at >= text.Length ? Undecided(text, at > before && text[^1] == '\\' ? 1 : 0) : new(null, at, at > before ? text[at - 1] : '\0', isTight);
    }

    /// <summary>A quote, also one written within quotes.</summary>
    private static void SkipQuote(ReadOnlySpan<char> text, ref int at)
    {
        var quote = at < text.Length && text[at] == '\\' ? at + 1 : at;
        if (quote < text.Length && text[quote] is '"' or '\'' or '`')
            at = quote + 1;
        else if (quote >= text.Length)
            at = quote;
    }

    private static void SkipSpaces(ReadOnlySpan<char> text, ref int at)
    {
        for (var left = MostSpaces; left > 0 && at < text.Length && text[at] is ' ' or '\t'; left--)
            at++;
    }

    /// <summary>What a question says would be taken: `Secret Access Key [None]:`.</summary>
    private static void SkipBrackets(ReadOnlySpan<char> text, ref int at)
    {
        if (at >= text.Length || text[at] != '[')
            return;
        var rest = text[at..];
        var end = rest.IndexOfAny(']', '\n');
        if (end < 0)
            at = rest.Length > LongestHint ? at : text.Length;
        else if (rest[end] == ']' && end <= LongestHint)
            at += end + 1;
    }
}
