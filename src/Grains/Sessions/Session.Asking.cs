using SessionShare.Grains.Audit;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>Asking for access, by who holds the link and has none.</summary>
internal sealed partial class Session
{
    private readonly Asks _asks = new();

    /// <summary>Somebody asks to be let in; the sharer is told by the roster.</summary>
    public (Ask? Ask, RefusalValue? Refused) AskAccess(AskCall call, DateTimeOffset now)
    {
        if (!AccessRules.HoldsLink(_state, call.LinkSecret) || _state.Deleted)
            return Refuse(RefusalValue.Of(Reason.UnknownOrForbidden));
        if (call.User is not { } user)
            return Refuse(RefusalValue.Of(Reason.SignInRequired, "Who asks for access is signed in, so that the sharer knows who it is."));
        if (AccessRules.IsRemoved(_state, user.Email))
            return Refuse(RefusalValue.Of(Reason.UnknownOrForbidden));
        if (Ended is not null)
            return Refuse(SessionEnded());
        if (call.Role is < Role.View or > Role.Manage)
            return Refuse(RefusalValue.Of(Reason.InvalidRequest, "view, edit or manage can be asked for."));
        if (_policy.RefuseSharer(user) is { } forbidden)
            return Refuse(forbidden);
        if (_policy.RoleOf(_state, user, holdsLink: true) is > Role.None and var role)
            return (new Ask(call.Id, user, call.Role, call.Address) { Outcome = new AskOutcome(role, null) }, null);
        if (_asks.Add(call, user, now) is not { } ask)
            return Refuse(RefusalValue.Of(Reason.RateLimit, $"At most {Asks.Most} people ask for access at a time, and each at most {Asks.MostOfOne} times in {SpanText(Asks.Span)}."));

        Note(new AuditValue { Kind = AuditKind.AccessAsked, Actor = AuditPersonValue.Of(user, participant: call.Id), Address = call.Address, Role = call.Role });
        RosterVersion++;
        return (ask, null);

        static (Ask?, RefusalValue?) Refuse(RefusalValue refusal) => (null, refusal);
    }

    /// <summary>Who asked waits no more.</summary>
    public void StopAsking(Ask ask)
    {
        if (ask.Outcome is not null)
            return;
        _asks.End(ask, new AskOutcome(Role.None, RefusalValue.Of(Reason.Replaced)));
        RosterVersion++;
    }

    /// <summary>Whether it is said to who holds the link and has no access that there is a session: not to who was removed, and not once it has ended.</summary>
    private bool MayAsk(UserIdentity? user) => Ended is null && !AccessRules.IsRemoved(_state, user?.Email);

    /// <summary>Who asks, for those who may answer.</summary>
    private RequestValue[] Asking() => [.. _asks.Standing.Select(ask => new RequestValue(ask.Id, ask.User.Name, ask.User.Email, ask.Role))];

    /// <summary>Whom a changed rule lets in asks no more.</summary>
    private void AnswerAsks()
    {
        foreach (var ask in _asks.Standing.ToArray())
        {
            if (_policy.RoleOf(_state, ask.User, ask.HoldsLink) is > Role.None and var role)
                _asks.End(ask, new AskOutcome(role, null));
        }
    }

    /// <summary>A change that names somebody who asks.</summary>
    private RefusalValue? Answer(AccessCall call, Ask ask)
    {
        switch (call.Verb)
        {
            case AccessVerb.Grant:
                return FaultOfRole(call.Role, Role.Manage) ?? FaultOfRoom(ask.User.Email) ?? Do(() => AccessRules.Grant(_state, ask.User.Email, call.Role, call.Until));
            case AccessVerb.Remove:
                return FaultOfCeiling(ask.User.Email) ?? Do(() =>
                {
                    AccessRules.Remove(_state, ask.User.Email);
                    Deny(ask);
                });
            case AccessVerb.Refuse:
                return Do(() => Deny(ask));
            default:
                return RefusalValue.Of(Reason.InvalidRequest, "Who asks for access has none that could be revoked.");
        }
    }

    private void Deny(Ask ask) => _asks.End(ask, new AskOutcome(Role.None, RefusalValue.Of(Reason.NoAccess, "The sharer said no.")));
}
