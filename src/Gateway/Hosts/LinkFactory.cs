using SessionShare.Protocol;

namespace SessionShare.Gateway.Hosts;

/// <summary>Makes the links that people send each other.</summary>
internal sealed class LinkFactory(ServerAddress address)
{
    /// <summary>The link of a session, with its secret where one is given.</summary>
    public string LinkFor(SessionId session, string? secret) => new SessionLink(address.Public, session, secret).ToString();
}
