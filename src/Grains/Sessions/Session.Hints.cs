using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>What is told to people who list the session without being in it.</summary>
internal sealed partial class Session
{
    private readonly SessionHints _hints = new();
    private List<(string Email, Role Role)> _invited = [];
    private (long Roster, long Notice, bool Ended, bool Deleted) _shown;

    /// <summary>What is to be told, with what has changed since this was last asked.</summary>
    public SessionHints FindHints()
    {
        (long Roster, long Notice, bool Ended, bool Deleted) shows = (RosterTold, NoticeVersion, Ended is not null, IsForgotten);
        if (shows == _shown)
            return _hints;
        _hints.Owner();
        if (shows.Ended != _shown.Ended)
            _state.Invited.ForEach(_hints.Address);
        _shown = shows;
        return _hints;
    }

    /// <summary>As an activation finds it: who lists the session has heard of that, or reads it anew.</summary>
    private void BeginHints() => (_invited, _shown) = (RolesOfInvited(), (0, 0, Ended is not null, IsForgotten));

    /// <summary>The roles of invited people have changed: who is told.</summary>
    private void HintRoles()
    {
        var now = RolesOfInvited();
        foreach (var (email, _) in now.Except(_invited))
            _hints.Address(email);
        _invited = now;
    }

    private List<(string Email, Role Role)> RolesOfInvited() => [.. InvitedByRule().Select(email => (email, AccessRules.ByEmail(_state, email)))];

    /// <summary>A request, if there is one, has its answer.</summary>
    private void TakeRequest(Participants.Entry entry, bool granted)
    {
        if (entry.Request != Role.None && entry.User is { } user)
            _hints.Answer(new SessionAnswer(user, entry.Role, granted));
        entry.Request = Role.None;
    }
}
