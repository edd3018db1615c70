using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using SessionShare.Grains.Audit;
using SessionShare.Grains.Log;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Telemetry;
using SessionShare.Grains.Users;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// Takes turns around a <see cref="Session"/>: guard, change, wake the writer and the watches. Methods that interleave keep the invariant
/// that nothing is awaited between guard and change.
/// </summary>
[ActivationCountBasedPlacement]
internal sealed partial class SessionGrain : Grain, ISessionGrain
{
    private static readonly TimeSpan ChoresRetry = TimeSpan.FromSeconds(5);

    /// <summary>How long an activation that lost its session stays, for its watches' readers to fetch their last item.</summary>
    private static readonly TimeSpan LastItemTime = TimeSpan.FromMilliseconds(100);

    private readonly IPersistentState<SessionState> _state;
    private readonly IFrameLog _log;
    private readonly SessionOptions _options;
    private readonly QuotaOptions _quotaOptions;
    private readonly SupportOptions _support;
    private readonly AuditOptions _audit;
    private readonly Policy _policy;
    private readonly AuditInstruments _auditInstruments;
    private readonly LiveSessions _live;
    private readonly SessionInstruments _instruments;
    private readonly RandomNumberGenerator _random;
    private readonly TimeProvider _time;
    private readonly ILogger<SessionGrain> _logger;

    private readonly Broadcast _changed = new();
    private Session? _session;
    private SessionWriter? _writer;
    private SessionFigures _figures = new("", "");
    private Task _writing = Task.CompletedTask;
    private Task _leasing = Task.CompletedTask;
    private Task _auditing = Task.CompletedTask;
    private IGrainTimer? _timer;
    private readonly Watches _watches = new();
    private bool _moving;
    private Task _sharing = Task.CompletedTask;
    private bool _inviting;
    private DateTimeOffset _choresAt;

    public SessionGrain(
        [PersistentState(SessionState.Name, "sessions")] IPersistentState<SessionState> state,
        IFrameLog log,
        IOptions<SessionOptions> options,
        IOptions<QuotaOptions> quotaOptions,
        IOptions<SupportOptions> support,
        IOptions<PolicyOptions> policy,
        IOptions<AuditOptions> audit,
        AuditInstruments auditInstruments,
        LiveSessions live,
        SessionInstruments instruments,
        RandomNumberGenerator random,
        TimeProvider time,
        ILogger<SessionGrain> logger)
    {
        (_state, _log, _options, _quotaOptions) = (state, log, options.Value, quotaOptions.Value);
        _policy = new Policy(policy.Value);
        (_support, _audit, _auditInstruments, _instruments) = (support.Value, audit.Value, auditInstruments, instruments);
        (_live, _random, _time, _logger) = (live, random, time, logger);
    }

    private string Id => this.GetPrimaryKeyString();

    private DateTimeOffset Now => _time.GetUtcNow();

    private IUserGrain Owner => GrainFactory.GetGrain<IUserGrain>(_state.State.Owner!.User);

