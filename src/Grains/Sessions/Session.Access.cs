using SessionShare.Grains.Audit;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// Changes of what people may do. Each counts for everyone present in the turn in which it is made: roles are computed anew, who has none left is out, and what
/// someone typed who may not any more is void, unless it was written already.
/// </summary>
internal sealed partial class Session
{
    /// <summary>Guests that were removed, remembered; the oldest go first. Each of them could come in anew with the link anyway, under another name.</summary>
    private const int MostBarredGuests = 100;

    /// <summary>When the first rule ends; null when none does.</summary>
    private DateTimeOffset? _ruleEnd;

    /// <summary>The secret of the link.</summary>
    public string LinkSecret => _state.LinkSecret;

    /// <summary>Addresses that are let in and whose invitations do not say so yet.</summary>
    public IEnumerable<string> ToInvite => InvitedByRule().Except(_state.Invited);

    /// <summary>Addresses whose invitations name the session, though no rule lets them in any more.</summary>
    public IEnumerable<string> ToUninvite => _state.Invited.Except(InvitedByRule());

    /// <summary>Whether there are such.</summary>
    public bool InvitationsAreDue { get; private set; }

    /// <summary>That address's invitations name the session, or no longer do.</summary>
    public void Invited(string email, bool isIn)
    {
        _state.Invited.Remove(email);
        if (isIn)
            _state.Invited.Add(email);
        ReadRules();
        StateVersion++;
    }

    /// <summary>The rules, for those who may see them.</summary>
    public AccessAnswer Access(UserIdentity user) =>
        RefuseTo(Deed.SeeAccess, user) is { } refusal ? AccessAnswer.Refuse(refusal) : new AccessAnswer(null, Rules());

    /// <summary>Changes one rule.</summary>
    /// <param name="secret">A new secret, for a link rule.</param>
    public AccessAnswer Change(AccessCall call, string secret, DateTimeOffset now)
    {
        if (RefuseTo(Deed.ChangeAccess, call.User) is { } refusal)
            return AccessAnswer.Refuse(refusal);
        if (_state.Deleted)
            return AccessAnswer.Refuse(SessionEnded());
        if (_policy.RefuseChange(call, now) is { } forbidden)
            return AccessAnswer.Refuse(forbidden);
        call = call with { Until = _policy.EndOf(call.Until, now) };
        var whom = call.Participant is { } participant ? WhoIs(participant) : null;
        if (ChangeOne(call, secret) is { } fault)
            return AccessAnswer.Refuse(fault);
        NoteChange(call, whom);
        AccessChanged();
        return new AccessAnswer(null, Rules());
    }

    /// <summary>A participant asks for a role, or takes that back.</summary>
    public RefusalValue? RequestRole(RoleCall call)
    {
        if (People.Connected(call.Participant, call.Connection) is not { } entry)
            return RefusalValue.Of(Reason.UnknownOrForbidden);
        if (Permissions.Refuse(Deed.AskForRole, entry.Role) is { } refusal)
            return refusal;
        if (call.Role is not (Role.None or Role.Edit or Role.Manage))
            return RefusalValue.Of(Reason.InvalidRequest, "edit or manage can be asked for.");
        if (call.Role == Role.Manage && entry.User is null)
            return RefusalValue.Of(Reason.InvalidRequest, "Whoever manages a session is signed in; a guest may ask for edit.");
        if (call.Role != Role.None && Ended is not null)
            return SessionEnded();

        var request = call.Role > entry.Role && !AccessRules.IsOwner(_state, entry.Identity) ? call.Role : Role.None;
        if (request == entry.Request)
            return null;
        Note(entry, request == Role.None ? AuditKind.RequestCancelled : AuditKind.RoleAsked, request == Role.None ? entry.Request : request);
        entry.Request = request;
        PeopleChanged(isStored: true);
        return null;
    }

    /// <summary>A participant gives back what it has above viewing. A person does so on all devices.</summary>
    public RefusalValue? HandBack(RoleCall call)
    {
        if (People.Connected(call.Participant, call.Connection) is not { } entry)
            return RefusalValue.Of(Reason.UnknownOrForbidden);
        if (Permissions.Refuse(Deed.HandBack, entry.Role) is { } refusal)
            return refusal;
        if (AccessRules.IsOwner(_state, entry.Identity))
            return RefusalValue.Of(Reason.InvalidRequest, "The terminal is yours.");

        Revoke(entry);
        Note(entry, AuditKind.HandedBack);
        AccessChanged();
        return null;
    }

    /// <summary>Rules whose time is over count no more; true when one's is.</summary>
    public bool EndRules(DateTimeOffset now)
    {
        if (!(_ruleEnd <= now))
            return false;
        NoteEndedRules(now);
        AccessRules.TakeEnded(_state, now);
        People.ForEach(entry => entry.Own = entry.Own?.Until <= now ? null : entry.Own);
        AccessChanged();
        return true;
    }

