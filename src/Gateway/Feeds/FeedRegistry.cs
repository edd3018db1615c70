using Microsoft.Extensions.Options;
using Orleans.Streams;
using SessionShare.Gateway.Streams;
using SessionShare.Gateway.Telemetry;
using SessionShare.Grains.Sessions;

namespace SessionShare.Gateway.Feeds;

/// <summary>The feeds of the sessions that somebody watches through this gateway; a feed ends with its last viewer.</summary>
internal sealed class FeedRegistry(
    IGrainFactory grains,
    [FromKeyedServices(SessionStreams.ProviderName)] IStreamProvider streams,
    GrainCalls calls,
    IOptions<FeedOptions> options,
    GatewayInstruments instruments,
    TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OpenFeed> _feeds = [];

    /// <summary>How many are open.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _feeds.Count;
        }
    }

    /// <summary>Opens a session's feed, or takes part in the one that is open. Dispose the lease when its viewer has gone.</summary>
    public async Task<FeedLease> Open(string session)
    {
        OpenFeed? open;
        lock (_gate)
        {
            // One that was given up keeps its viewers until they have heard so, and takes no new ones.
            if (!_feeds.TryGetValue(session, out open) || open.Feed.Signals.Lost)
                _feeds[session] = open = Start(session);
            open.Viewers++;
        }

        await open.Feed.Ready;
        return new FeedLease(open.Feed, () => Close(session, open));
    }

    private OpenFeed Start(string session)
    {
        var feed = new Feed(session, grains.Find<ISessionGrain>(session), calls, options.Value.RingBytes, instruments, time);
        var subscription = streams.GetStream<WatchEvent>(StreamId.Create(SessionStreams.Namespace, session)).SubscribeAsync(feed);
        instruments.OnFeedOpened();
        return new OpenFeed(feed, subscription);
    }

    private async ValueTask Close(string session, OpenFeed open)
    {
        lock (_gate)
        {
            if (--open.Viewers > 0)
                return;
            if (_feeds.TryGetValue(session, out var current) && current == open)
                _feeds.Remove(session);
        }

        instruments.OnFeedClosed();
        await (await open.Subscription).UnsubscribeAsync();
    }

    private sealed class OpenFeed(Feed feed, Task<StreamSubscriptionHandle<WatchEvent>> subscription)
    {
        public Feed Feed { get; } = feed;

        public Task<StreamSubscriptionHandle<WatchEvent>> Subscription { get; } = subscription;

        public int Viewers { get; set; }
    }
}

/// <summary>A viewer's hold on a feed.</summary>
internal sealed class FeedLease(Feed feed, Func<ValueTask> close) : IAsyncDisposable
{
    private bool _closed;

    public Feed Feed { get; } = feed;

    public ValueTask DisposeAsync()
    {
        if (_closed)
            return ValueTask.CompletedTask;
        _closed = true;
        return close();
    }
}
