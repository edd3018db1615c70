namespace SessionShare.Gateway.Streams;

/// <summary>Names this gateway process among those that watch a session.</summary>
/// <param name="Name">22 random characters, new at every start.</param>
internal sealed record GatewayIdentity(string Name);
