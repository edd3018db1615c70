using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// What a sharer has to send, and what it must be able to send again. No I/O, no clock, no thread-safety. A frame:
/// <code>
/// added ──> unnumbered ──Take──> under way ──Appended──> taken in ──Durable──> forgotten
///             │    ▲                  │                     │
///     GiveUp: │    └─────Restart──────┴──────────┬──────────┘
///     Skipped ▼                                  └─ Resume, Gap, Retry: Take gives it again, as it was
/// </code>
/// Frames get their numbers when they are first taken, without holes; so output can be given up until then.
/// </summary>
internal sealed class Outbox(OutboxLimits limits)
{
    private readonly Unnumbered _unnumbered = new(limits);
    private readonly Unsaved _unsaved = new();
    private readonly UnderWay _underWay = new(limits);
    private long _next = 1;
    private long _cursor = 1;
    private long _appended;
    private long _durable;
    private long _rewoundTo;
    private bool _holds;

    /// <summary>Sequence of the last frame that has a number; 0 for none.</summary>
    public long Last => _next - 1;

    /// <summary>Encoded bytes held, in all.</summary>
    public long Held => _unnumbered.Bytes + _unsaved.Bytes;

    /// <summary>Encoded bytes that are not known to be durable.</summary>
    public long UnsavedBytes => _unnumbered.Bytes + _unsaved.BytesBehind(_durable);

    /// <summary>Bytes of output given up since the start.</summary>
    public long GivenUp => _unnumbered.GivenUp;

    /// <summary>Whether the server has said of everything that it took it in.</summary>
    public bool AllAppended => _unnumbered.IsEmpty && _cursor == _next && _underWay.IsEmpty && !_holds;

    /// <summary>Adds output of any length.</summary>
    public void Output(ReadOnlySpan<byte> bytes, long at)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[_unnumbered.AddOutput(bytes, at)..];
            _unnumbered.GiveUp(limits.Held - _unsaved.Bytes);
        }
    }

    /// <summary>Adds a frame that is never given up.</summary>
    public void Add(FrameKind kind, long at, ReadOnlySpan<byte> payload)
    {
        _unnumbered.Add(kind, at, payload);
        _unnumbered.GiveUp(limits.Held - _unsaved.Bytes);
    }

    /// <summary>The next append; null when there is nothing to send, or too much under way. The bytes stay as they are.</summary>
    public FrameRun? Take()
    {
        var room = _underWay.Room;
        if (_holds || room <= 0)
            return null;

        FrameRun run;
        if (_cursor < _next)
            run = _unsaved.Slice(_cursor, room);
        else if (!_unnumbered.IsEmpty)
            run = Number(room);
        else
            return null;

        _cursor = run.Last + 1;
        _underWay.Sent(run.Last, run.Bytes.Length);
        return run;
    }

    /// <summary>The server took frames in. False: it can't have, it was never sent them.</summary>
    public bool Appended(long through)
    {
        if (through >= _next)
            return false;

        _appended = Math.Max(_appended, through);
        _cursor = Math.Max(_cursor, through + 1);
        _underWay.Appended(through);
        if (through >= _rewoundTo)
            _rewoundTo = 0;
        return true;
    }

    /// <summary>Frames are stored. False: they can't be, they were never sent.</summary>
    public bool Durable(long through)
    {
        if (!Appended(through))
            return false;

        _durable = Math.Max(_durable, through);
        _unsaved.Forget(_durable);
        return true;
    }

    /// <summary>A new connection under the same epoch: the server has everything before <paramref name="next"/> durable, and expects that.</summary>
    public Resumption Resume(long next)
    {
        if (!CanSendFrom(next))
            return Resumption.Lost;

        SendFrom(next);
        (_holds, _rewoundTo, _durable) = (false, 0, next - 1);
        _unsaved.Forget(_durable);
        return Resumption.Sends;
    }

    /// <summary>
    /// The server misses frames from <paramref name="expected"/> on. Every append that was under way behind them is answered so; only the
    /// first of these answers sends again, the others wait for what comes of it.
    /// </summary>
    public Resumption Gap(long expected)
    {
        if (!CanSendFrom(expected))
            return Resumption.Lost;

        if (_holds || _rewoundTo == expected)
        {
            _appended = expected - 1;
            return Hold();
        }

        SendFrom(expected);
        _rewoundTo = expected;
        return Resumption.Sends;
    }

    /// <summary>The server has no room: nothing is sent until <see cref="Retry"/>.</summary>
    public Resumption Hold()
    {
        _holds = true;
        return Resumption.Holds;
    }

    /// <summary>Sends again from behind what the server took in.</summary>
    public void Retry()
    {
        _holds = false;
        SendFrom(_appended + 1);
        _rewoundTo = _cursor;
    }

    /// <summary>Begins under the first epoch, with <paramref name="next"/> as the first number.</summary>
    public void Begin(long next)
    {
        (_next, _durable) = (next, next - 1);
        SendFrom(next);
    }

    /// <summary>
    /// Goes on under a new epoch after <see cref="Resumption.Lost"/>: a Skipped tells that frames are missing, and what is still held and
    /// not stored at the server, which is everything from <paramref name="next"/> on, gets new numbers behind it.
    /// </summary>
    public void Restart(long next, long at)
    {
        _unnumbered.Renumber(_unsaved.TakeAllBehind(next - 1), 0, at);
        (_holds, _rewoundTo) = (false, 0);
        Begin(next);
    }

    private FrameRun Number(int room)
    {
        var run = _unsaved.Keep(_unnumbered.Take(room), _next);
        _next += run.Count;
        return run;
    }

    private bool CanSendFrom(long sequence) => sequence <= _next && sequence >= (_unsaved.Oldest ?? _next);

    private void SendFrom(long sequence)
    {
        _cursor = sequence;
        _appended = sequence - 1;
        _underWay.Clear();
    }
}
