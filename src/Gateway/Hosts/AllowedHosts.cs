using System.Net;

namespace SessionShare.Gateway.Hosts;

/// <summary>
/// The names under which this server may be asked. A page of another site whose name was made to resolve to this machine
/// (DNS rebinding) still sends that site's name, and is refused by it. Allowed are the public address, the address that the connection came in on,
/// and, when that is a loopback address, its other names.
/// </summary>
internal sealed class AllowedHosts(ServerAddress server)
{
    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Whether a Host header names this server.</summary>
    public bool IsHost(HostString host, ConnectionInfo connection) =>
        Origins(connection).Any(own => Same(own.Host, host.Host) && own.Port == (host.Port ?? DefaultPort(own)));

    /// <summary>Whether an Origin header names this server.</summary>
    public bool IsOrigin(string origin, ConnectionInfo connection) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && page is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
        && Origins(connection).Any(own => own.Scheme == page.Scheme && Same(own.Host, page.Host) && own.Port == page.Port);

    private IEnumerable<Uri> Origins(ConnectionInfo connection)
    {
        if (server.Configured is { } configured)
            yield return configured;
        if (connection.LocalIpAddress is not { } address)
            yield break;

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        yield return new UriBuilder(server.Scheme, address.ToString(), connection.LocalPort).Uri;
        if (!IPAddress.IsLoopback(address))
            yield break;

        foreach (var name in LoopbackNames)
            yield return new UriBuilder(server.Scheme, name, connection.LocalPort).Uri;
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static int DefaultPort(Uri own) => own.Scheme == Uri.UriSchemeHttps ? 443 : 80;
}