    private bool OthersMayEdit =>
        AccessRules.LetsOthersEdit(_state) || People.Any(entry => entry.Role >= Role.Edit && entry.User != _state.Owner!.User);

    private RefusalValue? RefuseTo(Deed deed, UserIdentity user) =>
        Permissions.Refuse(deed, _policy.RoleOf(_state, user, holdsLink: false), AccessRules.IsOwner(_state, user));

    private RefusalValue? ChangeOne(AccessCall call, string secret) => call.Verb switch
    {
        AccessVerb.Allow => FaultOfAddress(call.Email) ?? FaultOfRole(call.Role, Role.Manage) ?? FaultOfRoom(call.Email!) ?? Do(() => AccessRules.Allow(_state, call.Email!, call.Role, call.Until)),
        AccessVerb.Team => FaultOfTeam(call.Role, _state.Owner!.Team) ?? Do(() => AccessRules.SetTeam(_state, call.Role, call.Until)),
        AccessVerb.Link => FaultOfLink(call.Role) ?? Do(() => SetLink(call.Role, call.Until, secret)),
        AccessVerb.RevokeAll => Do(RevokeAll),
        AccessVerb.Revoke when call.Email is not null => FaultOfAddress(call.Email) ?? FaultOfCeiling(call.Email) ?? Do(() => AccessRules.Revoke(_state, call.Email)),
        AccessVerb.Remove when call.Email is not null => FaultOfAddress(call.Email) ?? FaultOfCeiling(call.Email) ?? Do(() => AccessRules.Remove(_state, call.Email)),
        AccessVerb.Revoke or AccessVerb.Remove or AccessVerb.Grant or AccessVerb.Refuse => ChangeOf(call),
        _ => RefusalValue.Of(Reason.InvalidRequest, "That is no change of access."),
    };

    private AuditPersonValue? WhoIs(string participant) =>
        People.Of(participant) is { } entry ? PersonOf(entry) : _asks.Of(participant) is { } ask ? AuditPersonValue.Of(ask.User, participant: ask.Id) : null;

    /// <summary>A change that names a participant.</summary>
    private RefusalValue? ChangeOf(AccessCall call)
    {
        if (call.Participant is not null && _asks.Of(call.Participant) is { } ask)
            return Answer(call, ask);
        if (call.Participant is null || People.Of(call.Participant) is not { } entry)
            return RefusalValue.Of(Reason.InvalidRequest, "Nobody of that name is here.");
        if (AccessRules.IsOwner(_state, entry.Identity))
            return SharersOwn();
        return call.Verb switch
        {
            AccessVerb.Grant => FaultOfRole(call.Role, entry.User is null ? Role.Edit : Role.Manage) ?? (entry.Email is { } email ? FaultOfRoom(email) : null) ?? Do(() => Grant(entry, call.Role, call.Until)),
            AccessVerb.Revoke => FaultOfCeiling(entry.Email) ?? Do(() => Revoke(entry)),
            AccessVerb.Remove => FaultOfCeiling(entry.Email) ?? Do(() => Remove(entry)),
            _ => Do(() => TakeRequest(entry, granted: false)),
        };
    }

    private void Grant(Participants.Entry entry, Role role, DateTimeOffset? until)
    {
        if (entry.Email is { } email)
            AccessRules.Grant(_state, email, role, until);
        else
            entry.Own = new RoleRuleValue(role, until);
        if (role < entry.Request)
            TakeRequest(entry, granted: false);
    }

    private void Revoke(Participants.Entry entry)
    {
        if (entry.Email is { } email)
            AccessRules.Revoke(_state, email);
        else
            entry.Own = new RoleRuleValue(Role.View);
    }

    private void Remove(Participants.Entry entry)
    {
        if (entry.Email is { } email)
        {
            AccessRules.Remove(_state, email);
            return;
        }

        entry.HoldsLink = false;
        _state.BarredGuests.Add(entry.Id);
        if (_state.BarredGuests.Count > MostBarredGuests)
            _state.BarredGuests.RemoveAt(0);
    }

    private void RevokeAll()
    {
        AccessRules.RevokeAll(_state);
        People.ForEach(entry => entry.Own = entry.Own is { Role: > Role.View } ? null : entry.Own);
    }

    private void SetLink(Role role, DateTimeOffset? until, string secret)
    {
        AccessRules.SetLink(_state, role, until, secret);
        People.ForEach(entry => entry.HoldsLink = false);
        foreach (var ask in _asks.Standing)
            ask.HoldsLink = false;
    }

    /// <summary>The others' right to edit lapses.</summary>
    private void LapseEdit()
    {
        RevokeAll();
        Note(new AuditValue { Kind = AuditKind.EditLapsed });
        AccessChanged();
    }

