using System.Collections.Immutable;
using SessionShare.Grains.Sessions;

namespace SessionShare.Gateway.Feeds;

/// <summary>The newest state of everything a feed knows beside frames. Replaced whole.</summary>
/// <param name="Present">The session as its grain last told it whole; null before that.</param>
/// <param name="Roster">Who is here.</param>
/// <param name="Notice">What everyone should know.</param>
/// <param name="Presence">What participants show, by their ids.</param>
/// <param name="Draft">The draft.</param>
/// <param name="Run">The newest run of a draft.</param>
/// <param name="Oldest">Sequence of the oldest frame of the log.</param>
/// <param name="Durable">Sequence of the newest durable frame.</param>
/// <param name="Ended">How it ended; null while it lives.</param>
/// <param name="Lost">The session's grain can't be reached, and trying was given up.</param>
internal sealed record FeedSignals(
    PresentValue? Present,
    RosterValue? Roster,
    NoticeValue? Notice,
    ImmutableSortedDictionary<string, PresenceValue> Presence,
    FeedDraft Draft,
    DraftRunValue? Run,
    long Oldest,
    long Durable,
    EndedValue? Ended,
    bool Lost)
{
    /// <summary>Nobody shows anything.</summary>
    public static readonly ImmutableSortedDictionary<string, PresenceValue> NobodyShows = ImmutableSortedDictionary.Create<string, PresenceValue>(StringComparer.Ordinal);

    /// <summary>Nothing is known yet.</summary>
    public static readonly FeedSignals None = new(null, null, null, NobodyShows, FeedDraft.None, null, 1, 0, null, false);
}
