using SessionShare.Grains.Audit;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>Who is in, and what they may do.</summary>
internal sealed partial class Session
{
    /// <summary>Addresses remembered of people who were in; the oldest go first, and then look as if they had never come.</summary>
    private const int MostCame = 500;

    /// <summary>Which connection of the sharer's holds others' keys; null: none does.</summary>
    private (long Epoch, long Attachment)? _heldBy;

    /// <summary>A person comes in or back.</summary>
    public JoinAnswer Join(JoinCall call)
    {
        var answer = Admit(call);
        if (answer.Refused is { } refused)
            Note(new AuditValue { Kind = AuditKind.JoinRefused, Actor = AuditPersonValue.Of(call.User, call.GuestName), Address = call.Address, Reason = refused.Reason });
        return answer;
    }

    /// <summary>A gateway says again who is connected through it; whoever connected anew elsewhere in the meantime stays there.</summary>
    public void Announce(JoinCall call)
    {
        if (!People.Knows(call.Participant) || People.IsHandedOver(call.Participant) || People.Connected(call.Participant, call.Connection) is not null)
            Readmit(call);
    }

    private void Readmit(JoinCall call)
    {
        if (Admit(call).Refused is not null)
            return;
        if (call.Shown is not null && !_board.Knows(call.Participant, call.Connection))
            Show(new ShowCall(call.Participant, call.Connection, call.Shown));
        if (call.Columns > 0)
            Resize(new ResizeCall(call.Participant, call.Connection, call.Columns, call.Rows));
    }

    private JoinAnswer Admit(JoinCall call)
    {
        var holdsLink = AccessRules.HoldsLink(_state, call.LinkSecret);
        var role = _policy.RoleOf(_state, call.User, holdsLink, People.Of(call.Participant)?.Own);
        if (role == Role.None && _policy.RefuseJoin(_state, call.User, holdsLink) is { } forbidden)
            return JoinAnswer.Refuse(forbidden);
        if (role == Role.None && holdsLink && MayAsk(call.User))
            return JoinAnswer.Refuse(RefusalValue.Of(Reason.NoAccess, call.User is null ? "Sign in to do so." : null));
        if (Permissions.Refuse(Deed.Watch, role) is not null || People.IsImpostor(call) || IsBarred(call))
            return JoinAnswer.Refuse(RefusalValue.Of(Reason.UnknownOrForbidden));
        if (_state.Deleted || (Ended is not null && !call.Rejoin && _state.Keep == TimeSpan.Zero))
            return JoinAnswer.Refuse(SessionEnded());
        var known = People.Of(call.Participant);
        var isNew = known is null;
        if (isNew && People.Count >= _options.MaxParticipants)
            return JoinAnswer.Refuse(RefusalValue.Of(
                Reason.ParticipantLimit, _support.Behind($"At most {_options.MaxParticipants} beside the sharer; try again when someone has left.")));

        if (role < known?.Role)
            _pace.Hurry();
        var entry = People.Admit(call, role, holdsLink);
        if (isNew)
        {
            Remember(call.User?.Email);
            Note(entry, AuditKind.Joined, role);
        }

        NeedKeyframe();
        PeopleChanged(isNew);
        return new JoinAnswer(null, role, _state.Title, entry.TypedThrough, RosterVersion);
    }

    /// <summary>A participant's connection is gone.</summary>
    public void Leave(LeaveCall call, DateTimeOffset now)
    {
        var entry = People.Of(call.Participant);
        if (!People.Leave(call, now))
            return;
        if (call.ForGood)
            Note(entry!, AuditKind.Left);
        PeopleChanged(call.ForGood);
    }

    /// <summary>A gateway's watch ended.</summary>
    public void GatewayLeft(string gateway, DateTimeOffset now)
    {
        if (People.GatewayLeft(gateway, now))
            PeopleChanged(false);
    }

    /// <summary>Takes a participant's input in, once, in order, with the right to, and says what became of the input before.</summary>
    public InputAnswer Input(TypeCall call, DateTimeOffset now)
    {
        var refused = Type(call, now);
        return People.Connected(call.Participant, call.Connection) is { } entry
            ? new InputAnswer(refused, entry.TypedThrough - Typed.WaitingOf(entry.Id), Epoch)
            : new InputAnswer(refused);
    }

