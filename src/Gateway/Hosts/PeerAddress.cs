namespace SessionShare.Gateway.Hosts;

/// <summary>Where a request comes from.</summary>
internal static class PeerAddress
{
    /// <summary>The peer's IP address: of the connection, or what a known proxy says; null where there is none.</summary>
    public static string? Peer(this HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : null;
}
