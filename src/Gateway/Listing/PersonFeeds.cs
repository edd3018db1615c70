using SessionShare.Gateway.Streams;
using SessionShare.Grains.Sessions;
using SessionShare.Silo.Cluster;

namespace SessionShare.Gateway.Listing;

/// <summary>
/// The feeds of people who are connected here; a feed ends with its last connection. One per identity, not per user id: who comes with another address, team or name sees what that
/// identity may see.
/// </summary>
internal sealed class PersonFeeds(
    IGrainFactory grains, PersonSessions sessions, GatewayIdentity gateway, ClusterLink link, TimeProvider time, ILogger<PersonFeed> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UserIdentity, OpenFeed> _feeds = [];

    /// <summary>How many are open.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _feeds.Count;
        }
    }

    /// <summary>Opens a person's feed, or takes part in the one that is open.</summary>
    public PersonLease Open(UserIdentity user)
    {
        OpenFeed? open;
        lock (_gate)
        {
            // One that was given up keeps its readers until they have heard so, and takes no new ones.
            if (!_feeds.TryGetValue(user, out open) || open.Feed.IsLost)
            {
                _feeds[user] = open = new OpenFeed(new PersonFeed(user, grains, sessions, gateway, link, time, logger));
                open.Feed.Start();
            }

            open.Readers++;
        }

        return new PersonLease(open.Feed, () => Close(user, open));
    }

    private async ValueTask Close(UserIdentity user, OpenFeed open)
    {
        lock (_gate)
        {
            if (--open.Readers > 0)
                return;
            if (_feeds.TryGetValue(user, out var current) && current == open)
                _feeds.Remove(user);
        }

        await open.Feed.DisposeAsync();
    }

    private sealed class OpenFeed(PersonFeed feed)
    {
        public PersonFeed Feed { get; } = feed;

        public int Readers { get; set; }
    }
}

/// <summary>A connection's hold on a feed. Disposed once.</summary>
internal sealed class PersonLease(PersonFeed feed, Func<ValueTask> close) : IAsyncDisposable
{
    public PersonFeed Feed => feed;

    public ValueTask DisposeAsync() => close();
}
