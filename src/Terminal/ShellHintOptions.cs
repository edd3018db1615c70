namespace SessionShare.Terminal;

/// <summary>The options of an OSC 133 mark; those that we don't know are passed over.</summary>
/// <param name="Shell">`aid`.</param>
/// <param name="PromptKind">`k`: i(nitial), r(ight), c(ontinuation), s(econdary).</param>
/// <param name="CommandLine">`cmdline_url`, else `cmdline`.</param>
internal readonly record struct ShellHintOptions(string? Shell, string? PromptKind, string? CommandLine)
{
    /// <param name="rest">What follows the mark's letter.</param>
    public static ShellHintOptions Read(string rest)
    {
        string? shell = null, kind = null, quoted = null, encoded = null;
        for (var at = 0; at < rest.Length;)
        {
            // Its value may hold ';' as it is.
            if (rest.AsSpan(at).StartsWith("cmdline="))
            {
                quoted = rest[(at + 8)..];
                break;
            }
            var end = rest.IndexOf(';', at);
            var option = end < 0 ? rest[at..] : rest[at..end];
            if (option.StartsWith("aid=", StringComparison.Ordinal))
                shell = option[4..];
            else if (option.StartsWith("k=", StringComparison.Ordinal))
                kind = option[2..];
            else if (option.StartsWith("cmdline_url=", StringComparison.Ordinal))
                encoded = option[12..];
            at += option.Length + 1;
        }
        return new(shell, kind, encoded is not null ? ShellHintText.UnescapePercent(encoded) : quoted is not null ? ShellHintText.Unquote(quoted) : null);
    }
}
