using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Feeds;

/// <summary>What is different between two rosters, found once for all viewers who were told the first. Thread-safe.</summary>
internal sealed class RosterUpdates
{
    private readonly Lock _gate = new();
    private (RosterValue From, RosterValue To, WatchItem Item)? _newest;
    private (RosterValue Of, WatchItem Item)? _whole;

    /// <summary>The roster as a whole.</summary>
    public WatchItem Whole(RosterValue roster)
    {
        lock (_gate)
        {
            if (_whole?.Of != roster)
                _whole = (roster, new WatchItem { Roster = roster.ToWire() });
            return _whole.Value.Item;
        }
    }

    /// <summary>What tells a viewer the roster <paramref name="to"/>, who was told <paramref name="from"/>.</summary>
    public WatchItem Between(RosterValue from, RosterValue to)
    {
        lock (_gate)
        {
            if (_newest is not { } newest || newest.From != from || newest.To != to)
                _newest = newest = (from, to, Of(from, to) is { } update ? new WatchItem { RosterUpdate = update } : new WatchItem { Roster = to.ToWire() });
            return newest.Item;
        }
    }

    /// <summary>What is different; null where that can't be said so: those who were there stand in another order, or more than who is here is another.</summary>
    internal static RosterUpdate? Of(RosterValue from, RosterValue to)
    {
        var before = from.Participants.ToDictionary(participant => participant.Id);
        var now = to.Participants.Select(participant => participant.Id).ToHashSet();
        var stay = from.Participants.Select(participant => participant.Id).Where(now.Contains).ToList();
        if ((from.SharerName, from.SharerEmail, from.Approves) != (to.SharerName, to.SharerEmail, to.Approves) || !stay.SequenceEqual(to.Participants.Take(stay.Count).Select(participant => participant.Id)))
            return null;
        return new RosterUpdate(
            to.SharerState,
            [.. to.Participants.Where(participant => before.GetValueOrDefault(participant.Id) != participant).Select(participant => participant.ToWire())],
            [.. from.Participants.Where(participant => !now.Contains(participant.Id)).Select(participant => participant.Id)]);
    }
}
