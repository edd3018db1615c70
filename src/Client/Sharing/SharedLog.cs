using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// The <see cref="Outbox"/> between the thread that produces output and the loops that send it: takes the lock, stamps frames with
/// microseconds since the session's start, and wakes the sending loop.
/// </summary>
internal sealed class SharedLog(Outbox outbox, TimeProvider time, TimeSpan sharedBefore, Signal wake)
{
    private readonly Lock _gate = new();
    private readonly KeyframeSchedule _keyframes = new();
    private readonly long _begun = time.GetTimestamp();
    private bool _ended;
    private long _newest;

    private long Now => (sharedBefore + time.GetElapsedTime(_begun)).Ticks / TimeSpan.TicksPerMicrosecond;

    public void Output(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_ended)
                return;
            AddAt(FrameKind.Output, bytes, Now);
        }

        wake.Set();
    }

    public void Add(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (_ended)
                return;
            AddAt(kind, payload, Now);
        }

        wake.Set();
    }

    /// <summary>Adds what happened earlier, at its own time: not before what was added last, and not in the future.</summary>
    public void Replay(FrameKind kind, ReadOnlySpan<byte> payload, TimeSpan at)
    {
        lock (_gate)
        {
            if (_ended)
                return;
            AddAt(kind, payload, Math.Clamp(at.Ticks / TimeSpan.TicksPerMicrosecond, _newest, Math.Max(Now, _newest)));
        }

        wake.Set();
    }

    /// <summary>Whether a keyframe is due.</summary>
    public bool IsKeyframeDue
    {
        get
        {
            lock (_gate)
                return _keyframes.IsDue && !_ended;
        }
    }

    /// <summary>Adds a keyframe, its parts in a row, of the moment of what was added last.</summary>
    public void Add(Keyframe keyframe)
    {
        lock (_gate)
        {
            if (_ended)
                return;
            foreach (var payload in KeyframePart.Payloads(keyframe.Size, keyframe.Bytes))
                outbox.Add(FrameKind.Keyframe, _newest, payload);
            _keyframes.Made();
        }

        wake.Set();
    }

    /// <summary>The session asks for a keyframe. False: it asked before.</summary>
    public bool Wanted(long number)
    {
        lock (_gate)
            return _keyframes.Wanted(number);
    }

    /// <summary>Nothing is added any more.</summary>
    public void End() => Change(outbox => _ended = true);

    public void Begin(long next) => Change(outbox => outbox.Begin(next));

    public void Restart(long next) => Change(outbox =>
    {
        outbox.Restart(next, Now);
        _keyframes.Restarted();
    });

    public void Retry() => Change(outbox => outbox.Retry());

    /// <summary>Asks, or tells, the outbox something, and wakes the sending loop.</summary>
    public T Change<T>(Func<Outbox, T> change)
    {
        T result;
        lock (_gate)
            result = change(outbox);
        wake.Set();
        return result;
    }

    /// <summary>Reads something of the outbox.</summary>
    public T Read<T>(Func<Outbox, T> read)
    {
        lock (_gate)
            return read(outbox);
    }

    private void AddAt(FrameKind kind, ReadOnlySpan<byte> payload, long at)
    {
        _newest = at;
        if (kind == FrameKind.Output)
        {
            outbox.Output(payload, at);
            _keyframes.Output(payload.Length);
            return;
        }

        outbox.Add(kind, at, payload);
        if (kind == FrameKind.Resize)
            _keyframes.Resized();
    }

    private void Change(Action<Outbox> change)
    {
        lock (_gate)
            change(outbox);
        wake.Set();
    }
}
