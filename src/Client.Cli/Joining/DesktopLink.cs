namespace SessionShare.Cli.Joining;

/// <summary>
/// sessionshare://HOST/s/ID#k=SECRET: a session's link as desktops hand it to us. The server is reached by https; on this machine, by http.
/// </summary>
internal static class DesktopLink
{
    public const string Scheme = "sessionshare";

    /// <summary>The same as a link for browsers; what is no such link, as it is.</summary>
    public static string ToWeb(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var link) && link.Scheme == Scheme
            ? (link.IsLoopback ? "http" : "https") + text[Scheme.Length..]
            : text;
}
