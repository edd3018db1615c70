namespace SessionShare.Client;

/// <summary>Connects over one WebSocket per connection, SignalR's JSON hub protocol on it, without negotiation.</summary>
public sealed class SignalRTransport(SignalRTransportOptions options) : ISessionTransport
{
    /// <inheritdoc/>
    public Task<ISharerConnection> ConnectSharer(Uri server, CancellationToken cancellationToken) =>
        throw new NotImplementedException($"{options.KeepAlive}");

    /// <inheritdoc/>
    public Task<IViewerConnection> ConnectViewer(Uri server, CancellationToken cancellationToken) =>
        throw new NotImplementedException($"{options.KeepAlive}");
}
