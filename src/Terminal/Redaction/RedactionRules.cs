using System.Buffers;

namespace SessionShare.Terminal.Redaction;

/// <summary>What is taken for a secret. For any number of redactors, from any thread.</summary>
public sealed class RedactionRules
{
    private static readonly Anchor[] Anchors =
        [AddressRule.Anchor, PrivateKeyRule.Anchor, .. TokenRules.All, .. HeaderRules.All, .. AssignmentRules.All];

    private static readonly SearchValues<string> Literals = SearchValues.Create([.. Anchors.Select(anchor => anchor.Literal).Distinct()], StringComparison.OrdinalIgnoreCase);

    private static readonly ILookup<char, Anchor> ByFirst = Anchors.ToLookup(anchor => char.ToLowerInvariant(anchor.Literal[0]));

    /// <param name="values">Secrets that are known as they are, such as those of the environment.</param>
    /// <param name="patterns">A person's own.</param>
    public RedactionRules(IEnumerable<string> values, OwnPatterns patterns) => (Values, Patterns) = (new KnownValues(values), patterns);

    /// <summary>The well-known ones alone.</summary>
    public static RedactionRules WellKnown { get; } = new([], OwnPatterns.None);

    internal static int LongestAnchor { get; } = Anchors.Max(anchor => anchor.Literal.Length);

    internal KnownValues Values { get; }

    internal OwnPatterns Patterns { get; }

    /// <returns>Where the next anchor begins, from a place on; -1: there is none.</returns>
    internal static int Find(ReadOnlySpan<char> text, int from) => text[from..].IndexOfAny(Literals) is var at and >= 0 ? from + at : -1;

    /// <summary>What the rules say of a place where an anchor begins: a secret, if one says so, else the earliest that there may be.</summary>
    internal static Verdict Look(ReadOnlySpan<char> text, int at)
    {
        var open = Verdict.Nothing;
        foreach (var anchor in ByFirst[char.ToLowerInvariant(text[at])])
        {
            if (!text[at..].StartsWith(anchor.Literal, anchor.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
                continue;
            var verdict = anchor.Look(text, at);
            if (verdict.Finding == Finding.Secret)
                return verdict;
            if (verdict.Finding == Finding.Open && (open.Finding == Finding.Nothing || verdict.From < open.From))
                open = verdict;
        }
        return open;
    }
}
