using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using SessionShare.Silo.Starting;

namespace SessionShare.Gateway.Hosts;

/// <summary>Where the server is. What it listens on is known once it has started.</summary>
internal sealed class ServerAddress(IServer server, IOptions<GatewayOptions> options)
{
    /// <summary>Where it listens, with the port that it got.</summary>
    public Uri Listening => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address
        ? new Uri(address)
        : throw new StartException("The server does not listen yet.");

    /// <summary>What is spoken there.</summary>
    public string Scheme { get; } = options.Value.SpeaksTls() ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;

    /// <summary>The configured public address; null when there is none.</summary>
    public Uri? Configured { get; } = options.Value.PublicUrl is { } url ? new Uri(url) : null;

    /// <summary>The address that links carry.</summary>
    public Uri Public => Configured ?? Listening;

    /// <inheritdoc/>
    public override string ToString() => Configured is null ? TextOf(Listening) : $"{TextOf(Listening)}, public {TextOf(Configured)}";

    /// <summary>An address without the slash at its end.</summary>
    public static string TextOf(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
