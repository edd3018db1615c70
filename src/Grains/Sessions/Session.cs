using SessionShare.Grains.Log;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Telemetry;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// The rules of one shared session: who may append, what fits, who is in, what they may do. No Orleans, no clock, no I/O: the grain takes
/// turns around it, hands it the time, and writes what it says.
/// <code>
/// phase         Share         Append      goes on to, and why
/// sharing       new epoch or  taken in    reconnecting: the sharer's connection is lost
///               attachment                ended: sharerExited, sharerStopped (the sharer's End, Stop, Delete), sessionSizeLimit, dayLimit (an append that
///                                         does not fit), idle
/// reconnecting  sharing       refused     ended: sharerLost (the grace is over), sharerStopped, idle
/// ended         refused       refused     forgotten: its history was read out, or its time or the keep is over, or its sharer deleted it
/// forgotten     refused       refused     gone: RememberEnded is over, or its sharer deleted it
/// gone          as unknown    refused     -
/// </code>
/// </summary>
internal sealed partial class Session
{
    private readonly SessionOptions _options;
    private readonly SupportOptions _support;
    private readonly Policy _policy;
    private readonly SessionState _state;
    private readonly long _payloadBefore;
    private readonly Notices _notices = new();
    private readonly LimitWarnings _warnings;
    private readonly Idleness _idle;
    private readonly RosterPace _pace = new();
    private PayloadCount _count;
    private KeyframeDue _due;
    private bool _isListening;
    private DateTimeOffset _sharerLostAt;
    private long _endEpoch;
    private EpochStart[] _storedEpochs;
    private readonly SharerProcesses _processes;

    /// <summary>A session as state and log have it, as far as the policy lets its rules count.</summary>
    public Session(SessionState state, LogHead head, SessionOptions options, SupportOptions support, DateTimeOffset now, Policy? policy = null)
    {
        _policy = policy ?? Policy.None;
        (_state, _options, _support, _endEpoch) = (state, options, support, head.Epoch);
        _state.AuditedBlock ??= head.NewestBlock?.Number ?? 0;
        // A silo that died with the sharer connected says nothing of when it was lost: the grace begins anew.
        _sharerLostAt = state.SharerLostAt ?? now;
        _warnings = new LimitWarnings(_notices, options);
        _idle = new Idleness(state.Idle.Edit ?? TimeSpan.Zero, state.Idle.End ?? TimeSpan.Zero, now);
        Tail = new FrameTail(head.End, options.TailBytes);
        Blocks = new BlockIndex(head.NewestBlock);
        Typed = new TypedInput(options.MaxTypedBytes, head.Generation << 32);
        (Oldest, TrimmedBytes) = (head.Oldest, head.TrimmedBytes);
        RosterVersion = KeyframeWanted = head.Generation << 32;
        _payloadBefore = head.PayloadBytes;
        _storedEpochs = [.. state.Epochs];
        _processes = new SharerProcesses(state.Processes);
        state.Keyframes.RemoveAll(mark => mark.Last > head.End || mark.First < head.Oldest);
        Keyframes = new KeyframeIndex(state.Keyframes, head.PayloadBytes);
        People = new Participants(state.Participants, now);
        (_draft, _run, _board) = (DraftOf(state, head.Generation), state.Draft?.Run, new PresenceBoard(head.Generation << 32));
        foreach (var edited in state.Draft?.Edited ?? [])
            People.ForEach(entry => entry.EditedThrough = entry.Id == edited.Participant ? edited.Edit : entry.EditedThrough);
        ReadRules();
        BeginHints();
        _due.Begun();
        Restrict(now);
    }

    public FrameTail Tail { get; }

    public BlockIndex Blocks { get; }

    public Participants People { get; }

    public TypedInput Typed { get; }

    public DayAllowance Day { get; } = new();

    public KeyframeIndex Keyframes { get; }

    /// <summary>Sequence of the oldest frame of the log.</summary>
    public long Oldest { get; private set; }

    /// <summary>Payload bytes taken in, durable or not, as limits count them.</summary>
    public long PayloadBytes => _payloadBefore + _count.Counted;

    /// <summary>Whether a keyframe was asked for and has not come.</summary>
    public bool WantsKeyframe { get; private set; }

    /// <summary>Grows with every keyframe that is asked for, from one activation to the next too.</summary>
    public long KeyframeWanted { get; private set; }

    /// <summary>How the session ended; null while it lives.</summary>
    public EndedValue? Ended => _state.Ended;

    /// <summary>Whether the history is deleted.</summary>
    public bool IsForgotten => _state.Deleted;

    /// <summary>Whether nothing of the session is to be left: its state is cleared, not stored.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Whether the sharer's client is connected.</summary>
    public SharerState SharerState => _isListening ? SharerState.Connected : SharerState.Reconnecting;

