namespace SessionShare.Terminal.Redaction;

/// <summary>What a rule says of a place in a text that it was made for.</summary>
internal enum Finding
{
    /// <summary>There is no secret, whatever comes.</summary>
    Nothing,

    /// <summary>There may be one; what comes decides.</summary>
    Open,

    /// <summary>There is one.</summary>
    Secret,
}

/// <summary>A rule's answer.</summary>
/// <param name="From">Where the secret begins, or would begin: what stands before it, such as `password=`, is none.</param>
/// <param name="Tail">With <see cref="Finding.Secret"/>: takes the secret's characters, from <paramref name="From"/> on.</param>
/// <param name="IsLikely">With <see cref="Finding.Open"/>: who can't wait takes it for a secret.</param>
internal readonly record struct Verdict(Finding Finding, int From = 0, SecretTail? Tail = null, bool IsLikely = false)
{
    public static readonly Verdict Nothing = new(Finding.Nothing);

    public static Verdict Open(int from, bool isLikely = false) => new(Finding.Open, from, null, isLikely);

    public static Verdict Secret(int from, SecretTail tail) => new(Finding.Secret, from, tail);
}

/// <summary>Looks at a text from an anchor on.</summary>
/// <param name="text">What is there of it, with what stands before.</param>
/// <param name="at">Where the anchor begins.</param>
internal delegate Verdict Look(ReadOnlySpan<char> text, int at);

/// <summary>A literal that secrets stand behind.</summary>
/// <param name="IgnoresCase">Found in capitals and small letters.</param>
internal sealed record Anchor(string Literal, bool IgnoresCase, Look Look);
