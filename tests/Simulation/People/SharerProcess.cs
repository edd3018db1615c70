using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Simulation;

/// <summary>One process of a sharer: the client library, a terminal that tells it things, and what others typed into that terminal.</summary>
internal sealed class SharerProcess
{
    private readonly World _world;
    private readonly SharingPerson _person;
    private readonly Random _random;
    private readonly MemoryTransport _transport;
    private readonly HashSet<long> _runs = [];
    private TerminalSize _size = new(80, 24);
    private bool _paused;

    public SharerProcess(World world, SharingPerson person, int number)
    {
        (_world, _person) = (world, person);
        Name = $"{person.Name}.{number}";
        Lane = new Lane(world.Machine, Name);
        _random = new Random(world.SeedOf(Name, 0));
        _transport = new MemoryTransport(world, World.PrincipalOf(person.Name), new Weather(world.SeedOf(Name, 1))) { OnDurable = CheckDurable };
        Lane.Start(Live);
    }

    public string Name { get; }

    /// <summary>When it began, one before it had asked for the session and not heard: that asking may get through later than this one's, though who asked is killed.</summary>
    public bool BeganBehindAsking { get; init; }

    public Lane Lane { get; }

    public SharedSession? Session { get; private set; }

    public string? LinkSecret { get; private set; }

    public IReadOnlySet<long> Epochs => _transport.Epochs;

    /// <summary>What the terminal told, in order.</summary>
    public ToldStory Told { get; } = new();

    /// <summary>What came to be typed, by participant.</summary>
    public SortedDictionary<string, List<byte>> Heard { get; } = new(StringComparer.Ordinal);

    public bool IsKilled { get; private set; }

    /// <summary>Why it is over; null while it shares.</summary>
    public SharedEvent.Ended? Over { get; private set; }

    /// <summary>It could not even begin.</summary>
    public string? NeverShared { get; private set; }

    public bool IsSharing => Session is not null && Over is null && !IsKilled;

    public EndOutcome? Outcome { get; private set; }

    public IWire? Wire => _transport.Wire;

    public Task Output(byte[] bytes) => Tell(session =>
    {
        Told.Add(FrameKind.Output, bytes);
        session.Output(bytes);
    });

    public Task Resize(TerminalSize size) => Tell(session =>
    {
        _size = size;
        Told.Add(FrameKind.Resize, size.ToPayload());
        session.Resize(size);
    });

    public Task BlockStart(string command) => Tell(session =>
    {
        var start = new BlockStart(++_person.LastBlock, command, "/tmp");
        Told.Add(FrameKind.BlockStart, start.ToPayload());
        session.BlockStart(start);
    });

    public Task BlockEnd() => Tell(session =>
    {
        var end = new BlockEnd(Math.Max(1, _person.LastBlock), _random.Next(3));
        Told.Add(FrameKind.BlockEnd, end.ToPayload());
        session.BlockEnd(end);
    });

    /// <summary>Pauses, or goes on: then the size and the screen are told.</summary>
    public Task Pause() => Tell(
        session =>
        {
            _paused = !_paused;
            Told.Add(_paused ? FrameKind.Paused : FrameKind.Resumed, []);
            session.Pause(_paused);
            if (_paused)
                return;
            Told.Add(FrameKind.Resize, _size.ToPayload());
            session.Resize(_size);
        },
        whilePaused: true);

    /// <summary>Ends the session as the shell's end does.</summary>
    public Task End() => Lane.Start(async () =>
    {
        if (Session is not { } session)
            return;
        Ending = true;
        var begun = _world.Machine.Clock.Since;
        Outcome = await session.End(Reason.SharerExited, 0, CancellationToken.None);
        WaitedInVain = _world.Machine.Clock.Since - begun >= Options().EndTimeout;
        _world.Machine.Trace.Write($"{Name}: end: {Outcome.Text}");
        await session.DisposeAsync();
    });

    public bool Ending { get; private set; }

    /// <summary>Its end took longer than it waits for one: it says so, though the end may come right afterwards.</summary>
    public bool WaitedInVain { get; private set; }

    /// <summary>Killed: nothing of it runs any more, and nobody says good-bye.</summary>
    public void Kill()
    {
        IsKilled = true;
        Lane.Kill();
        Wire?.Cut();
    }

