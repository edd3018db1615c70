using System.Net;
using System.Net.Sockets;

namespace SessionShare.Gateway.Hosts;

/// <summary>Where a request comes from.</summary>
internal static class PeerAddress
{
    /// <summary>The peer's IP address: of the connection, or what a known proxy says; null where there is none.</summary>
    public static string? Peer(this HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : null;

    /// <summary>Whom an address stands for where attempts are counted: an IPv6 host has all addresses of its network of 64 bits.</summary>
    public static string? NetworkOf(string? address) =>
        IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6
            ? $"{Convert.ToHexStringLower(parsed.GetAddressBytes().AsSpan(0, 8))}/64"
            : address;
}
