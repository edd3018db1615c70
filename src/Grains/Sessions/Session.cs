using SessionShare.Grains.Log;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// The rules of one shared session: who may append, what fits, who is in, what they may do. No Orleans, no clock, no I/O: the grain takes
/// turns around it, hands it the time, and writes what it says.
/// <code>
/// phase         Share         Append      End / stop / limit   sharer's connection lost   time passes
/// sharing       new epoch or  taken in    ended                reconnecting               -
///               attachment
/// reconnecting  sharing       refused     ended                -                          grace over: ended, sharerLost
/// ended         refused       refused     as it was            -                          read-out over: history deleted
/// </code>
/// </summary>
internal sealed class Session
{
    private readonly SessionOptions _options;
    private readonly SessionState _state;
    private readonly long _payloadBefore;
    private PayloadCount _count;
    private KeyframeDue _due;
    private DateTimeOffset? _sharerLostAt;
    private long _endEpoch;
    private int _warnedSize;
    private int _warnedDay;

    /// <summary>A session as state and log have it.</summary>
    public Session(SessionState state, LogHead head, SessionOptions options, DateTimeOffset now)
    {
        (_state, _options, _sharerLostAt, _endEpoch) = (state, options, now, head.Epoch);
        Tail = new FrameTail(head.End, options.TailBytes);
        Blocks = new BlockIndex(head.NewestBlock);
        Typed = new TypedInput(options.MaxTypedBytes, head.Generation << 32);
        Oldest = head.Oldest;
        RosterVersion = KeyframeWanted = head.Generation << 32;
        _payloadBefore = head.PayloadBytes;
        state.Keyframes.RemoveAll(mark => mark.Last > head.End);
        Keyframes = new KeyframeIndex(state.Keyframes, head.PayloadBytes);
        _due.Begun();
    }

    public FrameTail Tail { get; }

    public BlockIndex Blocks { get; }

    public Participants People { get; } = new();

    public TypedInput Typed { get; }

    public DayAllowance Day { get; } = new();

    /// <summary>Sequence of the oldest frame of the log.</summary>
    public long Oldest { get; }

    /// <summary>Payload bytes taken in, durable or not, as limits count them.</summary>
    public long PayloadBytes => _payloadBefore + _count.Counted;

    public KeyframeIndex Keyframes { get; }

    /// <summary>Whether a keyframe was asked for and has not come.</summary>
    public bool WantsKeyframe { get; private set; }

    /// <summary>Grows with every keyframe that is asked for, from one activation to the next too.</summary>
    public long KeyframeWanted { get; private set; }

    /// <summary>How the session ended; null while it lives.</summary>
    public EndedValue? Ended => _state.Ended;

    /// <summary>Whether the sharer's client is connected.</summary>
    public SharerState SharerState => _sharerLostAt is null ? SharerState.Connected : SharerState.Reconnecting;

    /// <summary>Grows with every change that the stored state must follow.</summary>
    public long StateVersion { get; private set; }

    /// <summary>Grows with every change of the roster, from one activation to the next too.</summary>
    public long RosterVersion { get; private set; }

    /// <summary>Grows with every change of <see cref="Notice"/>.</summary>
    public long NoticeVersion { get; private set; }

    /// <summary>What everyone should know just now; null when nothing.</summary>
    public NoticeValue? Notice { get; private set; }

    private long Epoch => _state.Epochs.Count == 0 ? 0 : _state.Epochs[^1].Epoch;

    /// <summary>The session of a first share.</summary>
    public static void Found(SessionState state, ShareCall call, string linkSecret, DateTimeOffset now)
    {
        state.Owner = call.User;
        state.Title = call.Title;
        state.StartedAt = now;
        (state.Columns, state.Rows) = (call.Columns, call.Rows);
        state.LinkSecret = linkSecret;
        state.LinkRole = call.Link;
        state.Allow = [.. call.Allow];
    }