    /// <summary>Takes a participant's input in, once, in order, with the right to.</summary>
    public RefusalValue? Type(TypeCall call, DateTimeOffset now)
    {
        EndRules(now);
        // Its gateway has not announced it to this activation yet, but will.
        if (People.IsHandedOver(call.Participant))
            return RefusalValue.Of(Reason.Busy);
        if (People.Connected(call.Participant, call.Connection) is not { } entry)
            return RefusalValue.Of(Reason.UnknownOrForbidden);
        // Taken in before, with the right to, and its answer lost.
        if (call.Number >= 1 && call.Number <= entry.TypedThrough)
            return null;
        if (Permissions.Refuse(Deed.Type, entry.Role) is { } refusal)
            return refusal;
        if (Ended is not null)
            return SessionEnded();
        if (call.Bytes.Length > WireLimits.TypeBytes || call.Number < 1)
            return RefusalValue.Of(Reason.InvalidRequest, $"Input is numbered from 1 and holds at most {WireLimits.TypeBytes} bytes.");
        // An activation that knows nothing of what was typed begins with the oldest that the client still has.
        var expected = entry.TypedThrough > 0 ? entry.TypedThrough + 1 : call.Oldest ?? call.Number;
        if (call.Number > expected)
            return RefusalValue.Of(Reason.Gap, expected: expected);
        if (call.Epoch < Epoch)
        {
            // Typed to a program before, and sent again: perhaps that one had it.
            entry.TypedThrough = call.Number;
            return null;
        }

        if (SharerState != SharerState.Connected)
            return RefusalValue.Of(Reason.SharerAway);
        if (_heldBy == (Epoch, _state.Attachment) && !AccessRules.IsOwner(_state, entry.Identity))
            return RefusalValue.Of(Reason.TypingHeld);
        if (!Typed.Fits(call.Bytes.Length))
            return RefusalValue.Of(Reason.Busy);

        entry.TypedThrough = call.Number;
        Typed.Add(call.Participant, call.Number, call.Bytes);
        NoteTyping(entry);
        Active(now);
        return null;
    }

    /// <summary>The sharer's client holds others' keys, or no longer. It says so on each connection.</summary>
    public void HoldTyping(HoldTypingCall call)
    {
        if (IsAuthor(call.Epoch, call.Attachment))
            _heldBy = call.Held ? (call.Epoch, call.Attachment) : null;
    }

    /// <summary>An editor's own terminal has that size: the roster says so, and the sharer decides what comes of it.</summary>
    public RefusalValue? Resize(ResizeCall call)
    {
        if (People.Connected(call.Participant, call.Connection) is not { } entry)
            return RefusalValue.Of(Reason.UnknownOrForbidden);
        if (Permissions.Refuse(Deed.TellSize, entry.Role) is { } refusal)
            return refusal;
        var size = new TerminalSize(call.Columns, call.Rows);
        if (!size.IsValid)
            return RefusalValue.Of(Reason.InvalidRequest, $"The size is {call.Columns}x{call.Rows}; columns and rows are 1 to {TerminalSize.Max}.");
        if (entry.Size == size)
            return null;

        entry.Size = size;
        RosterVersion++;
        return null;
    }

    /// <summary>Who has access, for those who are or may be in. Who is invited and not there is for those who see the rules.</summary>
    public PeopleAnswer PeopleFor(UserIdentity user)
    {
        var isHere = People.Any(entry => entry.User == user.User && Permissions.May(Deed.Watch, entry.Role));
        if (!isHere && RefuseTo(Deed.Watch, user) is { } refusal)
            return PeopleAnswer.Refuse(refusal);
        if (_state.Deleted)
            return PeopleAnswer.Refuse(SessionEnded());
        var seesRules = RefuseTo(Deed.SeeAccess, user) is null;
        return new PeopleAnswer(null, Roster(), _state.StartedAt, seesRules ? [.. _state.Allow] : [], seesRules ? [.. _state.Came] : []);
    }

    private void Remember(string? email)
    {
        if (email is null || _state.Came.Exists(known => AccessRules.Same(known, email)))
            return;
        _state.Came.Add(email);
        if (_state.Came.Count > MostCame)
            _state.Came.RemoveAt(0);
    }

    private void PeopleChanged(bool isStored)
    {
        RosterVersion++;
        SweepPresence();
        if (!isStored)
            return;
        _state.Participants = [.. People.Known()];
        StateVersion++;
    }
}