    /// <summary>A policy that became stricter counts at once: rules beyond it are gone, and whom it does not let in is out.</summary>
    private void Restrict(DateTimeOffset now)
    {
        if (Ended is not null)
            return;
        var taken = _policy.Restrict(_state, now);
        foreach (var (email, of, role) in taken)
            Note(new AuditValue { Kind = AuditKind.RuleEnded, Whom = email is null ? null : new AuditPersonValue(null, email), Text = of, Role = role, Reason = Reason.Policy });
        var isStricter = taken.Count > 0;
        People.ForEach(entry =>
        {
            var own = entry.Own is { } given && _policy.IsBeyond(given.Until, now) ? null : entry.Own;
            isStricter |= own != entry.Own || _policy.RoleOf(_state, entry.Identity, entry.HoldsLink, own) < entry.Role;
            entry.Own = own;
        });
        if (isStricter)
            AccessChanged();
    }

    /// <summary>Everyone's role is that of the rules of now.</summary>
    private void AccessChanged()
    {
        People.ForEach(entry =>
        {
            entry.Role = _policy.RoleOf(_state, entry.Identity, entry.HoldsLink, entry.Own);
            if (entry.Request != Role.None && entry.Role >= entry.Request)
                TakeRequest(entry, granted: true);
            if (Permissions.May(Deed.Type, entry.Role))
                return;
            Typed.Drop(entry.Id);
            entry.Size = null;
        });
        NoteGone(People.DropRoleless());
        CheckRun();
        AnswerAsks();
        ReadRules();
        HintRoles();
        PeopleChanged(isStored: true);
        _pace.Hurry();
    }

    /// <summary>What is asked for at every append is read from the rules once.</summary>
    private void ReadRules()
    {
        _ruleEnd = Earliest(AccessRules.FirstEnd(_state), People.FirstEnd);
        InvitationsAreDue = !_state.Deleted && (ToInvite.Any() || ToUninvite.Any());
    }

    private AccessValue Rules() => new(
        [.. _state.Allow],
        new RoleRuleValue(_state.TeamRole, _state.TeamUntil),
        _state.Owner!.Team,
        new RoleRuleValue(_state.LinkRole, _state.LinkUntil),
        _state.LinkSecret,
        [.. _state.Ceilings],
        _policy.ToValue(),
        Asking());

    private IEnumerable<string> InvitedByRule() =>
        _state.Allow.Where(rule => !AccessRules.IsOwner(_state, rule.Email)).Select(rule => Users.Invitations.KeyOf(rule.Email)).Distinct();

    private bool IsBarred(JoinCall call) => call.User is null && _state.BarredGuests.Contains(call.Participant);

    private static bool IsAddress(string? email) => email is { Length: <= 254 } && email.IndexOf('@') is > 0 and var at && at < email.Length - 1;

    private RefusalValue? FaultOfAddress(string? email)
    {
        if (!IsAddress(email))
            return RefusalValue.Of(Reason.InvalidRequest, $"'{email}' is no e-mail address.");
        return AccessRules.IsOwner(_state, email) ? SharersOwn() : null;
    }

    private RefusalValue? FaultOfRoom(string email)
    {
        var others = _state.Allow.Count(rule => !AccessRules.Same(rule.Email, email));
        return others < _options.MaxRules ? null : RefusalValue.Of(Reason.InvalidRequest, $"It lets in {others} people by address; at most {_options.MaxRules} are allowed.");
    }

    private RefusalValue? FaultOfCeiling(string? email)
    {
        var full = email is not null && _state.Ceilings.Count >= _options.MaxRules * 10 && !_state.Ceilings.Exists(rule => AccessRules.Same(rule.Email, email));
        return full ? RefusalValue.Of(Reason.InvalidRequest, $"{_state.Ceilings.Count} people were revoked or removed; no more are remembered. Close the link and the team rule instead.") : null;
    }

    private static RefusalValue? FaultOfRole(Role role, Role highest) =>
        role >= Role.View && role <= highest ? null : RefusalValue.Of(Reason.InvalidRequest, highest == Role.Manage ? "The role is view, edit or manage." : "A guest's role is view or edit.");

    private static RefusalValue? FaultOfLink(Role role) =>
        role is >= Role.None and <= Role.Edit ? null : RefusalValue.Of(Reason.InvalidRequest, "A link may give the role none, view or edit.");

    private static RefusalValue? FaultOfTeam(Role role, string? team)
    {
        if (role is < Role.None or > Role.Manage)
            return RefusalValue.Of(Reason.InvalidRequest, "A team may get the role none, view, edit or manage.");
        return role != Role.None && string.IsNullOrEmpty(team) ? RefusalValue.Of(Reason.InvalidRequest, "The sharer is signed in without a team.") : null;
    }

    private static RefusalValue SharersOwn() => RefusalValue.Of(Reason.InvalidRequest, "The sharer's own access can't be changed.");

    private static RefusalValue? Do(Action change)
    {
        change();
        return null;
    }
}