    private async Task Live()
    {
        var options = Options();
        try
        {
            for (var attempt = 1; Session is null; attempt++)
            {
                try
                {
                    Session = await SharedSession.Share(_transport, options, CancellationToken.None);
                }
                catch (Exception failure) when (attempt < 30 && (failure is ServerUnreachableException || (failure is RefusedException refused && Reasons.Of(refused.Refusal.Reason).Retry)))
                {
                    await _world.Machine.Clock.Delay(TimeSpan.FromSeconds(1));
                }
            }
        }
        catch (Exception failure) when (failure is ServerUnreachableException or RefusedException)
        {
            NeverShared = failure.Message;
            _world.Machine.Trace.Write($"{Name}: never shared: {failure.Message}");
            return;
        }

        LinkSecret = SessionLink.TryParse(Session.Link, out var link) ? link.Secret : null;
        MakeKeyframe(Session);
        await foreach (var happened in Session.Events(CancellationToken.None))
            await Take(happened);
    }

    private async Task Take(SharedEvent happened)
    {
        switch (happened)
        {
            case SharedEvent.Typed typed:
                if (!Heard.TryGetValue(typed.Participant, out var heard))
                    Heard[typed.Participant] = heard = [];
                heard.AddRange(typed.Bytes.Span);
                _world.Machine.Trace.Write($"{Name}: typed {typed.Bytes.Length} by {typed.Participant}");
                if (_random.Next(4) == 0)
                    await _world.Machine.Clock.Delay(TimeSpan.FromMilliseconds(_random.Next(100)));
                break;
            case SharedEvent.KeyframeWanted:
                MakeKeyframe(Session!);
                break;
            case SharedEvent.RunAsked run:
                if (!_runs.Add(run.Number))
                    _world.Fail("a draft is run once", $"{Name} was asked twice to run {run.Number}");
                if (_random.Next(4) == 0)
                    Session!.RunAnswered(run.Number, RunState.Asking);
                await _world.Machine.Clock.Delay(TimeSpan.FromMilliseconds(_random.Next(500)));
                Session!.RunAnswered(run.Number, _random.Next(3) == 0 ? RunState.Refused : RunState.Ran, null);
                break;
            case SharedEvent.Reconnecting or SharedEvent.Connected:
                _world.Machine.Trace.Write($"{Name}: {happened.GetType().Name}");
                break;
            case SharedEvent.Ended ended:
                Over = ended;
                _world.Machine.Trace.Write($"{Name}: over: {ended.Reason} {ended.Text}");
                break;
        }
    }

    /// <summary>While it is paused the terminal goes on, and nothing of it is told.</summary>
    private Task Tell(Action<SharedSession> tell, bool whilePaused = false) => Session is null || IsKilled || Ending || Over is not null ? Task.CompletedTask : Lane.Start(() =>
    {
        if (Ending || Over is not null || (_paused && !whilePaused))
            return Task.CompletedTask;
        tell(Session);
        MakeKeyframe(Session);
        return Task.CompletedTask;
    });

    private void MakeKeyframe(SharedSession session)
    {
        if (!session.IsKeyframeDue || Ending || _paused)
            return;
        var bytes = new byte[_random.Next(10) == 0 ? _random.Next(60_000, 140_000) : _random.Next(2000)];
        _random.NextBytes(bytes);
        foreach (var payload in KeyframePart.Payloads(_size, bytes))
            Told.Add(FrameKind.Keyframe, payload);
        session.Keyframe(new Keyframe(_size, bytes));
    }

    private void CheckDurable(long sequence)
    {
        if (sequence > _world.Log.End(_person.Log))
            _world.Fail("nothing is called durable that is not stored", $"{Name} was told {sequence}, the log has {_world.Log.End(_person.Log)}");
    }

    private ShareOptions Options() => new()
    {
        Servers = _world.Addresses,
        Session = _person.Session,
        Title = _person.Name,
        Allow = [new EmailRule(World.EmailOf("editor"), Role.Edit), new EmailRule(World.EmailOf("reader"), Role.View)],
        Link = Role.View,
        Logger = new TraceLog(_world.Machine.Trace, Name),
        TimeProvider = _world.Machine.Clock,
        Random = new Random(_world.SeedOf(Name, 2)),
    };
}
