using System.Runtime.CompilerServices;
using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// The events on their way to the sharer's program. State events wait in one place each, where a newer one replaces an unread one;
/// typed input waits in a bounded queue.
/// </summary>
internal sealed class SharedEvents(Action seenChanged)
{
    /// <summary>Bytes of typed input that wait for a terminal that does not read; what comes beyond is dropped and told once.</summary>
    public const int TypedBytes = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Signal _wake = new();
    private readonly TypedNumbers _numbers = new();
    private readonly OthersShown _others = new();
    private readonly Queue<(SharedEvent.Typed Event, long Number)> _typed = new();
    private SharedEvent? _connection;
    private SharedEvent? _notice;
    private SharedEvent? _roster;
    private SharedEvent? _presence;
    private SharedEvent? _keyframe;
    private SharedEvent? _renewed;
    private SharedEvent? _run;
    private SharedEvent.Ended? _ended;
    private int _typedBytes;
    private bool _full;
    private bool _dealing;
    private long _queuedThrough;
    private long _seen;
    private bool _holds;

    /// <summary>The number up to which typed input was dealt with.</summary>
    public long Seen => Volatile.Read(ref _seen);

    /// <summary>Whether others' keys are held.</summary>
    public bool HoldsTyping
    {
        get => Volatile.Read(ref _holds);
        set
        {
            Volatile.Write(ref _holds, value);
            seenChanged();
        }
    }

    /// <summary>Who is here, as last told.</summary>
    public Roster? NewestRoster { get; private set; }

    /// <summary>The link, as last told.</summary>
    public string? NewestLink { get; private set; }

    public void Connection(SharedEvent reconnectingOrConnected)
    {
        // What is shown then is told anew.
        if (reconnectingOrConnected is SharedEvent.Reconnecting)
            Shows(_others.Forget());
        Put(ref _connection, reconnectingOrConnected);
    }

    /// <summary>What these participants show now.</summary>
    public void Presence(IReadOnlyList<ParticipantPresence> changed) => Shows(_others.Take(changed));

    public void Notice(Notice notice) => Put(ref _notice, new SharedEvent.Noticed(notice));

    public void KeyframeWanted() => Put(ref _keyframe, new SharedEvent.KeyframeWanted());

    public void Roster(Roster roster)
    {
        NewestRoster = roster;
        Put(ref _roster, new SharedEvent.RosterChanged(roster));
        Shows(_others.Take(roster));
    }

    /// <summary>The link of now: told when it is another than before.</summary>
    public void Link(string link)
    {
        var before = NewestLink;
        NewestLink = link;
        if (before is not null && before != link)
            Put(ref _renewed, new SharedEvent.LinkRenewed(link));
    }

    /// <summary>Runs of the draft, and what became of them.</summary>
    public SharedRuns Runs { get; } = new(seenChanged);

    public void Run(RunAsked run)
    {
        if (Runs.Told(run) is { } told)
            Put(ref _run, told);
    }

    public void Ended(SharedEvent.Ended ended) => Put(ref _ended, ended);

    public void Typed(Typed typed)
    {
        lock (_gate)
        {
            _queuedThrough = typed.Number;
            if (_numbers.IsNew(typed.Participant, typed.ParticipantNumber))
                Queue(typed);
            if (_typed.Count == 0 && !_dealing)
                Volatile.Write(ref _seen, _queuedThrough);
        }

        _wake.Set();
        seenChanged();
    }

    public async IAsyncEnumerable<SharedEvent> Read([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var (next, number) = Take();
            if (next is null)
            {
                await _wake.Wait(cancellationToken);
                continue;
            }

            yield return next;
            if (next is SharedEvent.Ended)
                yield break;
            if (next is SharedEvent.Typed)
                DealtWith(number);
        }
    }

    private void Queue(Typed typed)
    {
        if (_typedBytes + typed.Bytes.Length <= TypedBytes)
        {
            _typed.Enqueue((new(typed.Participant, typed.Bytes), typed.Number));
            _typedBytes += typed.Bytes.Length;
        }
        else if (!_full)
        {
            _full = true;
            _notice = new SharedEvent.Noticed(new(Reason.Busy, "The terminal does not read its input; what others type is dropped."));
        }
    }

    private (SharedEvent? Event, long Number) Take()
    {
        lock (_gate)
        {
            if (TakeFrom(ref _connection) is { } connection)
                return (connection, 0);
            if (TakeFrom(ref _keyframe) is { } keyframe)
                return (keyframe, 0);
            if (TakeFrom(ref _notice) is { } notice)
                return (notice, 0);
            if (TakeFrom(ref _roster) is { } roster)
                return (roster, 0);
            if (TakeFrom(ref _presence) is { } presence)
                return (presence, 0);
            if (TakeFrom(ref _renewed) is { } renewed)
                return (renewed, 0);
            if (TakeFrom(ref _run) is { } run)
                return (run, 0);
            if (!_typed.TryDequeue(out var typed))
                return (_ended, 0);

            _typedBytes -= typed.Event.Bytes.Length;
            _full &= _typed.Count > 0;
            _dealing = true;
            return (typed.Event, typed.Number);
        }
    }

    private void DealtWith(long number)
    {
        lock (_gate)
        {
            // Behind the last one everything that came was dropped: as seen before, or for want of room.
            Volatile.Write(ref _seen, _typed.Count == 0 ? _queuedThrough : number);
            _dealing = false;
        }

        seenChanged();
    }

    private void Put<T>(ref T? place, T value)
        where T : SharedEvent
    {
        lock (_gate)
            place = value;
        _wake.Set();
    }

    /// <summary>Told by the connection's one reader.</summary>
    private void Shows(bool isNews)
    {
        if (isNews)
            Put(ref _presence, new SharedEvent.PresenceChanged(_others.Now));
    }

    private static SharedEvent? TakeFrom(ref SharedEvent? place)
    {
        var taken = place;
        place = null;
        return taken;
    }
}
