using System.Collections.Immutable;
using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>What participants show, by their ids, as one connection after the other tells it. One caller at a time.</summary>
internal sealed class OthersShown
{
    private static readonly ImmutableSortedDictionary<string, PresenceState> Nothing = ImmutableSortedDictionary.Create<string, PresenceState>(StringComparer.Ordinal);

    /// <summary>Of now; it does not change afterwards.</summary>
    public IReadOnlyDictionary<string, PresenceState> Now => _now;

    private ImmutableSortedDictionary<string, PresenceState> _now = Nothing;

    /// <summary>What these participants show now. False: nobody was named.</summary>
    public bool Take(IEnumerable<ParticipantPresence> changed)
    {
        var named = false;
        foreach (var (participant, state) in changed)
        {
            named = true;
            _now = state is null ? _now.Remove(participant) : _now.SetItem(participant, state);
        }

        return named;
    }

    /// <summary>Who has gone, or is away, shows nothing. False: nobody had.</summary>
    public bool Take(Roster roster)
    {
        var here = roster.Participants.Where(participant => !participant.Away).Select(participant => participant.Id).ToHashSet();
        return Take([.. _now.Keys.Where(participant => !here.Contains(participant)).Select(participant => new ParticipantPresence(participant, null))]);
    }

    /// <summary>What is shown is told anew. False: nothing was.</summary>
    public bool Forget()
    {
        var was = !_now.IsEmpty;
        _now = Nothing;
        return was;
    }
}
