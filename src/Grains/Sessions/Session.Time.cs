using System.Globalization;
using SessionShare.Grains.Audit;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>The end of a session, and what else comes with time.</summary>
internal sealed partial class Session
{
    /// <summary>Ends the session for a sharer who names its last frame. One that has ended otherwise, maybe before that frame, says so.</summary>
    public RefusalValue? End(EndCall call, DateTimeOffset now)
    {
        if (!IsAuthor(call.Epoch, call.Attachment))
            return RefusalValue.Of(AuthorLost(call.Epoch).Reason);
        if (Ended is not null)
            return EndedBySharer && call.Last <= Ended.Last ? null : SessionEnded();
        if (call.Last > Tail.End)
            return RefusalValue.Of(Reason.Gap, expected: Tail.End + 1);
        if (call.Reason is not (Reason.SharerExited or Reason.SharerStopped))
            return RefusalValue.Of(Reason.InvalidRequest, "A sharer ends with sharerExited or sharerStopped.");

        EndNow(call.Reason, call.ExitCode, now);
        return null;
    }

    /// <summary>Ends the session.</summary>
    public void EndNow(Reason reason, int? exitCode, DateTimeOffset now)
    {
        if (Ended is not null)
            return;
        _state.Ended = new EndedValue(reason, TextOf(reason), Tail.End, exitCode);
        _state.EndedAt = now;
        Note(new AuditValue { Kind = AuditKind.Ended, Actor = EndedBySharer ? AuditPersonValue.Of(_state.Owner) : null, Reason = reason });
        StateVersion++;
    }

    /// <summary>Lets time pass: the grace, those away, idleness, what a session whose history is gone is still known by.</summary>
    public void Pass(DateTimeOffset now)
    {
        EndRules(now);
        if (People.DropAwayBefore(now - _options.AwayTime) is { Count: > 0 } gone)
        {
            NoteGone(gone);
            PeopleChanged(isStored: true);
        }

        if (Ended is null && !_isListening && now - _sharerLostAt >= _options.Grace)
            EndNow(Reason.SharerLost, null, now);
        PassPolicy(now);
        PassDraft(now);
        if (Ended is null)
            PassIdly(now);
        _idle.Passed(now);
        if (_state.Deleted && now >= _state.EndedAt + _options.RememberEnded)
            Vanish();
        if (RenewAt <= now)
        {
            // At once, or it would be due again and again until the writer has had its turn.
            _state.NextDue = StoredDue(now);
            StateVersion++;
        }
    }

    /// <summary>Whether the history of the ended session may be deleted: its time is over, or, where it is not kept, nobody is left to read it.</summary>
    /// <param name="isRead">A gateway still reads frames.</param>
    public bool HistoryIsDue(DateTimeOffset now, bool isRead) =>
        Ended is not null && !_state.Deleted && ((_state.Keep == TimeSpan.Zero && People.Count == 0 && !isRead) || now >= HistoryEndsAt);

    /// <summary>Whether the quota is still to hear of the end.</summary>
    public bool EndIsToBeTold => Ended is not null && !_state.EndTold;

    /// <summary>The quota has heard of the end.</summary>
    public void EndTold()
    {
        _state.EndTold = true;
        StateVersion++;
    }

    /// <summary>The history is deleted: all that is left is who may hear how the session ended.</summary>
    public void Forget()
    {
        (_state.Deleted, _state.Title, _state.Keyframes, _state.Draft) = (true, "", [], null);
        ReadRules();
        StateVersion++;
    }

    /// <summary>Nothing is left of the session.</summary>
    public void Vanish()
    {
        if (IsGone)
            return;
        IsGone = true;
        StateVersion++;
    }

    /// <summary>When <see cref="Pass"/> or <see cref="HistoryIsDue"/> next has something to do; null when never.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset now)
    {
        DateTimeOffset? away = People.FirstAway + _options.AwayTime;
        if (Ended is not null)
            return Earliest(away, EndIsDone(), _ruleEnd);
        var grace = _isListening ? (DateTimeOffset?)null : _sharerLostAt + _options.Grace;
        return Earliest(away, grace, _idle.NextDue(OthersMayEdit), RenewAt, _ruleEnd, PolicyDue(now), _draftDue);
    }

    /// <summary>
    /// When the session is to be looked after though nobody calls, to be stored with its state: the sweep wakes it then. While its sharer is connected, a silo
    /// that dies with it is all that could make it need that.
    /// </summary>
    public DateTimeOffset StoredDue(DateTimeOffset now)
    {
        if (Ended is not null)
            return EndIsToBeTold ? _state.EndedAt : _state.Audit.Count > 0 ? Earliest(EndIsDone(), now + AuditRetry)!.Value : EndIsDone();
        return Earliest(_state.SharerLostAt is { } lost ? lost + _options.Grace : now + SessionState.LookedAfter, _ruleEnd, _policy.EndOf(_state)?.At)!.Value;
    }