    private IUserQuotaGrain Quota => GrainFactory.GetGrain<IUserQuotaGrain>(_state.State.Owner!.User);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _timer = this.RegisterGrainTimer(OnTimer, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan)
        {
            Interleave = true,
            KeepAlive = true,
        });
        if (_state.State.Owner is null)
            return;
        await Resume(cancellationToken);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await HandOver();
        _live.Remove(Id);
    }

    public async Task<ShareAnswer> Share(ShareCall call)
    {
        if (Session.FaultOf(call, _options) is { } fault)
            return ShareAnswer.Refuse(fault);

        // One at a time, in the order in which they came: who asked later is the one to have it.
        var (before, done) = (_sharing, new TaskCompletionSource());
        _sharing = done.Task;
        await before;
        try
        {
            using var span = Tracing.Inside("share", Id);
            var answer = await ShareOneAtATime(call);
            span.Ends(answer.Refused?.Reason);
            _instruments.OnShare(answer.Refused);
            CountRefusal(answer.Refused);
            if (answer.Refused is null && call.Epoch is not null)
                _figures.OnResumed();
            return answer;
        }
        finally
        {
            done.SetResult();
        }
    }

    public Task<AppendAnswer> Append(AppendCall call)
    {
        if (Owned() is not { } session)
            return Task.FromResult(new AppendAnswer(RefusalValue.Of(Reason.UnknownOrForbidden), 0));
        if (IsUnheardOf(session, call.Run.Epoch, call.Attachment))
            throw Moved();

        var answer = session.Append(call, Now);
        _instruments.OnAppend(answer.Refused, call.Run.Bytes.Length);
        if (answer.Refused is null)
            _figures.OnAppend(call.Run.Bytes.Length, call.Run.Count);
        CountRefusal(answer.Refused);
        KeepLeased();
        Wake();
        return Task.FromResult(answer);
    }

    public Task ControlSeen(long attachment, long number)
    {
        if (attachment == _state.State.Attachment)
            _session?.Typed.Seen(number);
        return Task.CompletedTask;
    }

    public async Task<RefusalValue?> End(EndCall call)
    {
        if (Owned() is not { } session)
            return RefusalValue.Of(Reason.UnknownOrForbidden);
        if (IsUnheardOf(session, call.Epoch, call.Attachment))
            throw Moved();
        if (session.End(call, Now) is { } refusal)
            return refusal;

        await Stored();
        return null;
    }

    public async Task<RefusalValue?> RequestRole(RoleCall call)
    {
        var refusal = Owned() is { } session ? session.RequestRole(call) : RefusalValue.Of(Reason.UnknownOrForbidden);
        if (refusal is null)
            await Stored();
        return refusal;
    }

    public async Task<RefusalValue?> HandBack(RoleCall call)
    {
        var refusal = Owned() is { } session ? session.HandBack(call) : RefusalValue.Of(Reason.UnknownOrForbidden);
        if (refusal is null)
            await Stored();
        return refusal;
    }

    public Task<AccessAnswer> Access(UserIdentity user) =>
        Task.FromResult(Owned()?.Access(user) ?? AccessAnswer.Refuse(RefusalValue.Of(Reason.UnknownOrForbidden)));

    public Task<PeopleAnswer> People(UserIdentity user) =>
        Task.FromResult(Owned()?.PeopleFor(user) ?? PeopleAnswer.Refuse(RefusalValue.Of(Reason.UnknownOrForbidden)));

    public async Task<AccessAnswer> ChangeAccess(AccessCall call)
    {
        if (Owned() is not { } session)
            return AccessAnswer.Refuse(RefusalValue.Of(Reason.UnknownOrForbidden));
        using var span = Tracing.Inside("grant", Id);
        var answer = session.Change(call, Base62.New(_random), Now);
        span.Ends(answer.Refused?.Reason);
        if (answer.Refused is not null)
            return answer;

        await Stored();
        await TellInvited(session);
        return answer;
    }

    public async Task<RefusalValue?> Stop(string user)
    {
        if (Owned() is not { } session || _state.State.Owner?.User != user)
            return RefusalValue.Of(Reason.UnknownOrForbidden);
        if (session.Ended is { } ended)
            return new RefusalValue(Reason.SessionEnded, ended.Text, null);

        session.EndNow(Reason.SharerStopped, null, Now);
        await Stored();
        return null;
    }

    public async Task<RefusalValue?> Delete(string user)
    {
        if (Owned() is not { } session || _state.State.Owner?.User != user)
            return RefusalValue.Of(Reason.UnknownOrForbidden);

        session.EndNow(Reason.SharerStopped, null, Now);
        await Stored();
        await TellEnd(session);
        await DeleteHistory(session);
        session.NoteDeletion();
        await AuditIsTold(session);
        session.Vanish();
        await Stored();
        Go();
        return null;
    }

    public Task<JoinAnswer> Join(JoinCall call)
    {
        if (Owned() is not { } session)
        {
            DeactivateOnIdle();
            return Task.FromResult(JoinAnswer.Refuse(RefusalValue.Of(Reason.UnknownOrForbidden)) with { IsUnknown = true });
        }

        using var span = Tracing.Inside("join", Id);
        var answer = session.Join(call);
        span.Ends(answer.Refused?.Reason);
        _instruments.OnJoin(answer.Refused);
        if (answer.Refused is null)
            _figures.OnJoin(call.Rejoin);
        CountRefusal(answer.Refused);
        Wake();
        return Task.FromResult(answer);
    }

    public Task Leave(LeaveCall call)
    {
        _session?.Leave(call, Now);
        Wake();
        return Task.CompletedTask;
    }

    public Task<InputAnswer> Input(TypeCall call)
    {
        var answer = Owned() is { } session ? session.Input(call, Now) : new InputAnswer(RefusalValue.Of(Reason.UnknownOrForbidden));
        _instruments.OnInput(answer.Refused);
        if (answer.Refused is null)
            _figures.OnInput();
        CountRefusal(answer.Refused);
        Wake();
        return Task.FromResult(answer);
    }

    public async Task<RefusalValue?> Type(TypeCall call) => (await Input(call)).Refused;

    public Task<RefusalValue?> Show(ShowCall call)
    {
        var refusal = Owned() is { } session ? session.Show(call) : RefusalValue.Of(Reason.UnknownOrForbidden);
        TellTogether();
        return Task.FromResult(refusal);
    }

    public Task<EditDraftAnswer> EditDraft(EditDraftCall call)
    {
        var answer = Owned() is { } session ? session.EditDraft(call, Now) : new EditDraftAnswer(RefusalValue.Of(Reason.UnknownOrForbidden), 0);
        TellTogether();
        return Task.FromResult(answer);
    }

    public Task<ReadDraftAnswer> ReadDraft(ReadDraftCall call) =>
        Task.FromResult(Owned()?.ReadDraft(call) ?? new ReadDraftAnswer(RefusalValue.Of(Reason.UnknownOrForbidden), null, 0));

    public Task<RefusalValue?> Run(RunCall call)
    {
        var refusal = Owned() is { } session ? session.Run(call, Now) : RefusalValue.Of(Reason.UnknownOrForbidden);
        Wake();
        return Task.FromResult(refusal);
    }

    public Task RunAnswered(RunAnsweredCall call)
    {
        Owned()?.RunAnswered(call);
        Wake();
        return Task.CompletedTask;
    }

    public Task HoldTyping(HoldTypingCall call)
    {
        Owned()?.HoldTyping(call);
        return Task.CompletedTask;
    }

    public Task<RefusalValue?> Resize(ResizeCall call)
    {
        var refusal = Owned() is { } session ? session.Resize(call) : RefusalValue.Of(Reason.UnknownOrForbidden);
        Wake();
        return Task.FromResult(refusal);
    }

    public async Task<FramePage> Read(ReadCall call)
    {
        if (_session is not { } session || _state.State.Deleted)
            return new FramePage([], 1);
        if (!session.Tail.Reaches(call.After))
        {
            var runs = await _log.Read(Id, call.After, Math.Clamp(call.MaxBytes, 1, 1024 * 1024), CancellationToken.None);
            return new FramePage([.. runs.Select(run => RunValue.Of(run.Epoch, run.Run))], session.Oldest);
        }

        var next = session.Tail.Next(call.After);
        if (next is not null && call.DurableOnly)
            next = FrameRuns.Through(next.ToRun(), session.Tail.Durable) is { } durable ? RunValue.Of(next.Epoch, durable) : null;
        return new FramePage(next is null ? [] : [next], session.Oldest);
    }

    public Task NeedKeyframe()
    {
        if (_session?.NeedKeyframe() == true)
            _instruments.OnKeyframeWanted();
        Wake();
        return Task.CompletedTask;
    }

    public async Task<BlockPage> Blocks(int from, int count)
    {
        if (_session is not { } session || _state.State.Deleted)
            return new BlockPage([]);

        count = Math.Clamp(count, 1, 500);
        var stored = await _log.ReadBlocks(Id, from, count, CancellationToken.None);
        return new BlockPage([.. session.Blocks.Merge(stored, from, count).Select(BlockValue.Of)]);
    }

    public Task<SessionDescription?> Describe(UserIdentity user) => Task.FromResult(Current()?.Describe(user));

    public Task Due()
    {
        if (_session is { } session && _writer is { Fenced: false })
        {
            session.Pass(Now);
            Wake();
        }
        else if (_sharing.IsCompleted)
        {
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }

    private async Task<ShareAnswer> ShareOneAtATime(ShareCall call)
    {
        if (Owned() is null)
        {
            if (call.Resume || call.Epoch is not null)
                return ShareAnswer.Refuse(RefusalValue.Of(Reason.UnknownOrForbidden));
            if (_policy.RefuseShare(call, Now) is { } forbidden)
                return ShareAnswer.Refuse(forbidden);
            if (await GrainFactory.GetGrain<IUserQuotaGrain>(call.User.User).StartShare(Id, call.User) is { } refusal)
                return ShareAnswer.Refuse(refusal);

            await GrainFactory.GetGrain<IUserGrain>(call.User.User).Add(Id);
            await GrainFactory.GetGrain<IPeopleGrain>(_audit.OrganizationOf(call.User)).Known(call.User);
            Session.Found(_state.State, _policy.WithEnds(call, Now), Base62.New(_random), _options, Now);
            // Before there is a log: of one that is begun, and never shared, nothing is to be left.
            _state.State.NextDue = Now + _options.Grace;
            await _state.WriteStateAsync();
            await Open(CancellationToken.None);
            await TellInvited(_session!);
        }

        var session = _session!;
        if (call.Epoch is { } known && call.User.User == _state.State.Owner?.User && IsUnheardOf(session, known, 0))
            await Stored();
        if (session.MayShare(call) is { } refused)
        {
            // It says what is durable, and who hears it sends nothing again.
            if (refused.Reason == Reason.SessionEnded)
                await Stored();
            return ShareAnswer.Refuse(refused);
        }

        var (epoch, attachment) = session.Attach(call);
        // Until it listens; one that dies before must not be waited for without end.
        session.SharerLeft(Now);
        Wake();
        await Until(() => session.Tail.HeldBytes == 0);
        if (!session.IsAuthor(epoch, attachment))
            return ShareAnswer.Refuse(RefusalValue.Of(Reason.Replaced));

        session.BeginEpoch();
        await Lease();
        await Stored();
        session.EpochStored();
        var (state, limits) = (_state.State, await Quota.Limits(_state.State.Owner!));
        return new ShareAnswer(
            null, epoch, attachment, session.Tail.Durable + 1, state.LinkSecret, limits, session.Roster(), state.StartedAt, session.Blocks.NewestNumber + 1);
    }

    private void Wake()
    {
        if (_session is { } session)
        {
            session.PaceRoster(Now);
            session.PacePresence(Now);
            TellLists(session);
        }

        StampNotes();
        Measure();
        _writer?.Wake();
        _changed.Raise();
        SetTimer();
    }

    private void CountRefusal(RefusalValue? refused)
    {
        if (refused is not null)
            _figures.OnRefused();
    }

    /// <summary>Presence or the draft has changed: the watches hear of it, and the writer sleeps on.</summary>
    private void TellTogether()
    {
        _session?.PacePresence(Now);
        _changed.Raise();
        SetTimer();
    }

    private async Task Until(Func<bool> holds)
    {
        for (var next = _changed.Next; !holds(); next = _changed.Next)
        {
            if (_writer is { Fenced: true })
                throw Moved();
            await next;
        }
    }

    /// <summary>Everything up to now is durable.</summary>
    private async Task Stored()
    {
        StampNotes();
        var version = _session!.StateVersion;
        Wake();
        await Until(() => _writer!.StoredVersion >= version);
    }

    /// <summary>The session, unless it is another activation's to change; null when there is none.</summary>
    private Session? Owned()
    {
        if (_writer is { Fenced: true })
            DeactivateOnIdle();
        else if (!_moving)
            return Current();
        throw Moved();
    }

    /// <summary>The session with the rules of this moment: the timer may be late.</summary>
    private Session? Current()
    {
        if (_session?.EndRules(Now) == true)
            Wake();
        return _session;
    }

    /// <summary>
    /// Whether that is an author of whom this activation has never heard. Then it is probably not the session's any more, and does not know it yet: the writer finds out. Nobody is to hear
    /// from here that he has lost the session.
    /// </summary>
    private bool IsUnheardOf(Session session, long epoch, long attachment)
    {
        if (!session.IsUnheardOf(epoch, attachment))
            return false;
        session.Prove();
        Wake();
        return true;
    }

    private OrleansException Moved() => new($"Session {Id} is owned by another activation; call again.");

    private void KeepLeased()
    {
        if (_session is { Day.WantsMore: true } && _leasing.IsCompleted)
            _leasing = LeaseInBackground();
    }

    private async Task LeaseInBackground()
    {
        try
        {
            await Lease();
        }
        catch (Exception fault)
        {
            LogLeaseFailed(Id, fault);
        }

        _changed.Raise();
    }

    private async Task Lease()
    {
        var day = _session!.Day;
        var today = DateOnly.FromDateTime(Now.UtcDateTime).DayNumber;
        if (day.Day != today)
            day.Begin(today, 0);

        var want = Math.Min(DayAllowance.Piece, _quotaOptions.DayBytes);
        var (used, asked) = (day.Used, Math.Max(day.Allowed, day.Used) + want);
        var answer = await Quota.Lease(Id, today, used, asked - used);
        day.Leased(today, answer.AllowedTotal, answer.UsedByOthers, answer.Limit, answer.Exhausted);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {SessionId}: the hand-over took longer than {Limit} and was cut short.")]
    private partial void LogHandOverCutShort(string sessionId, TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Error, Message = "Session {SessionId}: what is due to it could not be done; tried again in 5 s.")]
    private partial void LogChoresFailed(string sessionId, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Session {SessionId}: the day's bytes could not be leased; tried again at the next append.")]
    private partial void LogLeaseFailed(string sessionId, Exception fault);
}