    /// <summary>Where it stands, as it is measured.</summary>
    public SessionPhase Phase => Ended is not null ? SessionPhase.Ended : _isListening ? SessionPhase.Sharing : SessionPhase.Reconnecting;

    /// <summary>Grows with every change that the stored state must follow.</summary>
    public long StateVersion { get; private set; }

    /// <summary>Grows with every change of the roster, from one activation to the next too.</summary>
    public long RosterVersion { get; private set; }

    /// <summary>The version of the roster that watchers are to have: the newest, or, of a large one, one of a moment ago.</summary>
    public long RosterTold => _pace.Told;

    /// <summary>Grows with every change of <see cref="Notice"/>.</summary>
    public long NoticeVersion => _notices.Version;

    /// <summary>What everyone should know just now; null when nothing.</summary>
    public NoticeValue? Notice => _notices.Newest;

    /// <summary>The newest epoch; 0 before the first.</summary>
    public long Epoch => _state.Epochs.Count == 0 ? 0 : _state.Epochs[^1].Epoch;

    /// <summary>The session of a first share.</summary>
    public static void Found(SessionState state, ShareCall call, string linkSecret, SessionOptions options, DateTimeOffset now)
    {
        state.Owner = call.User;
        state.Title = call.Title;
        (state.StartedAt, state.SharerLostAt) = (now, now);
        (state.Columns, state.Rows) = (call.Columns, call.Rows);
        state.LinkSecret = linkSecret;
        (state.LinkRole, state.LinkUntil) = (call.Link, call.LinkUntil);
        (state.TeamRole, state.TeamUntil) = (call.Team, call.TeamUntil);
        state.Allow = [.. call.Allow];
        state.Keep = call.Keep ?? TimeSpan.Zero;
        state.Idle = new IdleRuleValue(call.Idle?.Edit ?? options.EditLapse, call.Idle?.End ?? options.EndIdle);
    }

    /// <summary>What is wrong with a share whoever asks; null when it may go on.</summary>
    public static RefusalValue? FaultOf(ShareCall call, SessionOptions options)
    {
        if (!new TerminalSize(call.Columns, call.Rows).IsValid)
            return RefusalValue.Of(Reason.InvalidRequest, $"The size is {call.Columns}x{call.Rows}; columns and rows are 1 to {TerminalSize.Max}.");
        if (call.Title.Length > WireLimits.TitleLength)
            return RefusalValue.Of(Reason.InvalidRequest, $"The title has {call.Title.Length} characters; at most {WireLimits.TitleLength} are allowed.");
        if (call.Link is < Role.None or > Role.Edit)
            return RefusalValue.Of(Reason.InvalidRequest, "A link may give the role none, view or edit.");
        if (call.Allow.Length > options.MaxRules)
            return RefusalValue.Of(Reason.InvalidRequest, $"It lets in {call.Allow.Length} people by address; at most {options.MaxRules} are allowed.");
        if (call.Keep < TimeSpan.Zero || call.Keep > options.MaxKeep)
            return RefusalValue.Of(Reason.InvalidRequest, $"The history would be kept for {call.Keep.Value.TotalDays:0.##} days; this server keeps it for {options.MaxKeep.TotalDays:0.##} days at the most.");
        if (call.Idle?.Edit < TimeSpan.Zero || call.Idle?.End < TimeSpan.Zero)
            return RefusalValue.Of(Reason.InvalidRequest, "An idle time is 0 (never) or more seconds.");
        foreach (var rule in call.Allow)
        {
            if (!IsAddress(rule.Email) || rule.Role is not (Role.View or Role.Edit or Role.Manage))
                return RefusalValue.Of(Reason.InvalidRequest, $"'{rule.Email}' with role {rule.Role} is no rule: an e-mail address with view, edit or manage.");
        }

        return FaultOfTeam(call.Team, call.User.Team);
    }

    /// <summary>Whether this person may share on, under the epoch asked for; null when so.</summary>
    public RefusalValue? MayShare(ShareCall call)
    {
        if (call.User.User != _state.Owner?.User)
            return RefusalValue.Of(Reason.UnknownOrForbidden);
        if (call.Epoch < Epoch)
            return RefusalValue.Of(Reason.OwnershipLost);
        if (Ended is null && _policy.RefuseSharer(call.User) is { } refusal)
            return refusal;
        // Who asks may have ended it, and not have heard that this is done.
        if (Ended is { } ended)
            return SessionEnded(EndedBySharer && call.Epoch is not null ? ended.Last + 1 : null);
        if (_processes.Refuse(call, Epoch) is { } late)
            return late;
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
            // Perhaps the process before has written it, and it was meant for that process's program.
            Typed.Clear();
            RefuseRun(RefusalValue.Of(Reason.OwnershipLost), isNews: false);
            _due.Begun();
            NoteShare(call);
        }

