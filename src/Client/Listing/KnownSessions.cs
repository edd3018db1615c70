using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>A person's sessions as last told, and what is news in what is told next. What came up while the connection was lost is news, too.</summary>
internal sealed class KnownSessions
{
    private readonly List<MySession> _own = [];
    private readonly List<InvitedSession> _invited = [];
    private bool _told;

    /// <summary>All of them now.</summary>
    public MySessions Now => new([.. _own], [.. _invited]);

    /// <summary>Takes an item in; answers the events that it is to the reader.</summary>
    public IEnumerable<ListEvent> Take(MeItem item) => item switch
    {
        { Present: { } present } => Take(present),
        { Session: { } session } => [new ListEvent.Own(session, Put(_own, session, known => known.Session == session.Session))],
        { Invitation: { } invited } => [new ListEvent.Invited(invited, Put(_invited, invited, known => known.Session == invited.Session))],
        { Gone: { } gone } => _own.RemoveAll(known => known.Session == gone) + _invited.RemoveAll(known => known.Session == gone) > 0 ? [new ListEvent.Gone(gone)] : [],
        { Answered: { } answered } => [new ListEvent.Answered(answered)],
        _ => [],
    };

    private List<ListEvent> Take(MySessions present)
    {
        List<ListEvent> events = [new ListEvent.Present(present)];
        if (_told)
        {
            var there = present.Sessions.Select(session => session.Session).Concat(present.Invitations.Select(session => session.Session)).ToHashSet();
            var known = _own.Select(session => session.Session).Concat(_invited.Select(session => session.Session));
            events.AddRange(known.Where(id => !there.Contains(id)).Select(id => new ListEvent.Gone(id)));
            events.AddRange(present.Sessions.ExceptBy(_own.Select(known => known.Session), session => session.Session).Select(session => new ListEvent.Own(session, IsNew: true)));
            events.AddRange(present.Invitations.ExceptBy(_invited.Select(known => known.Session), session => session.Session).Select(session => new ListEvent.Invited(session, IsNew: true)));
        }

        _told = true;
        _own.Clear();
        _own.AddRange(present.Sessions);
        _invited.Clear();
        _invited.AddRange(present.Invitations);
        return events;
    }

    /// <summary>In the place of the one that is known, or behind all others.</summary>
    /// <returns>Whether it is new.</returns>
    private static bool Put<T>(List<T> sessions, T session, Predicate<T> isSame)
    {
        var at = sessions.FindIndex(isSame);
        if (at < 0)
            sessions.Add(session);
        else
            sessions[at] = session;
        return at < 0;
    }
}
