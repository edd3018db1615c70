using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>Connects a session to gateways, under its epoch once it has one.</summary>
internal sealed class Sharer(ISessionTransport transport, ShareOptions options)
{
    /// <summary>Added to the server's grace time: only the server knows when that began.</summary>
    private static readonly TimeSpan GraceMargin = TimeSpan.FromSeconds(30);

    private readonly Gateways _gateways = new(options.Servers, options.AttemptTimeout, options.TimeProvider, options.Random);
    private Shared? _shared;
    private bool _newEpoch;

    /// <summary>As last answered. Only once <see cref="ShareFirst"/> has returned.</summary>
    public Shared Shared => _shared!;

    /// <summary>The first connection. Throws as <see cref="SharedSession.Share"/>.</summary>
    public async Task<ISharerConnection> ShareFirst(CancellationToken cancellationToken)
    {
        try
        {
            return await _gateways.TryOnce(ShareAt, cancellationToken);
        }
        catch (ConnectionLostException lost)
        {
            throw new ServerUnreachableException(options.Servers[^1], lost.Message, lost);
        }
    }

    /// <summary>A further connection; throws when the session can't be had again.</summary>
    public Task<ISharerConnection> ShareAgain(bool newEpoch, CancellationToken cancellationToken)
    {
        _newEpoch = newEpoch;
        return _gateways.TryFor(TimeSpan.FromSeconds(Shared.Limits.GraceSeconds) + GraceMargin, ShareAt, cancellationToken);
    }

    /// <summary>The last connection was of use: the next loss is a new one.</summary>
    public void WasOfUse() => _gateways.WasOfUse();

    /// <summary>The gateway is leaving: another one comes first.</summary>
    public void MoveOn() => _gateways.MoveOn();

    private async Task<ISharerConnection> ShareAt(Uri server, CancellationToken cancellationToken)
    {
        var connection = await transport.ConnectSharer(server, cancellationToken);
        try
        {
            var reply = await connection.Share(Request(), cancellationToken);
            if (reply.Refused is { } refused)
                throw new RefusedException(refused);
            _shared = reply.Shared ?? throw new ConnectionLostException($"{server} answered neither yes nor no.");
            options.Logger.Shared(options.Session, server, _shared.Epoch, _shared.Attachment, _shared.Next);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private ShareRequest Request()
    {
        var title = options.Title.Length > WireLimits.TitleLength ? options.Title[..WireLimits.TitleLength] : options.Title;
        var epoch = _newEpoch ? null : _shared?.Epoch;
        var (process, attempt) = options.Attempts.Next(options.Random);
        return new(
            WireLimits.ProtocolVersion,
            options.Session,
            epoch,
            title,
            options.Size,
            options.Allow,
            options.Link,
            Seconds(options.Keep),
            options.Idle,
            options.Resume || _shared is not null,
            options.Team,
            Seconds(options.TeamFor),
            Seconds(options.LinkFor),
            process,
            attempt,
            options.Approves);
    }

    private static long? Seconds(TimeSpan? span) => span is { } time ? (long)time.TotalSeconds : null;
}