        _state.Attachment++;
        _state.Approves = call.Approves;
        _processes.Share(call, Epoch);
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

    /// <summary>
    /// Every epoch so far is stored: from now on watches are told of them. One that was given and never stored, as its activation lost the session, is given again by the next
    /// activation, and may begin elsewhere.
    /// </summary>
    public void EpochStored() => _storedEpochs = [.. _state.Epochs];

    /// <summary>Whether epoch and attachment are those of now.</summary>
    public bool IsAuthor(long epoch, long attachment) => epoch == Epoch && attachment == _state.Attachment;

    /// <summary>Whether that is an author of whom this activation has never heard: it comes from another one, which has taken the session over.</summary>
    public bool IsUnheardOf(long epoch, long attachment) => epoch > Epoch || (epoch == Epoch && attachment > _state.Attachment);

    /// <summary>The state is to be written, though nothing changed: whether the session is still this activation's shows then.</summary>
    public void Prove() => StateVersion++;

    /// <summary>Why an older author's way down ends.</summary>
    public EndedValue AuthorLost(long epoch)
    {
        var reason = epoch == Epoch ? Reason.Replaced : Reason.OwnershipLost;
        return new EndedValue(reason, Reasons.Of(reason).Text, Tail.End, null);
    }

    /// <summary>The sharer's client listens.</summary>
    public void SharerCame()
    {
        _isListening = true;
        RosterVersion++;
        _pace.Hurry();
        if (_state.SharerLostAt is null)
            return;
        _state.SharerLostAt = null;
        StateVersion++;
    }

    /// <summary>The sharer's connection is gone; the grace time begins.</summary>
    public void SharerLeft(DateTimeOffset now)
    {
        (_isListening, _sharerLostAt, _state.SharerLostAt) = (false, now, now);
        RosterVersion++;
        _pace.Hurry();
        StateVersion++;
    }

    /// <summary>Storage answers again, or does not since then.</summary>
    public void StorageFails(DateTimeOffset? since)
    {
        if (since is { } at)
            _notices.Tell(Reason.StorageUnavailable, $"Not saved since {at:HH:mm:ss} UTC: the server can't reach its storage.");
        else
            _notices.Take(Reason.StorageUnavailable);
    }

    /// <summary>The epoch that made the end of what a watcher saw void; null when all of it stands.</summary>
    public EpochStart? Rewinding(long epoch, long sequence) => EpochStart.Rewinding(_storedEpochs, epoch, sequence);

    /// <summary>Brings <see cref="RosterTold"/> up to the newest roster, where that need not wait. After each change, and when it is due.</summary>
    public void PaceRoster(DateTimeOffset now) => _pace.Pass(RosterVersion, People.Count, now);

    /// <summary>When <see cref="PaceRoster"/> is due; null: it is up to date.</summary>
    public DateTimeOffset? RosterDue => _pace.NextDue(RosterVersion);

    /// <summary>Who is here.</summary>
    /// <param name="forSharer">With those who ask to be let in.</param>
    public RosterValue Roster(bool forSharer = false) =>
        new(RosterVersion, _state.Owner!.Name, _state.Owner.Email, SharerState, People.Roster(), forSharer ? Asking() : null, _state.Approves);

    public PresentValue Present() =>
        new(_state.Title, _state.Columns, _state.Rows, _state.StartedAt, Oldest, Tail.End, Tail.Durable, Roster(), Notice, _storedEpochs, [.. Keyframes.Marks], Keyframes.PayloadBytes, Blocks.NewestNumber, _board.All(), _draft.Since(null), _run);

    /// <summary>What a person sees of it in a list; null for one without access, or when there is nothing left to see.</summary>
    public SessionDescription? Describe(UserIdentity user)
    {
        var isOwner = AccessRules.IsOwner(_state, user);
        var role = _policy.RoleOf(_state, user, holdsLink: false);
        if (role == Role.None || _state.Deleted || (Ended is not null && _state.Keep == TimeSpan.Zero))
            return null;

        return new SessionDescription(
            _state.Title,
            _state.StartedAt,
            SharerState,
            People.Count,
            People.Editors,
            PayloadBytes - TrimmedBytes,
            isOwner ? _state.LinkSecret : "",
            _state.Owner!,
            role,
            Ended,
            Ended is null ? null : _state.EndedAt,
            Ended is null ? null : HistoryEndsAt,
            isOwner ? [.. People.Requests(), .. Asking()] : [],
            isOwner && Ended is null && Notice is { Reason: not Reason.None } notice ? notice : null);
    }
}
