using Orleans.Streams;
using SessionShare.Grains.Sessions;
using SessionShare.Silo.Cluster;

namespace SessionShare.Gateway.Streams;

/// <summary>
/// The Orleans stream provider of sessions: its queue is the session's own log, read through the grain's <c>Watch</c>. Hence in order,
/// rewindable to any sequence (<see cref="SessionToken"/>), and slowed by a slow observer. Item type: <see cref="WatchEvent"/>.
/// </summary>
internal sealed class SessionStreams(
    IGrainFactory grains,
    GatewayIdentity gateway,
    ConnectedParticipants participants,
    ClusterLink link,
    TimeProvider time,
    ILogger<SessionStreams> logger) : IStreamProvider
{
    /// <summary>The provider's name: a keyed <see cref="IStreamProvider"/>.</summary>
    public const string ProviderName = "SessionStreams";

    /// <summary>The streams' namespace; the key is the session id.</summary>
    public const string Namespace = "session";

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public bool IsRewindable => true;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The item type is not <see cref="WatchEvent"/>.</exception>
    public IAsyncStream<T> GetStream<T>(StreamId streamId) =>
        new SessionStream(streamId, this) as IAsyncStream<T>
        ?? throw new NotSupportedException($"A session's stream carries {nameof(WatchEvent)}, not {typeof(T).Name}.");

    internal SessionSubscription Subscribe(StreamId streamId, IAsyncObserver<WatchEvent> observer, SessionToken? after)
    {
        var session = streamId.GetKeyAsString();
        var subscription = new SessionSubscription(
            streamId,
            after,
            observer,
            (token, cancellationToken) => grains.Find<ISessionGrain>(session).Watch(
                new WatchCall(gateway.Name, participants.Of(session), token?.SequenceNumber, token?.Epoch), cancellationToken),
            link,
            time,
            logger);
        subscription.Start();
        return subscription;
    }
}
