using System.Buffers;

namespace SessionShare.Terminal.Redaction;

/// <summary>Tokens that say what they are: a fixed start, which is shown, and behind it so many characters of a kind.</summary>
internal static class TokenRules
{
    public static IEnumerable<Anchor> All =>
    [
        .. Of(Shape.Capitals, 16, "AKIA", "ASIA"),
        .. Of(Shape.Token, 30, "AIza", "ya29.", "hf_", "sk-proj-", "sk-ant-", "npm_", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "dckr_pat_", "pypi-AgEI", "rubygems_", "ATATT3", "ATBB", "glc_", "glsa_"),
        .. Of(Shape.Token, 20, "GOCSPX-", "glpat-", "gldt-", "glrt-", "glptt-", "glcbt-", "xapp-", "hvs.", "hvb.", "shpat_", "shpss_", "tskey-", "dop_v1_", "NRAK-", "PMAK-", "lin_api_", "AGE-SECRET-KEY-1"),
        .. Of(Shape.Token, 20, "sk_live_", "rk_live_", "sk_test_", "rk_test_", "whsec_"),
        .. Of(Shape.Token, 60, "SG."),
        .. Of(Shape.Hex, 32, FewTellNothing, "dapi", "key-"),
        .. Of(Shape.Base64, 20, "sig=", "Signature=", KeyInBase64),
        .. Of(Shape.Base64, 24, "hooks.slack.com/services/", "discord.com/api/webhooks/"),
        new Anchor("xox", false, LookForSlack),
        new Anchor("bearer ", true, (text, at) => Look(text, at, 7, Shape.Base64, 16, FewTellNothing)),
        new Anchor("eyJ", false, LookForWebToken),
    ];

    /// <summary>"-----BEGIN " in Base64, as in a kubeconfig.</summary>
    private const string KeyInBase64 = "LS0tLS1CRUdJTi";

    /// <summary>Characters of a web token's header.</summary>
    private const int LongestHeader = 1024;

    private const int ShortestPart = 10;

    /// <summary>Where words begin so, too (`--key-file`, "bearer of"), fewer characters make no likely secret, typed one by one.</summary>
    private const int FewTellNothing = 8;

    private static IEnumerable<Anchor> Of(SearchValues<char> characters, int least, params string[] starts) => Of(characters, least, 1, starts);

    private static IEnumerable<Anchor> Of(SearchValues<char> characters, int least, int likely, params string[] starts) =>
        starts.Select(start => new Anchor(start, false, (text, at) => Look(text, at, start.Length, characters, least, likely)));

    /// <param name="least">So many characters are a secret.</param>
    /// <param name="likely">So many likely the beginning of one.</param>
    private static Verdict Look(ReadOnlySpan<char> text, int at, int start, SearchValues<char> characters, int least, int likely)
    {
        if (!Shape.BeginsWord(text, at))
            return Verdict.Nothing;
        var rest = text[(at + start)..];
        var end = rest.IndexOfAnyExcept(characters);
        if ((end < 0 ? rest.Length : end) >= least)
            return Verdict.Secret(at + start, SecretTail.While(characters));
        return end < 0 ? Verdict.Open(at + start, rest.Length >= likely) : Verdict.Nothing;
    }

    /// <summary>xoxb-, xoxp- and their like; xoxe also with a dot.</summary>
    private static Verdict LookForSlack(ReadOnlySpan<char> text, int at) => text[(at + 3)..] switch
    {
        { Length: < 2 } => Verdict.Open(text.Length),
        [>= 'a' and <= 'z', '-' or '.', ..] => Look(text, at, 5, Shape.Token, 20, likely: 1),
        _ => Verdict.Nothing,
    };

    /// <summary>HEADER.CLAIMS.SIGNATURE, each Base64, the first of a JSON object: eyJ is {".</summary>
    private static Verdict LookForWebToken(ReadOnlySpan<char> text, int at)
    {
        if (!Shape.BeginsWord(text, at))
            return Verdict.Nothing;
        var rest = text[(at + 3)..];
        var end = rest.IndexOfAnyExcept(Shape.Token);
        var token = end < 0 ? rest : rest[..end];
        var dot = token.IndexOf('.');
        var isOpen = end < 0 && token.Length <= LongestHeader + ShortestPart;
        if (dot < 0)
            return isOpen ? Verdict.Open(at + 3, token.Length >= ShortestPart) : Verdict.Nothing;
        if (dot is < ShortestPart or > LongestHeader)
            return Verdict.Nothing;
        if (token.Length - dot > ShortestPart)
            return Verdict.Secret(at + 3, SecretTail.While(Shape.Token));
        return isOpen ? Verdict.Open(at + 3, isLikely: true) : Verdict.Nothing;
    }
}
