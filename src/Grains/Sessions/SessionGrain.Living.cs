using SessionShare.Grains.Log;
using SessionShare.Grains.Telemetry;
using SessionShare.Grains.Users;

namespace SessionShare.Grains.Sessions;

/// <summary>How an activation begins and ends, what time brings, and what follows a session's end.</summary>
internal sealed partial class SessionGrain
{
    /// <summary>
    /// From here on an earlier activation that still lives can't write the state any more, as it can't write the log once that is opened. Otherwise it could give an epoch away that this
    /// one has never read of, and this one would take frames in under the epoch before.
    /// </summary>
    private Task Claim() => _state.State.Deleted ? Task.CompletedTask : _state.WriteStateAsync();

    /// <summary>A session that there is already comes to life here.</summary>
    private async Task Resume(CancellationToken cancellationToken)
    {
        using var span = Tracing.Inside("failover", Id);
        var begun = _time.GetTimestamp();
        await Claim();
        await Open(cancellationToken);
        if (_session?.Ended is null)
            _instruments.OnFailover(_time.GetElapsedTime(begun));
    }

    private async Task Open(CancellationToken cancellationToken)
    {
        // A log that is deleted stays so: nothing is written to it any more.
        var isForgotten = _state.State.Deleted;
        var head = isForgotten ? LogHead.None : await OpenLog(cancellationToken);
        var day = DateOnly.FromDateTime(Now.UtcDateTime).DayNumber;
        var used = isForgotten ? 0 : await _log.PayloadBytesOn(Id, day, cancellationToken);

        var session = new Session(_state.State, head, _options, _support, Now, _policy) { IsAudited = _audit.IsOn() };
        session.Day.Begin(day, used);
        await NoteUntoldBlocks(session);

        // An activation that was given up while it began is told nothing more, and must leave nothing that runs.
        cancellationToken.ThrowIfCancellationRequested();
        _session = session;
        _figures = new SessionFigures(Id, _audit.OrganizationOf(_state.State.Owner));
        _writer = new SessionWriter(Id, _session, head.Generation, _log, _state, _time, Written, _instruments, _figures, _logger);
        _writing = Write(_writer);
        _auditing = TellAudit(_session, _writer);

        var scheduler = TaskScheduler.Current;
        var mayStay = _live.Add(_figures, _state.State.Owner!.Email, _state.State.StartedAt, () => Task.Factory.StartNew(HandOver, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap());
        if (!mayStay)
        {
            _moving = true;
            _writer.Stop();
            DeactivateOnIdle();
        }

        Measure();
        SetTimer();
    }

    /// <summary>
    /// The log is made before the first epoch, and never again: an activation that comes late, when the history is deleted, leaves nothing behind.
    /// </summary>
    private async Task<LogHead> OpenLog(CancellationToken cancellationToken)
    {
        if (_state.State.Epochs.Count == 0)
            return await _log.Open(Id, cancellationToken);
        if (await _log.Reopen(Id, cancellationToken) is { } head)
            return head;
        // Deleted by an activation that died before it could store so.
        if (_state.State.Ended is not null)
            return LogHead.None;
        // Or by one that took the session over since this one claimed it. Else the store has lost the log, and the session begins anew.
        return await IsStillClaimed() ? await _log.Open(Id, cancellationToken) : throw Moved();
    }

    private async Task<bool> IsStillClaimed()
    {
        var claimed = _state.Etag;
        await _state.ReadStateAsync();
        return _state.Etag == claimed;
    }

    /// <summary>An activation that lost its session ends by itself: maybe nobody calls it any more, and what it took in and could not store is to be sent again.</summary>
    private async Task Write(SessionWriter writer)
    {
        await writer.Run();
        if (!writer.Fenced)
            return;
        await Task.Delay(LastItemTime, _time);
        DeactivateOnIdle();
    }

    /// <summary>Ends the watches, stores what is held, and stops writing; in a bounded time.</summary>
    private async Task HandOver()
    {
        _moving = true;
        if (_session is { DraftDue: not null } session)
            session.KeepDraft();
        _changed.Raise();
        using var limit = new CancellationTokenSource(_options.HandOverTime, _time);
        try
        {
            await Until(() => _watches.AllTold).WaitAsync(limit.Token);
            await AuditIsHandedOver(limit.Token);
            _writer?.Stop();
            await _writing.WaitAsync(limit.Token);
            await _leasing.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _writer?.Stop();
            LogHandOverCutShort(Id, _options.HandOverTime);
        }
    }

    private async Task OnTimer(CancellationToken cancellationToken)
    {
        if (_session is not { } session || _moving)
            return;

        session.Pass(Now);
        if (ChoresDue(session) is { } due && due <= Now)
            await DoChores(session);
        Wake();
    }

    /// <summary>When what follows a session's end is to be done; null: nothing is.</summary>
    private DateTimeOffset? ChoresDue(Session session)
    {
        var isDue = session.EndIsToBeTold || session.IsGone || session.InvitationsAreDue || session.HistoryIsDue(Now, _watches.AnyReads);
        return !isDue || !_writer!.Idle ? null : _choresAt > Now ? _choresAt : Now;
    }

    private async Task DoChores(Session session)
    {
        try
        {
            await TellEnd(session);
            if (session.InvitationsAreDue)
                await TellInvited(session);
            // It may have ended meanwhile, and that is not stored yet.
            if (!_writer!.Idle)
                return;
            if (session.HistoryIsDue(Now, _watches.AnyReads))
                await DeleteHistory(session);
            if (session.IsGone)
                Go();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogChoresFailed(Id, fault);
            _choresAt = Now + ChoresRetry;
        }
    }

    private async Task TellEnd(Session session)
    {
        if (!session.EndIsToBeTold)
            return;
        await Quota.EndShare(Id, session.Day.Day, session.Day.Used);
        if (!session.EndIsToBeTold)
            return;
        session.EndTold();
        _instruments.OnEnded(session.Ended!.Reason);
    }

    private async Task DeleteHistory(Session session)
    {
        if (session.IsForgotten)
            return;
        await Owner.Remove(Id);
        await Task.WhenAll(_state.State.Invited.Select(email => GrainFactory.GetGrain<IInvitationsGrain>(email).Remove(Id)));
        await _log.Delete(Id, CancellationToken.None);
        session.Forget();
    }

    /// <summary>Nothing is left to look after.</summary>
    private void Go()
    {
        Lost(_session?.GiveUpAudit() ?? 0);
        _session = null;
        DeactivateOnIdle();
    }

    /// <summary>Brings the invitations of those whom the rules let in, or no longer do, up to the rules.</summary>
    private async Task TellInvited(Session session)
    {
        while (_inviting)
            await _changed.Next;
        _inviting = true;
        try
        {
            foreach (var (email, isIn) in session.ToInvite.Select(email => (email, true)).Concat(session.ToUninvite.Select(email => (email, false))).ToArray())
            {
                var invitations = GrainFactory.GetGrain<IInvitationsGrain>(email);
                await (isIn ? invitations.Add(Id) : invitations.Remove(Id));
                session.Invited(email, isIn);
            }
        }
        finally
        {
            _inviting = false;
            Wake();
        }
    }

    private void SetTimer()
    {
        if (_session is not { } session || _moving)
            return;

        // What waits for the writer is looked at again when it has written: turn after turn of the timer would leave it none.
        var soonest = _writer!.Idle ? TimeSpan.Zero : TimeSpan.FromSeconds(1);
        var wait = new[] { ChoresDue(session) ?? session.NextDue(Now), session.RosterDue, session.PresenceDue }.Min() - Now;
        _timer?.Change(wait is null ? Timeout.InfiniteTimeSpan : wait.Value > soonest ? wait.Value : soonest, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Brings what is measured of this session up to it.</summary>
    private void Measure()
    {
        if (_session is { } session)
            _figures.Is(session.Phase, session.Tail.HeldBytes, session.People.Count, session.Epoch, _state.State.Attachment);
    }

    /// <summary>The writer stored something, or could not.</summary>
    private void Written()
    {
        // What was stored may have brought a limit near, and what was not is told, too.
        if (_session is { } session)
            TellLists(session);
        StampNotes();
        Measure();
        _changed.Raise();
        SetTimer();
    }
}