    /// <summary>What is wrong with a share whoever asks; null when it may go on.</summary>
    public static RefusalValue? FaultOf(ShareCall call)
    {
        if (!new TerminalSize(call.Columns, call.Rows).IsValid)
            return RefusalValue.Of(Reason.InvalidRequest, $"The size is {call.Columns}x{call.Rows}; columns and rows are 1 to {TerminalSize.Max}.");
        if (call.Title.Length > WireLimits.TitleLength)
            return RefusalValue.Of(Reason.InvalidRequest, $"The title has {call.Title.Length} characters; at most {WireLimits.TitleLength} are allowed.");
        if (call.Link is < Role.None or > Role.Edit)
            return RefusalValue.Of(Reason.InvalidRequest, "A link may give the role none, view or edit.");
        foreach (var rule in call.Allow)
        {
            if (!rule.Email.Contains('@') || rule.Role is not (Role.View or Role.Edit))
                return RefusalValue.Of(Reason.InvalidRequest, $"'{rule.Email}' with role {rule.Role} is no rule: an e-mail address with view or edit.");
        }

        return null;
    }

    /// <summary>Whether this person may share on, under the epoch asked for; null when so.</summary>
    public RefusalValue? MayShare(ShareCall call)
    {
        if (call.User.User != _state.Owner?.User)
            return RefusalValue.Of(Reason.UnknownOrForbidden);
        if (Ended is { } ended)
            return new RefusalValue(Reason.SessionEnded, $"{Reasons.Of(Reason.SessionEnded).Text} {ended.Text}", null);
        if (call.Epoch < Epoch)
            return RefusalValue.Of(Reason.OwnershipLost);
        return call.Epoch > Epoch ? RefusalValue.Of(Reason.InvalidRequest, $"Epoch {call.Epoch} was never given; the newest is {Epoch}.") : null;
    }

    /// <summary>
    /// Takes the next attachment, and the next epoch where none is named. From here on older ones can't append; the grain then lets
    /// everything held become durable and calls <see cref="BeginEpoch"/>.
    /// </summary>
    public (long Epoch, long Attachment) Attach(ShareCall call)
    {
        if (call.Epoch is null)
        {
            _state.Epochs.Add(new EpochStart(Epoch + 1, Tail.End + 1));
            _due.Begun();
        }

        _state.Attachment++;
        StateVersion++;
        return (Epoch, _state.Attachment);
    }

    /// <summary>Everything held is durable: an epoch that has written nothing yet begins behind it.</summary>
    public void BeginEpoch()
    {
        if (_endEpoch < Epoch)
            _state.Epochs[^1] = new EpochStart(Epoch, Tail.Durable + 1);
        StateVersion++;
    }

    /// <summary>Whether epoch and attachment are those of now.</summary>
    public bool IsAuthor(long epoch, long attachment) => epoch == Epoch && attachment == _state.Attachment;

    /// <summary>Why an older author's way down ends.</summary>
    public EndedValue AuthorLost(long epoch)
    {
        var reason = epoch == Epoch ? Reason.Replaced : Reason.OwnershipLost;
        return new EndedValue(reason, Reasons.Of(reason).Text, Tail.End, null);
    }

    /// <summary>The sharer's client listens.</summary>
    public void SharerCame()
    {
        _sharerLostAt = null;
        RosterVersion++;
    }

    /// <summary>The sharer's connection is gone; the grace time begins.</summary>
    public void SharerLeft(DateTimeOffset now)
    {
        _sharerLostAt = now;
        RosterVersion++;
    }

