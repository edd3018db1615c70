namespace SessionShare.Cli.Servers;

/// <summary>Reads the addresses of a server.</summary>
internal static class ServerUrls
{
    public const string Variable = "SESSIONSHARE_SERVER";

    /// <param name="text">URL[,URL].</param>
    /// <returns>Each address with a slash at its end; or what is wrong and what would be right, to be read behind the option's name.</returns>
    public static (IReadOnlyList<Uri>? Servers, string? Fault) Parse(string text)
    {
        var servers = new List<Uri>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (Of(part) is not { } server)
                return (null, $"is '{part}'; it must be the address of a server, such as https://share.example.com or http://127.0.0.1:7070.");
            servers.Add(server);
        }
        return (servers, null);
    }

    private static Uri? Of(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "", Host.Length: > 0 }
            ? new Uri(url.AbsoluteUri.TrimEnd('/') + "/")
            : null;
}
