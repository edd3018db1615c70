using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Simulation;

/// <summary>How a viewer watches.</summary>
/// <param name="Who">Whose sign-in: editor, reader, or null for a guest with the link.</param>
/// <param name="Recorder">Gets durable frames only, and every one of them.</param>
/// <param name="From">Where it starts.</param>
/// <param name="Pace">Milliseconds between two events that it takes.</param>
internal sealed record Watching(string? Who, bool Recorder, WatchFrom From, int Pace);

/// <summary>A viewer of a session: the client library, what it saw, and what it types.</summary>
internal sealed class WatchingPerson
{
    private readonly World _world;
    private readonly MemoryTransport _transport;
    private readonly Watching _how;
    private readonly List<(long First, long Last)> _leftOut = [];
    private TaskCompletionSource? _stalled;
    private long _last;
    private bool _hasBegun;
    private int _typed;

    public WatchingPerson(World world, SharingPerson sharer, int number, Watching how)
    {
        (_world, Sharer, _how, Number) = (world, sharer, how, number);
        Name = $"viewer-{number}";
        Lane = new Lane(world.Machine, Name);
        _transport = new MemoryTransport(world, World.PrincipalOf(how.Who), new Weather(world.SeedOf(Name, 0)));
        Lane.Start(Live);
    }

    public int Number { get; }

    public string Name { get; }

    public SharingPerson Sharer { get; }

    public Lane Lane { get; }

    public WatchedSession? Session { get; private set; }

    public IWire? Wire => _transport.Wire;

    public Rights.Known Right => Sharer.Rights.Of(_how.Who);

    public bool IsRecorder => _how.Recorder;

    public bool IsStalled => _stalled is not null;

    /// <summary>Why it never came in; null when it did, or may still.</summary>
    public string? NeverJoined { get; private set; }

    public bool HasLeft { get; private set; }

    public WatchedEvent.Ended? Ended { get; private set; }

    public WatchedEvent.Closed? Closed { get; private set; }

    public bool IsOver => NeverJoined is not null || HasLeft || Ended is not null || Closed is not null;

    /// <summary>Frames that it has, in order; without what was taken back.</summary>
    public List<Frame> Seen { get; } = [];

    /// <summary>Something it saw was taken back, or left out.</summary>
    public bool WasDisturbed { get; private set; }

    /// <summary>Inputs that were taken in, by number; the others were refused or nobody knows.</summary>
    public SortedSet<int> Taken { get; } = [];

    /// <summary>Inputs that were typed and answered while this viewer had no right to, as every change of it was answered before.</summary>
    public SortedSet<int> Forbidden { get; } = [];

    /// <summary>What others show, as this viewer was told.</summary>
    public IReadOnlyDictionary<string, PresenceState> Others { get; private set; } = new Dictionary<string, PresenceState>();

    /// <summary>What it shows.</summary>
    public PresenceState? Shown { get; private set; }

    public bool IsTogether => !_how.Recorder;

    /// <summary>Whether frames between two that it has were said to be left out.</summary>
    public bool WasLeftOut(long sequence) => _leftOut.Exists(part => part.First <= sequence && sequence <= part.Last);

    /// <summary>Whether it has every frame of the log, or knows that it does not need it.</summary>
    public bool IsAtTheEnd()
    {
        var frames = _world.Log.Frames(Sharer.Log);
        for (var sequence = frames.Count; sequence > _last; sequence--)
        {
            if (IsRecorder || frames[sequence - 1].Kind != FrameKind.Keyframe)
                return false;
        }

        return true;
    }

    public long Last => _last;

    public void Stall() => _stalled ??= new TaskCompletionSource();

    public void Go()
    {
        var stalled = _stalled;
        _stalled = null;
        stalled?.SetResult();
    }

    /// <summary>Types something that nobody else types, and nobody twice.</summary>
    public Task Type(int size) => While(true, session => _ = Type(session, ++_typed, size));

