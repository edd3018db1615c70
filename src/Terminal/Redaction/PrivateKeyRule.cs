using System.Buffers;

namespace SessionShare.Terminal.Redaction;

/// <summary>
/// A private key in text form, over several lines: from `-----BEGIN ... PRIVATE KEY...-----` to the next five dashes, or to a character that no such block
/// has, where its end is not shown. Line breaks may be real, or written as \n.
/// </summary>
internal static class PrivateKeyRule
{
    private const string Begin = "-----BEGIN ";
    private const string Dashes = "-----";
    private const int LongestLabel = 64;

    public static Anchor Anchor { get; } = new(Begin, false, Look);

    private static Verdict Look(ReadOnlySpan<char> text, int at)
    {
        var label = text[(at + Begin.Length)..];
        var end = label.IndexOf(Dashes);
        if (end < 0)
            return label.Length >= LongestLabel + Dashes.Length || label.Contains('\n') ? Verdict.Nothing : Verdict.Open(text.Length);
        return end <= LongestLabel && !label[..end].Contains('\n') && label[..end].Contains("PRIVATE KEY", StringComparison.Ordinal)
            ? Verdict.Secret(at + Begin.Length + end + Dashes.Length, new Block())
            : Verdict.Nothing;
    }

    private sealed class Block : SecretTail
    {
        /// <summary>Base64, headers such as `DEK-Info: AES-128-CBC,00`, escaped line breaks, margins that programs draw; and no shell's prompt.</summary>
        private static readonly SearchValues<char> Characters = SearchValues.Create(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-\\:,.|\"' \t\r\n" + Shape.Break
            + string.Concat(Enumerable.Range(0x80, 0x80).Select(code => (char)code)));

        private int _dashes;

        public override bool ShowsLayout => true;

        public override int Take(ReadOnlySpan<char> text, out bool ended)
        {
            for (var at = 0; at < text.Length; at++)
            {
                _dashes = text[at] == '-' ? _dashes + 1 : 0;
                ended = _dashes == Dashes.Length || !Characters.Contains(text[at]);
                if (ended)
                    return at;
            }
            ended = false;
            return text.Length;
        }
    }
}
