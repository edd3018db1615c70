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

/// <summary>Who has asked for something and has no answer: a participant for a role, or somebody from outside to be let in.</summary>
/// <param name="Id">Names it in the answer.</param>
/// <param name="Person">Who.</param>
/// <param name="Role">What they ask for.</param>
/// <param name="IsOutside">They are not in the session.</param>
internal sealed record Request(string Id, Person Person, Role Role, bool IsOutside)
{
    /// <summary>All of a roster's.</summary>
    public static IEnumerable<Request> Of(Roster roster) => roster.Participants
        .Where(known => known.Request is not null).Select(known => new Request(known.Id, known.Person, known.Request!.Value, false))
        .Concat((roster.Asking ?? []).Select(asking => new Request(asking.Participant, asking.Person, asking.Role, true)));
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
