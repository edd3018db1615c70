using System.Net;
using System.Net.Sockets;
using SessionShare.Silo.Engines;

namespace SessionShare.Silo;

/// <summary>
/// How a silo stands to others and where it keeps things; a gateway of a cluster reads the same section. Section <c>Silo</c> of the configuration.
/// </summary>
public sealed class SiloOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Silo";

    private const int FirstSiloPort = 11111;
    private const int FirstGatewayPort = 30000;

    /// <summary>
    /// How silos find each other: <c>Localhost</c> (one machine, for trying out: the silo at <see cref="PrimaryPort"/> keeps the list in its memory) or
    /// <c>Postgres</c> (a table in the database of <c>Postgres:ConnectionString</c>). Absent, the default: no cluster, a gateway holds its silo in its own process.
    /// </summary>
    public string? Clustering { get; set; }

    /// <summary>Where sessions' state is kept: <c>Sqlite</c> (default), <c>Postgres</c>, or <c>AzureBlob</c> (Orleans' own provider; section <c>Azure</c>).</summary>
    public string GrainStorage { get; set; } = Stores.Sqlite;

    /// <summary>Where frames and blocks are kept: <c>Sqlite</c> (default), <c>Postgres</c>, or <c>AzureAppendBlob</c> (section <c>Azure</c>).</summary>
    public string FrameLog { get; set; } = Stores.Sqlite;

    /// <summary>Folder of the SQLite database of a silo of its own. Default: <c>sessionshare/silo</c> in the user's folder for application data.</summary>
    public string Data { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "sessionshare", "silo");

    /// <summary>Names the cluster: silos and gateways with the same one and the same membership table belong together. Default <c>sessionshare</c>.</summary>
    public string? ClusterId { get; set; }

    /// <summary>Names the service, under which grain state is kept: must never change once there is any. Default <c>sessionshare</c>.</summary>
    public string? ServiceId { get; set; }

    /// <summary>
    /// The IP address under which other silos and the gateways reach this silo, and on which it listens. Default: this machine's first that is not loopback;
    /// with <c>Localhost</c> 127.0.0.1. On Kubernetes the pod's.
    /// </summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>Port for other silos. Default 11111.</summary>
    public int? SiloPort { get; set; }

    /// <summary>Port for gateways. Default 30000.</summary>
    public int? GatewayPort { get; set; }

    /// <summary>With <c>Localhost</c>: the silo port of the one silo that keeps the list of silos. Default 11111.</summary>
    public int? PrimaryPort { get; set; }

    /// <summary>With <c>Localhost</c>, for a gateway: the gateway ports of the silos of this machine, comma-separated. Default 30000.</summary>
    public string? GatewayPorts { get; set; }

    /// <summary>
    /// How long a silo's port must refuse connections before the others take its process for gone and its sessions over. Default 1 s. A silo that is only slow refuses nothing.
    /// </summary>
    public TimeSpan? GoneAfter { get; set; }

    /// <summary>
    /// About how long a silo may be silent, its machine not answering either, before the others vote it out. Default 30 s. Shorter finds a lost machine
    /// sooner and throws out one that is starved of CPU for that long.
    /// </summary>
    public TimeSpan? SilentAfter { get; set; }

    /// <summary>Where a silo of its own answers health pages: <c>http://IP:PORT</c>; port 0, the default at 127.0.0.1, takes a free one.</summary>
    public string HealthUrl { get; set; } = "http://127.0.0.1:0";

    /// <summary>How long a silo of its own may take to stop (SIGTERM): hand its sessions over, then leave. Default 30 s; longer than <c>Session:HandOverTime</c>.</summary>
    public TimeSpan StopTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// In a cluster: a PEM file with the certificate that this silo or gateway shows to the others, which then speak TLS and ask for one of each other. All members have one, or none. Default: none.
    /// </summary>
    public string? CertificateFile { get; set; }

    /// <summary>The certificate's private key, PEM. Default: it stands in <see cref="CertificateFile"/>.</summary>
    public string? CertificateKeyFile { get; set; }

    /// <summary>The authority that issued the members' certificates, PEM, and that issues no others: whoever has one of its certificates is a member. Needed with <see cref="CertificateFile"/>.</summary>
    public string? AuthorityFile { get; set; }

    /// <summary>Whether there is a cluster.</summary>
    public bool InCluster() => !string.IsNullOrEmpty(Clustering);

    internal string Cluster => ClusterId ?? "sessionshare";

    internal string Service => ServiceId ?? "sessionshare";

    internal TimeSpan Gone => GoneAfter ?? TimeSpan.FromSeconds(1);

    internal TimeSpan Silent => SilentAfter ?? TimeSpan.FromSeconds(30);

    internal bool IsLocalhost => Is(Clustering, Clusterings.Localhost);

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    /// <param name="holdsSilo">Whether the process holds a silo, and so keeps things in stores.</param>
    public IEnumerable<string> Faults(bool holdsSilo)
    {
        foreach (var fault in (holdsSilo ? StoreFaults().Concat(LocalStoreFaults()) : []).Concat(InCluster() ? ClusterFaults() : AloneFaults()))
            yield return fault;
        if (ServerUrl.EndpointOf(HealthUrl) is null)
            yield return $"{Section}:{nameof(HealthUrl)} is '{HealthUrl}'; {ServerUrl.Form}";
        if (StopTime <= TimeSpan.Zero)
            yield return $"{Section}:{nameof(StopTime)} is {StopTime}; it must be positive.";
        foreach (var fault in CertificateFaults())
            yield return fault;
        if (string.IsNullOrWhiteSpace(Data))
            yield return $"{Section}:{nameof(Data)} is empty; it must name a folder.";
    }

    /// <summary>What is wrong where the program is a silo of its own, which has a use in a cluster only.</summary>
    internal IEnumerable<string> AloneFault()
    {
        if (!InCluster())
            yield return $"{Section}:{nameof(Clustering)} is not set; {Engine.ClusteringRemedy?.Replace("Leave it out, or build", "A silo of its own needs a cluster: build", StringComparison.Ordinal) ?? $"a silo of its own needs a cluster: {string.Join(" or ", Clusterings.All)}."}";
    }

    /// <summary>The silo's address and port. Only when there are no faults.</summary>
    internal IPEndPoint SiloEndpoint() => new(Address(), SiloPort ?? FirstSiloPort);

    internal IPEndPoint GatewayEndpoint() => new(Address(), GatewayPort ?? FirstGatewayPort);

    internal IPEndPoint PrimaryEndpoint() => new(IPAddress.Loopback, PrimaryPort ?? FirstSiloPort);

    internal IPEndPoint HealthEndpoint() => ServerUrl.EndpointOf(HealthUrl)!;

    internal IPEndPoint[] LocalGateways() => [.. PortsOf(GatewayPorts ?? $"{FirstGatewayPort}")!.Select(port => new IPEndPoint(IPAddress.Loopback, port))];

    internal static bool Is(string? value, string name) => string.Equals(value, name, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<string> CertificateFaults()
    {
        if ((CertificateFile is null) != (AuthorityFile is null) || (CertificateFile is null && CertificateKeyFile is not null))
            yield return $"{Section}:{nameof(CertificateFile)} and {Section}:{nameof(AuthorityFile)} are set together, or neither.";
        foreach (var (name, file) in new[] { (nameof(CertificateFile), CertificateFile), (nameof(CertificateKeyFile), CertificateKeyFile), (nameof(AuthorityFile), AuthorityFile) })
        {
            if (file is not null && !File.Exists(file))
                yield return $"{Section}:{name} is '{file}'; there is no such file.";
        }
    }

    private IEnumerable<string> StoreFaults()
    {
        if (!Stores.Grain.Contains(GrainStorage, StringComparer.OrdinalIgnoreCase))
            yield return $"{Section}:{nameof(GrainStorage)} is '{GrainStorage}'; it must be {string.Join(", ", Stores.Grain)}.";
        else if (Is(GrainStorage, Stores.AzureBlob) && Engine.AzureGrainStorageRemedy is { } remedy)
            yield return $"{Section}:{nameof(GrainStorage)} is '{GrainStorage}'; {remedy}";
        if (!Stores.Frames.Contains(FrameLog, StringComparer.OrdinalIgnoreCase))
            yield return $"{Section}:{nameof(FrameLog)} is '{FrameLog}'; it must be {string.Join(", ", Stores.Frames)}.";
    }

    private IEnumerable<string> LocalStoreFaults()
    {
        foreach (var (name, value) in new[] { (nameof(GrainStorage), GrainStorage), (nameof(FrameLog), FrameLog) })
        {
            if (Is(Clustering, Clusterings.Postgres) && Is(value, Stores.Sqlite))
                yield return $"{Section}:{name} is '{value}'; a cluster's silos need a store that all of them reach: Postgres or Azure.";
        }
    }

    private IEnumerable<string> AloneFaults()
    {
        var only = Engine.ClusteringRemedy is { } remedy ? remedy : $"it has a meaning in a cluster only: set {Section}:{nameof(Clustering)} too, or leave it out.";
        foreach (var (name, value) in ClusterSettings())
        {
            if (value is not null)
                yield return $"{Section}:{name} is '{value}'; {only}";
        }
    }

    private IEnumerable<string> ClusterFaults()
    {
        if (Engine.ClusteringRemedy is { } remedy)
        {
            yield return $"{Section}:{nameof(Clustering)} is '{Clustering}'; {remedy}";
            yield break;
        }

        if (!Clusterings.All.Contains(Clustering, StringComparer.OrdinalIgnoreCase))
            yield return $"{Section}:{nameof(Clustering)} is '{Clustering}'; it must be {string.Join(" or ", Clusterings.All)}. Leave it out where there is no cluster.";
        foreach (var (name, value) in new[] { (nameof(SiloPort), SiloPort), (nameof(GatewayPort), GatewayPort), (nameof(PrimaryPort), PrimaryPort) })
        {
            if (value is < 1 or > 65535)
                yield return $"{Section}:{name} is {value}; it must be a port, 1 to 65535.";
        }

        if ((SiloPort ?? FirstSiloPort) == (GatewayPort ?? FirstGatewayPort))
            yield return $"{Section}:{nameof(SiloPort)} and {Section}:{nameof(GatewayPort)} are both {SiloPort ?? FirstSiloPort}; they must differ.";
        if (AdvertisedAddress is not null && !(IPAddress.TryParse(AdvertisedAddress, out var address) && IsReachable(address)))
            yield return $"{Section}:{nameof(AdvertisedAddress)} is '{AdvertisedAddress}'; it must be an IP address of this machine that the others reach, such as 10.0.0.5.";
        if (GatewayPorts is not null && PortsOf(GatewayPorts) is null)
            yield return $"{Section}:{nameof(GatewayPorts)} is '{GatewayPorts}'; it must be ports, such as 30000,30001.";
        foreach (var (name, value) in new[] { (nameof(ClusterId), ClusterId), (nameof(ServiceId), ServiceId) })
        {
            if (value is not null && (value.Length is 0 or > 150 || string.IsNullOrWhiteSpace(value)))
                yield return $"{Section}:{name} is '{value}'; it must be a name of 1 to 150 characters.";
        }

        if (Gone < TimeSpan.FromMilliseconds(500) || Gone > TimeSpan.FromMinutes(1))
            yield return $"{Section}:{nameof(GoneAfter)} is {Gone}; it must be 00:00:00.5 to 00:01:00.";
        if (Silent < TimeSpan.FromSeconds(10) || Silent > TimeSpan.FromMinutes(10))
            yield return $"{Section}:{nameof(SilentAfter)} is {Silent}; it must be 00:00:10 to 00:10:00.";
    }

    private IEnumerable<(string Name, object? Value)> ClusterSettings() =>
    [
        (nameof(ClusterId), ClusterId), (nameof(ServiceId), ServiceId), (nameof(AdvertisedAddress), AdvertisedAddress), (nameof(SiloPort), SiloPort),
        (nameof(GatewayPort), GatewayPort), (nameof(PrimaryPort), PrimaryPort), (nameof(GatewayPorts), GatewayPorts), (nameof(GoneAfter), GoneAfter),
        (nameof(SilentAfter), SilentAfter),
    ];

    private IPAddress Address() =>
        AdvertisedAddress is not null ? IPAddress.Parse(AdvertisedAddress)
        : IsLocalhost ? IPAddress.Loopback
        : Array.Find(Dns.GetHostAddresses(Dns.GetHostName()), address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address))
            ?? IPAddress.Loopback;

    private static bool IsReachable(IPAddress address) => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);

    private static int[]? PortsOf(string text)
    {
        var ports = text.Split(',', StringSplitOptions.TrimEntries).Select(part => int.TryParse(part, out var port) && port is > 0 and < 65536 ? port : 0).ToArray();
        return ports.Contains(0) ? null : ports;
    }
}

/// <summary>Values of <see cref="SiloOptions.Clustering"/>.</summary>
internal static class Clusterings
{
    public const string Localhost = "Localhost";
    public const string Postgres = "Postgres";
    public static readonly string[] All = [Localhost, Postgres];
}

/// <summary>Values of <see cref="SiloOptions.GrainStorage"/> and <see cref="SiloOptions.FrameLog"/>.</summary>
internal static class Stores
{
    public const string Sqlite = "Sqlite";
    public const string Postgres = "Postgres";
    public const string AzureBlob = "AzureBlob";
    public const string AzureAppendBlob = "AzureAppendBlob";
    public static readonly string[] Grain = [Sqlite, Postgres, AzureBlob];
    public static readonly string[] Frames = [Sqlite, Postgres, AzureAppendBlob];
}
