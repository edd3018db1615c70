using Orleans.Streams;
using SessionShare.Gateway.Telemetry;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Feeds;

/// <summary>
/// This gateway's one copy of a live session. Takes the session's stream in, and lets each viewer read it by its own cursor; nothing here
/// waits for a viewer. Signals are kept as their newest state.
/// </summary>
internal sealed class Feed(string session, ISessionGrain grain, GrainCalls calls, int ringBytes, GatewayInstruments instruments, TimeProvider time) : IAsyncObserver<WatchEvent>
{
    /// <summary>Encoded bytes asked of the grain at a time, for viewers behind the ring.</summary>
    private const int PageBytes = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly FrameRing _ring = new(ringBytes);
    private readonly List<EpochStart> _epochs = [];
    private readonly TaskCompletionSource _ready = New();
    private readonly PageCache _pages = new(after =>
    {
        instruments.OnPageRead();
        return calls.Try(
            session,
            () => grain.Read(new ReadCall(after, PageBytes, DurableOnly: false)),
            refused => throw new FeedUnreadableException(refused.ToWire()));
    });

    private TaskCompletionSource _changed = New();
    private FeedSignals _signals = FeedSignals.None;
    private KeyframeIndex _keyframes = new([], 0);
    private long _newestEpoch;

    /// <summary>How viewers are told the roster.</summary>
    public RosterUpdates Rosters { get; } = new();

    /// <summary>How viewers are told presence.</summary>
    public PresenceUpdates Presences { get; } = new();