    /// <summary>Takes frames in. Ends the session where a limit is reached: what fits before it is still taken.</summary>
    public AppendAnswer Append(AppendCall call, DateTimeOffset now)
    {
        if (RefusalOf(call) is { } refusal)
            return new AppendAnswer(refusal, Tail.End);
        if (FrameRuns.Behind(call.Run.ToRun(), Tail.End) is not { } fresh)
            return new AppendAnswer(null, Tail.End);
        if (fresh.First > Tail.End + 1)
            return new AppendAnswer(RefusalValue.Of(Reason.Gap, expected: Tail.End + 1), Tail.End);

        var intake = Intake.Of(fresh, _count, _options.MaxBytes - _payloadBefore, _due, Blocks.NewestNumber);
        if (intake.Fault is not null)
            return new AppendAnswer(RefusalValue.Of(Reason.MalformedFrames, intake.Fault), Tail.End);
        if (Tail.HeldBytes + fresh.Bytes.Length > _options.MaxHeldBytes)
            return new AppendAnswer(RefusalValue.Of(Reason.Busy), Tail.End);

        var verdict = Day.Verdict(intake.Count.Counted - _count.Counted);
        if (verdict == DayVerdict.Wait)
            return new AppendAnswer(RefusalValue.Of(Reason.Busy), Tail.End);
        if (verdict == DayVerdict.Exhausted)
            return new AppendAnswer(EndAtLimit(Reason.DayLimit, now), Tail.End);

        Take(intake, call.Run.Epoch);
        return new AppendAnswer(intake.Complete ? null : EndAtLimit(Reason.SessionSizeLimit, now), Tail.End);
    }

    /// <summary>A viewer needs a keyframe: one is asked for, unless that was done or the newest is fresh enough.</summary>
    public void NeedKeyframe()
    {
        if (WantsKeyframe || Ended is not null || Keyframes.SinceNewest <= WireLimits.KeyframeFresh)
            return;
        WantsKeyframe = true;
        _due.Asked();
        KeyframeWanted++;
    }

    /// <summary>Frames up to <paramref name="through"/> are durable, with so many payload bytes, on that day.</summary>
    public void Committed(long through, long payloadBytes, int day, IReadOnlyList<Block> rows)
    {
        Tail.Committed(through);
        Day.Committed(payloadBytes, day);
        Blocks.Committed(rows);
        WarnOfLimits();
    }

    /// <summary>Storage answers again, or does not since then.</summary>
    public void StorageFails(DateTimeOffset? since) => Tell(since is { } at
        ? new NoticeValue(Reason.StorageUnavailable, $"Not saved since {at:HH:mm:ss} UTC: the server can't reach its storage.")
        : null);

    /// <summary>Ends the session for a sharer who names its last frame.</summary>
    public RefusalValue? End(EndCall call, DateTimeOffset now)
    {
        if (Ended is not null)
            return null;
        if (!IsAuthor(call.Epoch, call.Attachment))
            return RefusalValue.Of(AuthorLost(call.Epoch).Reason);
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
        StateVersion++;
    }

    /// <summary>A person comes in or back.</summary>
    public JoinAnswer Join(JoinCall call)
    {
        var role = AccessRules.RoleOf(_state, call.User, call.LinkSecret);
        if (role == Role.None || People.IsImpostor(call))
            return JoinAnswer.Refuse(RefusalValue.Of(Reason.UnknownOrForbidden));
        if (_state.Deleted || (Ended is not null && !call.Rejoin))
            return JoinAnswer.Refuse(RefusalValue.Of(Reason.SessionEnded, Ended!.Text));
        if (!People.Knows(call.Participant) && People.Count >= _options.MaxParticipants)
            return JoinAnswer.Refuse(RefusalValue.Of(Reason.ParticipantLimit, $"At most {_options.MaxParticipants} beside the sharer; try again when someone has left."));

        var entry = People.Admit(call, role);
        NeedKeyframe();
        RosterVersion++;
        return new JoinAnswer(null, role, _state.Title, entry.TypedThrough, RosterVersion);
    }

    /// <summary>A gateway says again who is connected through it; whoever connected anew elsewhere in the meantime stays there.</summary>
    public void Announce(JoinCall call)
    {
        if (!People.Knows(call.Participant) || People.Connected(call.Participant, call.Connection) is not null)
            Join(call);
    }

