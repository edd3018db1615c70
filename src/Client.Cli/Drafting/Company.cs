using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Drafting;

/// <summary>Who else is in a session, and what they show.</summary>
/// <param name="Self">This participant's id.</param>
/// <param name="Roster">Null: not known yet.</param>
/// <param name="Shown">What each participant shows.</param>
internal sealed record Company(string Self, Roster? Roster, IReadOnlyDictionary<string, PresenceState> Shown)
{
    public static Company Unknown(string self) => new(self, null, new Dictionary<string, PresenceState>());

    /// <summary>Those who show something, with what they show, in order of joining.</summary>
    public IEnumerable<(Participant Participant, PresenceState State)> Others =>
        (Roster?.Participants ?? []).Where(known => known.Id != Self && Shown.ContainsKey(known.Id)).Select(known => (known, Shown[known.Id]));

    /// <summary>Those whose cursor stands in the draft as it is here.</summary>
    public IReadOnlyList<OtherCursor> CursorsIn(SharedDraft draft) =>
        [.. from other in Others
            let place = other.State.Cursor is { } cursor ? draft.Place(cursor) : null
            where place is not null
            select new OtherCursor(other.Participant.Person, place.Value.Anchor, place.Value.Head, other.State.Typing)];

    /// <summary>The company after something that happened.</summary>
    public Company With(WatchedEvent happened) => happened switch
    {
        WatchedEvent.Present present => this with { Roster = present.Session.Roster },
        WatchedEvent.RosterChanged changed => this with { Roster = changed.Roster },
        WatchedEvent.PresenceChanged changed => this with { Shown = changed.Shown },
        _ => this,
    };
}
