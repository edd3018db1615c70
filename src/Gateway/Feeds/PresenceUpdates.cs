using System.Collections.Immutable;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Feeds;

/// <summary>What changed between two presences: made once for all viewers that were told the same, as most were. Thread-safe.</summary>
internal sealed class PresenceUpdates
{
    private readonly Lock _gate = new();
    private (ImmutableSortedDictionary<string, PresenceValue> From, ImmutableSortedDictionary<string, PresenceValue> To, WatchItem? Item)? _newest;

    /// <summary>What is to be told to who was told <paramref name="from"/>; null: nothing.</summary>
    public WatchItem? Between(ImmutableSortedDictionary<string, PresenceValue> from, ImmutableSortedDictionary<string, PresenceValue> to)
    {
        if (ReferenceEquals(from, to))
            return null;
        lock (_gate)
        {
            if (_newest is not { } newest || newest.From != from || newest.To != to)
                _newest = newest = (from, to, Of(from, to));
            return newest.Item;
        }
    }

    private static WatchItem? Of(ImmutableSortedDictionary<string, PresenceValue> from, ImmutableSortedDictionary<string, PresenceValue> to)
    {
        ParticipantPresence[] changed =
        [
            .. to.Where(shown => !ReferenceEquals(from.GetValueOrDefault(shown.Key), shown.Value)).Select(shown => new ParticipantPresence(shown.Key, shown.Value.ToWire())),
            .. from.Keys.Where(participant => !to.ContainsKey(participant)).Select(participant => new ParticipantPresence(participant, null)),
        ];
        return changed.Length == 0 ? null : new WatchItem { Presence = changed };
    }
}