    /// <summary>A participant's connection is gone.</summary>
    public void Leave(LeaveCall call, DateTimeOffset now)
    {
        if (People.Leave(call, now))
            RosterVersion++;
    }

    /// <summary>A gateway's watch ended.</summary>
    public void GatewayLeft(string gateway, DateTimeOffset now)
    {
        if (People.GatewayLeft(gateway, now))
            RosterVersion++;
    }

    /// <summary>Takes a participant's input in, once, in order, with the right to.</summary>
    public RefusalValue? Type(TypeCall call)
    {
        if (People.Connected(call.Participant, call.Connection) is not { } entry)
            return RefusalValue.Of(Reason.UnknownOrForbidden);
        if (entry.Role < Role.Edit)
            return RefusalValue.Of(Reason.RoleTooLow);
        if (Ended is not null)
            return RefusalValue.Of(Reason.SessionEnded);
        if (call.Bytes.Length > WireLimits.TypeBytes || call.Number < 1)
            return RefusalValue.Of(Reason.InvalidRequest, $"Input is numbered from 1 and holds at most {WireLimits.TypeBytes} bytes.");
        if (call.Number <= entry.TypedThrough)
            return null;
        if (entry.TypedThrough > 0 && call.Number > entry.TypedThrough + 1)
            return RefusalValue.Of(Reason.Gap, expected: entry.TypedThrough + 1);
        if (SharerState != SharerState.Connected)
            return RefusalValue.Of(Reason.SharerAway);
        if (!Typed.Fits(call.Bytes.Length))
            return RefusalValue.Of(Reason.Busy);

        entry.TypedThrough = call.Number;
        Typed.Add(call.Participant, call.Number, call.Bytes);
        return null;
    }

    /// <summary>An editor's own terminal has that size: the roster says so, and the sharer decides what comes of it.</summary>
    public RefusalValue? Resize(ResizeCall call)
    {
        if (People.Connected(call.Participant, call.Connection) is not { } entry)
            return RefusalValue.Of(Reason.UnknownOrForbidden);
        if (entry.Role < Role.Edit)
            return RefusalValue.Of(Reason.RoleTooLow);
        var size = new TerminalSize(call.Columns, call.Rows);
        if (!size.IsValid)
            return RefusalValue.Of(Reason.InvalidRequest, $"The size is {call.Columns}x{call.Rows}; columns and rows are 1 to {TerminalSize.Max}.");
        if (entry.Size == size)
            return null;

        entry.Size = size;
        RosterVersion++;
        return null;
    }

    /// <summary>The epoch that made the end of what a watcher saw void; null when all of it stands.</summary>
    public EpochStart? Rewinding(long epoch, long sequence) => EpochStart.Rewinding(_state.Epochs, epoch, sequence);

    /// <summary>Lets time pass: the grace, those away, the read-out.</summary>
    public void Pass(DateTimeOffset now)
    {
        if (People.DropAwayBefore(now - _options.AwayTime))
            RosterVersion++;
        if (Ended is null && _sharerLostAt is { } lost && now - lost >= _options.Grace)
            EndNow(Reason.SharerLost, null, now);
    }

    /// <summary>Whether the history of the ended session may be deleted: nobody is left to read it, or their time is over.</summary>
    /// <param name="isRead">A gateway still reads frames.</param>
    public bool HistoryIsDue(DateTimeOffset now, bool isRead) =>
        Ended is not null && !_state.Deleted && ((People.Count == 0 && !isRead) || now - _state.EndedAt >= _options.ReadOutTime);

    /// <summary>The history is deleted.</summary>
    public void Forget()
    {
        _state.Deleted = true;
        StateVersion++;
    }

    /// <summary>When <see cref="Pass"/> or <see cref="HistoryIsDue"/> next has something to do; null when never.</summary>
    public DateTimeOffset? NextDue()
    {
        var due = People.FirstAway + _options.AwayTime;
        if (Ended is null)
            return Earlier(due, _sharerLostAt + _options.Grace);
        return _state.Deleted ? due : Earlier(due, _state.EndedAt + _options.ReadOutTime);
    }

