using System.Net;
using SessionShare.Silo;

namespace SessionShare.Gateway;

/// <summary>Where the gateway is and where it keeps its things. Section <c>Gateway</c> of the configuration.</summary>
internal sealed class GatewayOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Gateway";

    /// <summary>
    /// Where it listens: <c>http://IP:PORT</c> or <c>http://localhost:PORT</c>; port 0 takes a free one. Default <c>http://127.0.0.1:0</c>, so
    /// only this machine reaches it. With <c>https</c> it speaks TLS itself, by <see cref="CertificateFile"/>; else that is a reverse proxy's or ingress' work.
    /// </summary>
    public string Url { get; set; } = "http://127.0.0.1:0";

    /// <summary>
    /// PEM file with the certificate that clients and browsers are shown, and behind it those that lead to its authority; needed with an https <see cref="Url"/>. A changed file counts from the next connection on.
    /// Default: none.
    /// </summary>
    public string? CertificateFile { get; set; }

    /// <summary>Its private key, PEM. Default: in <see cref="CertificateFile"/>.</summary>
    public string? CertificateKeyFile { get; set; }

    /// <summary>A file with the password of the private key, where that is encrypted. Default: it is not.</summary>
    public string? CertificatePasswordFile { get; set; }

    /// <summary>The address that people reach it under, which links carry. Default: where it listens. Needed behind a proxy, and when it listens on every address.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Folder of its data: sessions, and the local issuer's keys. Default: <c>sessionshare/server</c> in the user's folder for application data.</summary>
    public string Data { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "sessionshare", "server");

    /// <summary>Folder of the built web viewer. Default: <c>wwwroot</c> beside the program.</summary>
    public string Viewer { get; set; } = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>How long a graceful stop may take. Default 15 s. A cluster's own limit must be longer.</summary>
    public TimeSpan StopTime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The local issuer's key file, where gateways of one cluster share it: what one of them signs (tokens, cookies) then counts at the others. It must be there and
    /// readable by nobody else. Default: <c>issuer/key</c> in <see cref="Data"/>, made where there is none.
    /// </summary>
    public string? KeyFile { get; set; }

    /// <summary>
    /// In a cluster: over how long a gateway that stops (SIGTERM) spreads its good-byes, so that its clients don't all come to the others at once. Default 3 s; shorter
    /// than <see cref="StopTime"/>. Alone it says none: there is nowhere else to go.
    /// </summary>
    public TimeSpan LeaveTime { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Addresses of the proxies in front of it, comma-separated, single ones or networks such as <c>10.0.0.0/8</c>: where a request comes from one of these,
    /// its <c>X-Forwarded-For</c> says where it came from before. Default: none, the header is not believed.
    /// </summary>
    public string? Proxies { get; set; }

    /// <summary>
    /// Whether WebSockets are compressed for clients that offer it, as browsers and our programs do. Pays on lines of about 10 Mbit/s or slower; takes half a MiB and some of a
    /// processor for each connection. Default: no.
    /// </summary>
    public bool Compress { get; set; }

    /// <summary>
    /// Where it answers <c>GET /metrics</c> for Prometheus, in the same form as <see cref="Url"/>, and at another port: the page names sessions, so it is not for everybody whom the gateway serves.
    /// Default: nowhere.
    /// </summary>
    public string? MetricsUrl { get; set; }

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (MetricsUrl is not null && ServerUrl.EndpointOf(MetricsUrl) is null)
            yield return $"{Section}:{nameof(MetricsUrl)} is '{MetricsUrl}'; {ServerUrl.Form}";
        if (ListensAt()?.Address is not { } address)
            yield return $"{Section}:{nameof(Url)} is '{Url}'; {ServerUrl.Form} With {Section}:{nameof(CertificateFile)} it may be https.";
        else if (PublicUrl is null && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
            yield return $"{Section}:{nameof(Url)} is '{Url}', every address of this machine; set {Section}:{nameof(PublicUrl)} to the one that people use.";

        foreach (var fault in CertificateFaults())
            yield return fault;
        if (PublicUrl is not null && ServerUrl.Root(PublicUrl) is not { Scheme: "http" or "https" })
            yield return $"{Section}:{nameof(PublicUrl)} is '{PublicUrl}'; it must be https://HOST or http://HOST, with a port where needed and no path.";
        if (Proxies is not null && ProxiesOf(Proxies) is null)
            yield return $"{Section}:{nameof(Proxies)} is '{Proxies}'; it must be IP addresses or networks, such as 127.0.0.1,10.0.0.0/8.";
        if (string.IsNullOrWhiteSpace(Data))
            yield return $"{Section}:{nameof(Data)} is empty; it must name a folder.";
        if (StopTime <= TimeSpan.Zero)
            yield return $"{Section}:{nameof(StopTime)} is {StopTime}; it must be positive.";
        if (LeaveTime < TimeSpan.Zero || (LeaveTime >= StopTime && StopTime > TimeSpan.Zero))
            yield return $"{Section}:{nameof(LeaveTime)} is {LeaveTime}; it must be 00:00:00 or longer, and shorter than {nameof(StopTime)}, which is {StopTime}.";
        if (KeyFile is not null && !File.Exists(KeyFile))
            yield return $"{Section}:{nameof(KeyFile)} is '{KeyFile}'; there is no such file. Copy the one of another gateway of the cluster, or have one made: docs/operations.md, Several gateways.";
    }

    /// <summary>The proxies' networks; null when <paramref name="text"/> can't be read.</summary>
    internal static IPNetwork[]? ProxiesOf(string text)
    {
        var networks = new List<IPNetwork>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (IPAddress.TryParse(part, out var single))
                networks.Add(new IPNetwork(single, single.GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(part, out var network))
                networks.Add(network);
            else
                return null;
        }

        return [.. networks];
    }

    /// <summary>Whether it speaks TLS itself.</summary>
    public bool SpeaksTls() => ServerUrl.Root(Url) is { Scheme: "https" };

    /// <summary>The address and port to bind. Only when there are no faults.</summary>
    public IPEndPoint Endpoint() => ListensAt()!;

    private IPEndPoint? ListensAt() => ServerUrl.EndpointOf(Url, SpeaksTls() ? "https" : "http");

    private IEnumerable<string> CertificateFaults()
    {
        (string Name, string? File)[] files = [(nameof(CertificateFile), CertificateFile), (nameof(CertificateKeyFile), CertificateKeyFile), (nameof(CertificatePasswordFile), CertificatePasswordFile)];
        if (SpeaksTls() && CertificateFile is null)
            yield return $"{Section}:{nameof(Url)} is '{Url}', and {Section}:{nameof(CertificateFile)} is missing; it must name the PEM file with the certificate.";
        foreach (var (name, file) in files.Where(one => one.File is not null))
        {
            if (!SpeaksTls())
                yield return $"{Section}:{name} is '{file}', and {Section}:{nameof(Url)} is '{Url}', where no TLS is spoken; make it https, or leave the file out.";
            else if (!File.Exists(file))
                yield return $"{Section}:{name} is '{file}'; there is no such file.";
        }
    }
}
