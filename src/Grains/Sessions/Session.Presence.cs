using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>What participants show each other. Never stored.</summary>
internal sealed partial class Session
{
    private readonly PresenceBoard _board;
    private readonly RosterPace _presencePace = new();

    /// <summary>Of the newest presence.</summary>
    public long PresenceVersion => _board.Version;

    /// <summary>The version that watchers are to have: the newest, or, where many are here, one of a moment ago.</summary>
    public long PresenceTold => _presencePace.Told;

    /// <summary>What changed behind a version.</summary>
    public ShownValue[] PresenceSince(long version) => _board.Since(version);

    /// <summary>Brings <see cref="PresenceTold"/> up to the newest, where that need not wait.</summary>
    public void PacePresence(DateTimeOffset now) => _presencePace.Pass(_board.Version, People.Count, now);

    /// <summary>When <see cref="PacePresence"/> is due; null: it is up to date.</summary>
    public DateTimeOffset? PresenceDue => _presencePace.NextDue(_board.Version);

    /// <summary>A participant shows something.</summary>
    public RefusalValue? Show(ShowCall call)
    {
        if (People.Connected(call.Participant, call.Connection) is not { } entry)
            return RefusalValue.Of(Reason.UnknownOrForbidden);
        if (Permissions.Refuse(Deed.ShowPresence, entry.Role) is { } refusal)
            return refusal;
        if (call.Presence.ToWire().Fault() is { } fault)
            return RefusalValue.Of(Reason.InvalidRequest, fault);
        _board.Show(entry.Id, entry.Connection, Permissions.May(Deed.EditDraft, entry.Role) ? call.Presence.OrNothing() : call.Presence.OfViewer());
        return null;
    }

    private void SweepPresence() => _board.Sweep(participant => People.Of(participant) is { } entry
        ? (entry.AwaySince is null ? entry.Connection : null, Permissions.May(Deed.EditDraft, entry.Role))
        : null);
}
