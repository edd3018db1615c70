using System.Net;

namespace SessionShare.Gateway;

/// <summary>Where the gateway is and where it keeps its things. Section <c>Gateway</c> of the configuration.</summary>
internal sealed class GatewayOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Gateway";

    /// <summary>
    /// Where it listens: <c>http://IP:PORT</c> or <c>http://localhost:PORT</c>; port 0 takes a free one. Default <c>http://127.0.0.1:0</c>, so
    /// only this machine reaches it. TLS is a reverse proxy's or ingress' work.
    /// </summary>
    public string Url { get; set; } = "http://127.0.0.1:0";

    /// <summary>The address that people reach it under, which links carry. Default: where it listens. Needed behind a proxy, and when it listens on every address.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Folder of its data: sessions, and the local issuer's keys. Default: <c>sessionshare/server</c> in the user's folder for application data.</summary>
    public string Data { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "sessionshare", "server");

    /// <summary>Folder of the built web viewer. Default: <c>wwwroot</c> beside the program.</summary>
    public string Viewer { get; set; } = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>How long a graceful stop may take. Default 15 s. A cluster's own limit must be longer.</summary>
    public TimeSpan StopTime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    public IEnumerable<string> Faults()
    {
        var url = Root(Url);
        if (url is not { Scheme: "http" } || AddressOf(url) is not { } address)
            yield return $"{Section}:{nameof(Url)} is '{Url}'; it must be http://IP:PORT or http://localhost:PORT.";
        else if (PublicUrl is null && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
            yield return $"{Section}:{nameof(Url)} is '{Url}', every address of this machine; set {Section}:{nameof(PublicUrl)} to the one that people use.";

        if (PublicUrl is not null && Root(PublicUrl) is not { Scheme: "http" or "https" })
            yield return $"{Section}:{nameof(PublicUrl)} is '{PublicUrl}'; it must be https://HOST or http://HOST, with a port where needed and no path.";
        if (string.IsNullOrWhiteSpace(Data))
            yield return $"{Section}:{nameof(Data)} is empty; it must name a folder.";
        if (StopTime <= TimeSpan.Zero)
            yield return $"{Section}:{nameof(StopTime)} is {StopTime}; it must be positive.";
    }

    /// <summary>The address and port to bind. Only when there are no faults.</summary>
    public IPEndPoint Endpoint() => new(AddressOf(new Uri(Url))!, new Uri(Url).Port);

    private static IPAddress? AddressOf(Uri url) =>
        url.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(url.Host, out var address) ? address : null;

    /// <summary>A URL that names a server and nothing in it; else null.</summary>
    private static Uri? Root(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { PathAndQuery: "/", Fragment: "", UserInfo: "" } ? url : null;
}
