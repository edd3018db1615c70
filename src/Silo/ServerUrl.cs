using System.Net;

namespace SessionShare.Silo;

/// <summary>Where a program listens, as a setting says it.</summary>
public static class ServerUrl
{
    /// <summary>What would be right.</summary>
    public const string Form = "it must be http://IP:PORT or http://localhost:PORT.";

    /// <summary>The address and port to bind; null when <paramref name="text"/> names none.</summary>
    /// <param name="scheme">What is spoken there.</param>
    public static IPEndPoint? EndpointOf(string text, string scheme = "http") =>
        Root(text) is { } url && url.Scheme == scheme && AddressOf(url) is { } address ? new(address, url.Port) : null;

    /// <summary>A URL that names a server and nothing in it; else null.</summary>
    public static Uri? Root(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { PathAndQuery: "/", Fragment: "", UserInfo: "" } ? url : null;

    private static IPAddress? AddressOf(Uri url) =>
        url.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) ? address : null;
}