    public Task Resize(TerminalSize size) => Lane.Start(() =>
    {
        Session?.Resize(size);
        return Task.CompletedTask;
    });

    public Task Leave() => Lane.Start(async () =>
    {
        Go();
        if (Session is not { } session || IsOver)
            return;
        HasLeft = true;
        _world.Machine.Trace.Write($"{Name}: leaves");
        await session.DisposeAsync();
    });

    /// <summary>Puts something into the draft, or takes something out.</summary>
    public Task EditDraft(int at, int size) => While(IsTogether, session =>
    {
        var text = session.Draft.Text;
        var from = at % (text.Length + 1);
        var to = size % 3 == 0 ? Math.Min(text.Length, from + (size % 20)) : from;
        session.Draft.TryEdit(text, new DraftChange(from, to, $"{Number}{new string((char)('a' + (Number % 26)), size % 7)}"));
    });

    public Task RunDraft() => While(IsTogether, session => _ = Run(session));

    /// <summary>Shows a selection of blocks.</summary>
    public Task Show(int block) =>
        While(IsTogether, session => session.Show(Shown = new PresenceState(new PresenceSelection(Blocks: [new BlockRange(1 + block, 2 + block)]))));

    /// <summary>Does something, where it is one who can, while it is in.</summary>
    private Task While(bool can, Action<WatchedSession> act) => Lane.Start(() =>
    {
        if (can && Session is { } session && !IsOver)
            act(session);
        return Task.CompletedTask;
    });

    private async Task Run(WatchedSession session)
    {
        try
        {
            var refused = await session.Run(CancellationToken.None);
            _world.Machine.Trace.Write($"{Name}: run: {refused?.Reason.ToString() ?? "asked"}");
        }
        catch (ConnectionLostException lost)
        {
            _world.Machine.Trace.Write($"{Name}: run: {lost.Message}");
        }
    }

    private async Task Type(WatchedSession session, int number, int size)
    {
        var before = Right;
        var refused = await session.Type(Input.Of(Number, number, size));
        _world.Machine.Trace.Write($"{Name}: input {number}: {refused?.Reason.ToString() ?? "taken"}");
        if (before.May == false && Right == before)
            Forbidden.Add(number);
        if (refused is null)
            Taken.Add(number);
        if (refused is null && Forbidden.Contains(number))
            _world.Fail("nobody types without the right to", $"{Name}'s input {number} was taken in");
    }

    private async Task Live()
    {
        try
        {
            for (var attempt = 1; Session is null; attempt++)
            {
                try
                {
                    Session = await WatchedSession.Join(_transport, Options(), CancellationToken.None);
                }
                catch (Exception failure) when (attempt < 10 && (failure is ServerUnreachableException || (failure is RefusedException refused && Reasons.Of(refused.Refusal.Reason).Retry)))
                {
                    await _world.Machine.Clock.Delay(TimeSpan.FromSeconds(1));
                }
            }
        }
        catch (Exception failure) when (failure is ServerUnreachableException or RefusedException)
        {
            NeverJoined = failure.Message;
            _world.Machine.Trace.Write($"{Name}: never joined: {failure.Message}");
            return;
        }

        await foreach (var happened in Session.Watch(CancellationToken.None))
        {
            Take(happened);
            if (_how.Pace > 0)
                await _world.Machine.Clock.Delay(TimeSpan.FromMilliseconds(_how.Pace));
            if (_stalled is { } stalled)
                await stalled.Task;
        }

        if (Ended is not null || Closed is not null)
            await Session.DisposeAsync();
    }

