namespace SessionShare.Protocol;

/// <summary>A roster, as what is different from one before it.</summary>
/// <param name="SharerState">Whether the sharer's client is connected now.</param>
/// <param name="Changed">Participants as they are now: who was there stands in the same place, who was not comes behind all others.</param>
/// <param name="Gone">Ids of those who are not there any more.</param>
public sealed record RosterUpdate(SharerState SharerState, IReadOnlyList<Participant> Changed, IReadOnlyList<string> Gone)
{
    /// <summary>The roster of now. To do it twice changes nothing.</summary>
    public Roster On(Roster before)
    {
        ArgumentNullException.ThrowIfNull(before);
        var changed = Changed.ToDictionary(participant => participant.Id);
        var gone = Gone.ToHashSet();
        var known = before.Participants.Select(participant => participant.Id).ToHashSet();
        return before with
        {
            SharerState = SharerState,
            Participants =
            [
                .. before.Participants.Where(participant => !gone.Contains(participant.Id)).Select(participant => changed.GetValueOrDefault(participant.Id, participant)),
                .. Changed.Where(participant => !known.Contains(participant.Id)),
            ],
        };
    }
}
