using System.Buffers;

namespace SessionShare.Terminal.Redaction;

/// <summary>The password in SCHEME://NAME:PASSWORD@HOST.</summary>
internal static class AddressRule
{
    private const int LongestName = 128;
    private const int LongestPassword = 512;

    private static readonly string NotIn = " \"'<>\\" + string.Concat(Enumerable.Range(0, 32).Select(code => (char)code)) + Shape.Break;
    private static readonly SearchValues<char> NameEnds = SearchValues.Create(":@/?#[" + NotIn);
    private static readonly SearchValues<char> PasswordEnds = SearchValues.Create("@/" + NotIn);

    public static Anchor Anchor { get; } = new("://", false, Look);

    private static Verdict Look(ReadOnlySpan<char> text, int at)
    {
        if (at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]))
            return Verdict.Nothing;
        var name = text[(at + 3)..];
        var colon = name.IndexOfAny(NameEnds);
        if (colon < 0)
            return name.Length > LongestName ? Verdict.Nothing : Verdict.Open(text.Length);
        if (name[colon] != ':' || colon > LongestName)
            return Verdict.Nothing;

        var from = at + 3 + colon + 1;
        var password = text[from..];
        var end = password.IndexOfAny(PasswordEnds);
        if (end < 0)
            return password.Length > LongestPassword ? Verdict.Nothing : Verdict.Open(from, !IsPort(password));
        return password[end] == '@' && end <= LongestPassword && !Shape.IsPlaceholder(password[..end])
            ? Verdict.Secret(from, SecretTail.Of(end))
            : Verdict.Nothing;
    }

    private static bool IsPort(ReadOnlySpan<char> text) => text.Length <= 5 && text.IndexOfAnyExceptInRange('0', '9') < 0;
}