    private void Take(WatchedEvent happened)
    {
        switch (happened)
        {
            case WatchedEvent.Frames frames:
                foreach (var frame in frames)
                    Take(frame);
                break;
            case WatchedEvent.Durable durable when durable.Sequence > _world.Log.End(Sharer.Log):
                _world.Fail("nothing is called durable that is not stored", $"{Name} was told {durable.Sequence}, the log has {_world.Log.End(Sharer.Log)}");
                break;
            case WatchedEvent.Present present when IsRecorder && !_hasBegun && _how.From != WatchFrom.Start:
                _last = present.Session.Durable;
                break;
            case WatchedEvent.Rewound rewound:
                if (IsRecorder)
                    _world.Fail("a recorder is never rewound", $"{Name} to {rewound.To}");
                Seen.RemoveAll(frame => frame.Sequence > rewound.To);
                (_last, WasDisturbed) = (Math.Min(_last, rewound.To), true);
                break;
            case WatchedEvent.Lagging lagging:
                LeaveOut(lagging.First, lagging.Last);
                break;
            case WatchedEvent.Missed missed:
                LeaveOut(missed.First, missed.Last);
                break;
            case WatchedEvent.PresenceChanged presence:
                Others = presence.Shown;
                break;
            case WatchedEvent.Ended ended:
                Ended = ended;
                break;
            case WatchedEvent.Closed closed:
                Closed = closed;
                break;
        }

        _hasBegun |= happened is WatchedEvent.Present;
        if (happened is not WatchedEvent.Durable)
            _world.Machine.Trace.Write($"{Name}: {Describe(happened)}");
    }

    private void Take(Frame frame)
    {
        if (IsRecorder)
            CheckRecorded(frame);
        if (frame.Sequence <= _last)
            _world.Fail("frames come once and in order", $"{Name} got {frame.Sequence} behind {_last}");
        Seen.Add(frame);
        _last = frame.Sequence;
    }

    private void CheckRecorded(Frame frame)
    {
        var log = _world.Log.Frames(Sharer.Log);
        if (Seen.Count > 0 && frame.Sequence != _last + 1)
            _world.Fail("a recorder gets every frame", $"{Name} got {frame.Sequence} behind {_last}");
        if (frame.Sequence > log.Count)
            _world.Fail("a recorder gets durable frames only", $"{Name} got {frame.Sequence}, the log ends at {log.Count}");
        else if (Frames.Differ(frame, log[(int)frame.Sequence - 1]) is { } difference)
            _world.Fail("a recorder's frames are the log's", $"{Name}: {difference}");
    }

    private void LeaveOut(long first, long last)
    {
        if (IsRecorder)
            _world.Fail("a recorder gets every frame", $"{Name} was told that {first} to {last} are left out");
        _leftOut.Add((first, last));
        (_last, WasDisturbed) = (Math.Max(_last, last), true);
    }

    private static string Describe(WatchedEvent happened) => happened switch
    {
        WatchedEvent.Frames frames => $"frames {frames.Run.First} to {frames.Run.Last} of epoch {frames.Epoch}",
        WatchedEvent.Rewound rewound => $"rewound to {rewound.To}",
        WatchedEvent.Lagging lagging => $"lagging {lagging.First} to {lagging.Last}",
        WatchedEvent.Missed missed => $"missed {missed.First} to {missed.Last}",
        WatchedEvent.Ended ended => $"ended: {ended.How.Reason} at {ended.How.Last}",
        WatchedEvent.Closed closed => $"closed: {closed.Why.Reason} {closed.Why.Text}",
        WatchedEvent.Reconnecting reconnecting => $"reconnecting: {reconnecting.Why}",
        _ => happened.GetType().Name,
    };

    private WatchOptions Options() => new()
    {
        Servers = _world.Addresses,
        Session = Sharer.Session,
        LinkSecret = _how.Who is null ? Sharer.LinkSecret : null,
        Recorder = IsRecorder,
        From = _how.From,
        Together = IsTogether,
        GiveUpAfter = TimeSpan.FromMinutes(5),
        Logger = new TraceLog(_world.Machine.Trace, Name),
        TimeProvider = _world.Machine.Clock,
        Random = new Random(_world.SeedOf(Name, 1)),
    };
}