    /// <summary>
    /// When the stored state is written again, so that nobody looks after a session that lives; null when nobody would, or when something will happen then.
    /// </summary>
    private DateTimeOffset? RenewAt => Ended is null && _state.SharerLostAt is null && !(_state.NextDue >= Earliest(_ruleEnd, _policy.EndOf(_state)?.At)) ? _state.NextDue - (SessionState.LookedAfter / 2) : null;

    /// <summary>Something happens in the session.</summary>
    private void Active(DateTimeOffset now)
    {
        _idle.Active(now);
        _notices.Take(Reason.Idle);
        _notices.Take(Reason.EditLapsed);
    }

    private DateTimeOffset HistoryEndsAt => _state.EndedAt + (_state.Keep > _options.ReadOutTime ? _state.Keep : _options.ReadOutTime);

    private DateTimeOffset EndIsDone() => _state.Deleted ? _state.EndedAt + _options.RememberEnded : HistoryEndsAt;

    /// <summary>The policy's end of the session: announced before, as the other limits are.</summary>
    private void PassPolicy(DateTimeOffset now)
    {
        if (Ended is not null || _policy.EndOf(_state) is not { } end)
            return;
        if (now >= end.At)
            EndNow(end.Reason, null, now);
        else if (now >= end.At - PolicyWarning)
            _notices.Tell(Reason.SessionTimeLimit, $"A session lives for at most {SpanText(_policy.LongestSession)} here: this one ends at {At(end.At)} UTC.");
    }

    private DateTimeOffset? PolicyDue(DateTimeOffset now) =>
        _policy.EndOf(_state) is not { } end ? null : now < end.At - PolicyWarning ? end.At - PolicyWarning : end.At;

    private TimeSpan PolicyWarning => Idleness.WarningOf(_policy.LongestSession);

    private void PassIdly(DateTimeOffset now)
    {
        switch (_idle.EndStep(now))
        {
            case IdleStep.Due:
                EndNow(Reason.Idle, null, now);
                return;
            case IdleStep.Announced:
                _notices.Tell(Reason.Idle, $"Nothing happens here: the session ends at {At(_idle.ActiveAt + _idle.End)} UTC unless something does.");
                break;
        }

        if (!OthersMayEdit)
            return;
        switch (_idle.EditStep(now))
        {
            case IdleStep.Due:
                LapseEdit();
                _notices.Tell(Reason.EditLapsed, $"Nothing happened for {SpanText(_idle.Edit)}: the right to edit of everyone but the sharer has lapsed.");
                break;
            case IdleStep.Announced:
                _notices.Tell(Reason.EditLapsed, $"Nothing happens here: the right to edit of everyone but the sharer lapses at {At(_idle.ActiveAt + _idle.Edit)} UTC unless something does.");
                break;
        }
    }

    private bool EndedBySharer => Ended is { Reason: Reason.SharerExited or Reason.SharerStopped };

    private RefusalValue SessionEnded(long? expected = null) =>
        new(Reason.SessionEnded, $"{Reasons.Of(Reason.SessionEnded).Text} {Ended!.Text} That was at {_state.EndedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC.", expected);

    private string TextOf(Reason reason) => reason switch
    {
        Reason.SessionSizeLimit => _support.Behind($"{Reasons.Of(reason).Text} It is {_options.MaxBytes:N0} bytes."),
        Reason.DayLimit => _support.Behind($"{Reasons.Of(reason).Text} The limit is {Day.Limit:N0} bytes; it resets at 00:00 UTC."),
        Reason.SharerLost => $"{Reasons.Of(reason).Text} The session waited {SpanText(_options.Grace)}.",
        Reason.Policy or Reason.SessionTimeLimit => _policy.TextOf(reason),
        Reason.Idle => $"{Reasons.Of(reason).Text} The session waited {SpanText(_idle.End)}.",
        _ => Reasons.Of(reason).Text,
    };

    private static string SpanText(TimeSpan span) => span.TotalHours >= 2 ? $"{span.TotalHours:0.#} h" : span.TotalMinutes >= 1 ? $"{span.TotalMinutes:0.#} min" : $"{span.TotalSeconds:0.#} s";

    private static string At(DateTimeOffset moment) => moment.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Earliest(params DateTimeOffset?[] moments) => moments.Min();
}
