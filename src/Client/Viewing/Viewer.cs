using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>Connects a viewer to gateways, as the same participant once it is one.</summary>
internal sealed class Viewer(ISessionTransport transport, WatchOptions options)
{
    private readonly Gateways _gateways = new(options.Servers, options.AttemptTimeout, options.TimeProvider, options.Random);
    private Joined? _joined;

    /// <summary>As last answered. Only once <see cref="JoinFirst"/> has returned.</summary>
    public Joined Joined => _joined!;

    /// <summary>The first connection. Throws as <see cref="WatchedSession.Join"/>.</summary>
    public async Task<IViewerConnection> JoinFirst(CancellationToken cancellationToken)
    {
        try
        {
            return await _gateways.TryOnce(JoinAt, cancellationToken);
        }
        catch (ConnectionLostException lost)
        {
            throw new ServerUnreachableException(options.Servers[^1], lost.Message, lost);
        }
    }

    /// <summary>A further connection; throws when the session can't be had again.</summary>
    public Task<IViewerConnection> JoinAgain(CancellationToken cancellationToken) =>
        _gateways.TryFor(options.GiveUpAfter, JoinAt, cancellationToken);

    /// <summary>The last connection was of use: the next loss is a new one.</summary>
    public void WasOfUse() => _gateways.WasOfUse();

    /// <summary>The gateway is leaving: another one comes first.</summary>
    public void MoveOn() => _gateways.MoveOn();

    private async Task<IViewerConnection> JoinAt(Uri server, CancellationToken cancellationToken)
    {
        var connection = await transport.ConnectViewer(server, cancellationToken);
        try
        {
            var request = new JoinRequest(WireLimits.ProtocolVersion, options.Session, options.LinkSecret, options.Name, _joined?.Key);
            var reply = await connection.Join(request, cancellationToken);
            if (reply.Refused is { } refused)
                throw new RefusedException(refused);
            _joined = reply.Joined ?? throw new ConnectionLostException($"{server} answered neither yes nor no.");
            options.Logger.Joined(options.Session, server, _joined.Key.Participant, _joined.Role);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
