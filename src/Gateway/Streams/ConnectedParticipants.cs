using System.Collections.Concurrent;
using SessionShare.Grains.Sessions;

namespace SessionShare.Gateway.Streams;

/// <summary>Participants connected through this gateway, by session: announced again to a session's grain whenever it is watched anew.</summary>
internal sealed class ConnectedParticipants
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, JoinCall>> _sessions = new();

    /// <summary>Sessions that somebody is connected to.</summary>
    public int Count => _sessions.Count;

    /// <summary>A participant is connected.</summary>
    public void Add(string session, JoinCall call) => _sessions.GetOrAdd(session, _ => new())[call.Participant] = call;

    /// <summary>What a participant shows, or tells of itself, over that connection is announced with it.</summary>
    public void Change(string session, JoinCall call, Func<JoinCall, JoinCall> change)
    {
        if (_sessions.TryGetValue(session, out var participants) && participants.TryGetValue(call.Participant, out var known) && known.Connection == call.Connection)
            participants.TryUpdate(call.Participant, change(known), known);
    }

    /// <summary>That connection of a participant is gone.</summary>
    public void Remove(string session, JoinCall call)
    {
        if (!_sessions.TryGetValue(session, out var participants))
            return;
        if (participants.TryGetValue(call.Participant, out var known) && known.Connection == call.Connection)
            participants.TryRemove(KeyValuePair.Create(call.Participant, known));
        if (participants.IsEmpty)
            _sessions.TryRemove(KeyValuePair.Create(session, participants));
    }

    /// <summary>Everyone connected to a session, in a stable order.</summary>
    public JoinCall[] Of(string session) =>
        _sessions.TryGetValue(session, out var participants)
            ? [.. participants.Values.OrderBy(call => call.Participant, StringComparer.Ordinal)]
            : [];
}
