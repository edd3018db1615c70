namespace SessionShare.Terminal.Redaction;

/// <summary>What stands behind Authorization, Proxy-Authorization, Cookie and Set-Cookie, up to the line's end or a quote.</summary>
internal static class HeaderRules
{
    private const int LeastCredentials = 4;
    private const int LeastCookie = 8;
    private const int LeastWord = 16;
    private const int LongestScheme = 24;
    private const int LongestName = 64;

    private static readonly HashSet<string> Schemes = new(
        ["basic", "bearer", "token", "digest", "negotiate", "ntlm", "apikey", "key", "hawk", "aws4-hmac-sha256", "sharedkey", "dpop"], StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<Anchor> All =>
    [
        new("authorization", true, Authorization),
        new("cookie:", true, Cookie),
    ];

    private static Verdict Authorization(ReadOnlySpan<char> text, int at)
    {
        var assignment = Assignment.Read(text, at + "authorization".Length, mayBeSpace: false);
        if (assignment.Verdict is { } verdict)
            return verdict;
        var value = text[assignment.Value..];
        var word = value.IndexOfAnyExcept(Shape.Token);
        if (word < 0 && value.Length <= LongestScheme)
            return Verdict.Open(assignment.Value);
        if (word > 0 && value[word] == ' ' && Schemes.GetAlternateLookup<ReadOnlySpan<char>>().Contains(value[..word]))
            return Line(text, assignment.Value + word + 1, LeastCredentials);
        var end = value.IndexOfAnyExcept(Shape.NoSpace);
        if (end < 0 && value.Length < LeastWord)
            return Verdict.Open(assignment.Value, isLikely: true);
        return end is >= 0 and < LeastWord || Shape.IsPlaceholder(value[..LeastWord]) ? Verdict.Nothing : Line(text, assignment.Value, LeastWord);
    }

    private static Verdict Cookie(ReadOnlySpan<char> text, int at)
    {
        var from = at + "cookie:".Length;
        var name = text[from..];
        if (name is [' ', ..])
            name = name[1..];
        var end = name.IndexOfAnyExcept(Shape.Key);
        if (end < 0)
            return name.Length > LongestName ? Verdict.Nothing : Verdict.Open(text.Length);
        return name[end] == '=' && end is > 0 and <= LongestName ? Line(text, text.Length - name.Length + end + 1, LeastCookie) : Verdict.Nothing;
    }

    private static Verdict Line(ReadOnlySpan<char> text, int from, int least)
    {
        var value = text[from..];
        if (value is ['$', ..] or ['<', ..])
            return Verdict.Nothing;
        var end = value.IndexOfAny(Shape.EndsOrQuotes);
        if ((end < 0 ? value.Length : end) >= least)
            return Verdict.Secret(from, SecretTail.Until(Shape.EndsOrQuotes));
        return end < 0 ? Verdict.Open(from, isLikely: true) : Verdict.Nothing;
    }
}
