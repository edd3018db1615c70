using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>What is different between two rosters, in the newer one's order; who left comes first.</summary>
internal static class RosterChanges
{
    public static IEnumerable<(RosterChange Change, Participant Participant)> Between(Roster before, Roster after)
    {
        var known = before.Participants.ToDictionary(participant => participant.Id);
        foreach (var gone in before.Participants.Where(old => after.Participants.All(now => now.Id != old.Id)))
            yield return (RosterChange.Left, gone);
        foreach (var now in after.Participants)
        {
            if (!known.TryGetValue(now.Id, out var old))
                yield return (RosterChange.Joined, now);
            else if (old != (now with { Size = old.Size }))
                yield return (RosterChange.Changed, now);
        }
    }
}

internal enum RosterChange
{
    /// <summary>Is here, and was not.</summary>
    Joined,

    /// <summary>Was here, and is not.</summary>
    Left,

    /// <summary>Has another role, or is away or back.</summary>
    Changed,
}
