using System.Diagnostics.CodeAnalysis;

namespace SessionShare.Protocol;

/// <summary>
/// Where a session is watched: <c>https://HOST/s/{session}#k={secret}</c>. The fragment never reaches a server's log;
/// link rules ask for the secret in it.
/// </summary>
/// <param name="Server">Scheme, host and port of a gateway, ending in <c>/</c>.</param>
/// <param name="Session">The session.</param>
/// <param name="Secret">The link secret, 22 characters of base62; null when the link carries none.</param>
public sealed record SessionLink(Uri Server, SessionId Session, string? Secret)
{
    /// <summary>Reads a link; a missing fragment means a link without secret.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SessionLink? link)
    {
        link = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return false;

        var marker = uri.AbsolutePath.LastIndexOf("/s/", StringComparison.Ordinal);
        if (marker < 0 || !SessionId.TryParse(uri.AbsolutePath[(marker + 3)..].TrimEnd('/'), out var session))
            return false;

        var server = new UriBuilder(uri.Scheme, uri.Host, uri.Port, uri.AbsolutePath[..(marker + 1)]).Uri;
        link = new SessionLink(server, session, SecretIn(uri.Fragment));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        new Uri(Server, $"s/{Session}").AbsoluteUri + (Secret is null ? "" : $"#k={Secret}");

    private static string? SecretIn(string fragment)
    {
        foreach (var part in fragment.TrimStart('#').Split('&'))
        {
            if (part.StartsWith("k=", StringComparison.Ordinal) && part.Length > 2)
                return part[2..];
        }

        return null;
    }
}