    /// <summary>Completes when the session's present has arrived, or it is known to have ended.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes at the next change: take it, look, then await it.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
                return _changed.Task;
        }
    }

    /// <summary>The newest state of every signal.</summary>
    public FeedSignals Signals
    {
        get
        {
            lock (_gate)
                return _signals;
        }
    }

    /// <summary>Sequence of the newest frame here.</summary>
    public long Newest
    {
        get
        {
            lock (_gate)
                return _ring.Newest;
        }
    }

    /// <summary>Every epoch that is known here, in order.</summary>
    public IReadOnlyList<EpochStart> Epochs
    {
        get
        {
            lock (_gate)
                return [.. _epochs];
        }
    }

    /// <summary>The epoch that made the end of what a viewer saw void; null when all of it stands.</summary>
    public EpochStart? Rewinding(long epoch, long sequence)
    {
        lock (_gate)
            return EpochStart.Rewinding(_epochs, epoch, sequence);
    }

    /// <summary>Payload bytes of all frames of the session, keyframes aside.</summary>
    public long PayloadBytes
    {
        get
        {
            lock (_gate)
                return _keyframes.PayloadBytes;
        }
    }

    /// <summary>Whether what comes behind <paramref name="after"/> is here, or still to come.</summary>
    public bool Reaches(long after)
    {
        lock (_gate)
            return _ring.Reaches(after);
    }

    /// <summary>How long ago that frame came here; null when it is so old that it is here no more.</summary>
    public TimeSpan? AgeOf(long sequence)
    {
        lock (_gate)
            return _ring.CameAt(sequence) is { } at ? time.GetElapsedTime(at) : null;
    }

    /// <summary>Somebody here needs a keyframe; the session asks for one if the newest is not fresh enough.</summary>
    public Task NeedKeyframe() => calls.Try(
        session,
        async () =>
        {
            await grain.NeedKeyframe();
            return true;
        },
        _ => false);

    /// <summary>Where a viewer begins who wants to see about <paramref name="back"/> payload bytes of what was before; null when there is no keyframe.</summary>
    public KeyframeMark? KeyframeWithBehind(long back)
    {
        lock (_gate)
            return _keyframes.WithBehind(back);
    }

    /// <summary>The newest keyframe known that is whole at <paramref name="sequence"/>; null when there is none.</summary>
    public KeyframeMark? KeyframeAt(long sequence)
    {
        lock (_gate)
            return _keyframes.Marks.LastOrDefault(mark => mark.Last <= sequence);
    }

    /// <summary>
    /// Whether about as much as a ring holds came behind <paramref name="sequence"/>, or less: who comes back from there reads on, though the ring was made anew
    /// meanwhile.
    /// </summary>
    public bool IsNear(long sequence)
    {
        lock (_gate)
            return _keyframes.Marks.Count(mark => mark.First > sequence) <= ringBytes / WireLimits.KeyframeEvery;
    }

    /// <summary>The newest keyframe, if it begins above <paramref name="sequence"/>.</summary>
    public KeyframeMark? KeyframeAbove(long sequence)
    {
        lock (_gate)
            return _keyframes.Newest is { } newest && newest.First > sequence ? newest : null;
    }

    /// <summary>
    /// The next frames behind a cursor, at most <see cref="WireLimits.ViewerRunBytes"/> (or one frame): from the ring, or from the grain where the ring
    /// does not reach back so far. Null when there is nothing up to <paramref name="through"/> just now.
    /// </summary>
    /// <exception cref="FeedUnreadableException">The grain can't read them.</exception>
    public async ValueTask<RunValue?> Next(long after, long through)
    {
        if (after >= through)
            return null;

        lock (_gate)
        {
            if (_ring.Reaches(after))
                return _ring.Next(after, through, WireLimits.ViewerRunBytes);
        }

        return await _pages.Next(after, through);
    }

    /// <inheritdoc/>
    public Task OnNextAsync(WatchEvent item, StreamSequenceToken? token = null)
    {
        lock (_gate)
            Take(item);
        RaiseChanged();
        if (item.Present is not null || item.Ended is not null)
            _ready.TrySetResult();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task OnErrorAsync(Exception ex)
    {
        lock (_gate)
            _signals = _signals with { Lost = true };
        RaiseChanged();
        _ready.TrySetResult();
        return Task.CompletedTask;
    }

    private void Take(WatchEvent item)
    {
        if (item.Run is { } run)
            TakeRun(run);
        else if (item.Present is { } present)
            TakePresent(present);
        else if (item.Rewound is { } rewound)
            TakeEpoch(rewound);
        else if (item.Durable is { } durable)
            _signals = _signals with { Durable = Math.Max(_signals.Durable, durable) };
        else if (item.Oldest is { } oldest)
            TakeOldest(oldest);
        else if (item.Roster is { } roster)
            TakeRoster(roster);
        else if (item.Presence is { } presence)
            TakePresence(presence);
        else if (item.Draft is { } draft)
            _signals = _signals with { Draft = _signals.Draft.With(draft) };
        else if (item.DraftRun is { } draftRun)
            _signals = _signals with { Run = draftRun };
        else if (item.Notice is { } notice)
            _signals = _signals with { Notice = notice };
        else if (item.Ended is { } ended)
            _signals = _signals with { Ended = ended, Durable = Math.Max(_signals.Durable, ended.Last) };
    }

    private void TakePresent(PresentValue present)
    {
        // After a move the present may lag behind what was seen: frames that come again are the same, so the ring stands.
        foreach (var start in present.Epochs)
            TakeEpoch(start);
        if (_signals.Present is null)
        {
            _ring.BeginBehind(present.Newest);
            _newestEpoch = present.NewestEpoch();
            _keyframes = new KeyframeIndex(present.Keyframes, present.PayloadBytes);
        }

        _signals = _signals with
        {
            Present = present,
            Roster = present.Roster,
            Notice = present.Notice,
            Presence = FeedSignals.NobodyShows,
            Draft = present.Draft is { } draft ? _signals.Draft.With(draft) : _signals.Draft,
            Run = present.Run,
            Oldest = Math.Max(_signals.Oldest, present.Oldest),
            Durable = Math.Max(_signals.Durable, present.Durable),
        };
        TakePresence(present.Presence ?? []);
    }

    private void TakePresence(ShownValue[] shown)
    {
        var presence = _signals.Presence.ToBuilder();
        foreach (var (participant, state) in shown)
        {
            if (state is null)
                presence.Remove(participant);
            else
                presence[participant] = state;
        }

        _signals = _signals with { Presence = presence.ToImmutable() };
    }

    /// <summary>Who is not in the roster any more shows nothing.</summary>
    private void TakeRoster(RosterValue roster)
    {
        var here = roster.Participants.Select(participant => participant.Id).ToHashSet();
        _signals = _signals with { Roster = roster, Presence = _signals.Presence.RemoveRange(_signals.Presence.Keys.Where(participant => !here.Contains(participant))) };
    }

    private void TakeRun(RunValue run)
    {
        if (_epochs.Count == 0 || _epochs[^1].Epoch < run.Epoch)
            TakeEpoch(new EpochStart(run.Epoch, run.First));
        var known = _ring.Newest;
        _ring.Add(run, time.GetTimestamp());
        _newestEpoch = run.Epoch;
        foreach (var frame in run.ToRun())
        {
            if (frame.Sequence > known)
                Index(frame);
        }
    }

    private void TakeOldest(long oldest)
    {
        _signals = _signals with { Oldest = oldest };
        _keyframes.ForgetBelow(oldest);
    }

    /// <summary>Epochs may be heard of late, and in any order: a new one makes void only what was written under an older one.</summary>
    private void TakeEpoch(EpochStart start)
    {
        _epochs.RemoveAll(known => known.Epoch == start.Epoch);
        _epochs.Insert(_epochs.Count(known => known.Epoch < start.Epoch), start);
        if (start.Epoch <= _newestEpoch || start.First > _ring.Newest)
            return;
        _newestEpoch = start.Epoch;
        _ring.BeginBehind(start.First - 1);
        _keyframes.ForgetAbove(start.First - 1);
    }

    /// <summary>A viewer who comes later is told the size of that moment, and where keyframes are.</summary>
    private void Index(Frame frame)
    {
        _keyframes.Take(frame);
        if (frame.Kind == FrameKind.BlockStart && BlockStart.TryRead(frame.Payload.Span, out var start) && _signals.Present is { } known)
            _signals = _signals with { Present = known with { NewestBlock = Math.Max(known.NewestBlock, start.Block) } };
        if (frame.Kind == FrameKind.Resize && TerminalSize.TryRead(frame.Payload.Span, out var size) && _signals.Present is { } present)
            _signals = _signals with { Present = present with { Columns = size.Columns, Rows = size.Rows } };
    }

    private void RaiseChanged()
    {
        TaskCompletionSource raised;
        lock (_gate)
            (raised, _changed) = (_changed, New());
        raised.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>What a viewer needs is not in the ring, and its session can't read it just now.</summary>
internal sealed class FeedUnreadableException(Refusal refusal) : Exception(refusal.Text)
{
    /// <summary>Why.</summary>
    public Refusal Refusal => refusal;
}