    public RosterValue Roster() => new(RosterVersion, _state.Owner!.Name, _state.Owner.Email, SharerState, People.Roster());

    public PresentValue Present() =>
        new(_state.Title, _state.Columns, _state.Rows, _state.StartedAt, Oldest, Tail.End, Tail.Durable, Roster(), Notice, [.. _state.Epochs], [.. Keyframes.Marks], Keyframes.PayloadBytes);

    private RefusalValue? RefusalOf(AppendCall call)
    {
        if (!IsAuthor(call.Run.Epoch, call.Attachment))
            return RefusalValue.Of(AuthorLost(call.Run.Epoch).Reason);
        if (Ended is { } ended)
            return RefusalValue.Of(Reason.SessionEnded, ended.Text);
        if (call.Run.Bytes.Length > WireLimits.AppendBytes)
            return RefusalValue.Of(Reason.AppendTooLarge, $"This one has {call.Run.Bytes.Length}.");
        return FrameCodec.TryMeasure(call.Run.Bytes.Span, call.Run.Count, out _, out var fault)
            ? null
            : new RefusalValue(fault!.Reason, fault.Text, null);
    }

    private void Take(Intake intake, long epoch)
    {
        if (intake.Run is not { } run)
            return;

        Tail.Add(RunValue.Of(epoch, run));
        _endEpoch = epoch;
        Day.Hold(intake.Count.Counted - _count.Counted);
        (_count, _due) = (intake.Count, intake.Due);
        Index(run);
        foreach (var frame in intake.BlockFrames)
            Blocks.Add(frame);
        if (intake.Size is { } size)
        {
            (_state.Columns, _state.Rows) = (size.Columns, size.Rows);
            StateVersion++;
        }
    }

    private void Index(FrameRun run)
    {
        var isNew = false;
        foreach (var frame in run)
            isNew |= Keyframes.Take(frame);
        if (!isNew)
            return;

        _state.Keyframes = [.. Keyframes.Marks];
        StateVersion++;
        WantsKeyframe = false;
    }

    private RefusalValue EndAtLimit(Reason reason, DateTimeOffset now)
    {
        EndNow(reason, null, now);
        return new RefusalValue(reason, Ended!.Text, null);
    }

    private string TextOf(Reason reason) => reason switch
    {
        Reason.SessionSizeLimit => $"{Reasons.Of(reason).Text} It is {_options.MaxBytes:N0} bytes.",
        Reason.DayLimit => $"{Reasons.Of(reason).Text} The limit is {Day.User?.Limit ?? 0:N0} bytes; it resets at 00:00 UTC.",
        Reason.SharerLost => $"{Reasons.Of(reason).Text} The session waited {_options.Grace.TotalMinutes:0.#} min.",
        _ => Reasons.Of(reason).Text,
    };

    private void WarnOfLimits()
    {
        if (StepOf(PayloadBytes, _options.MaxBytes) is var size && size > _warnedSize)
        {
            _warnedSize = size;
            Tell(new NoticeValue(Reason.SessionSizeLimit, $"This session has {size} % of its {_options.MaxBytes:N0} bytes; it ends when they are full."));
        }

        if (Day.User is var (used, limit) && StepOf(used, limit) is var day && day > _warnedDay)
        {
            _warnedDay = day;
            Tell(new NoticeValue(Reason.DayLimit, $"The sharer has used {day} % of the day's {limit:N0} bytes; they reset at 00:00 UTC."));
        }
    }

    private void Tell(NoticeValue? notice)
    {
        Notice = notice ?? new NoticeValue(Reason.None, "");
        NoticeVersion++;
    }

    private static int StepOf(long used, long limit) => used >= limit / 100 * 95 ? 95 : used >= limit / 100 * 80 ? 80 : 0;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other : one;
}
