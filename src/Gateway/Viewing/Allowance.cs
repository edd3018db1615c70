namespace SessionShare.Gateway.Viewing;

/// <summary>
/// What is under way to one viewer: sent, and not acknowledged by <c>Seen</c>. SignalR gives no back pressure from a slow receiver, so
/// its write loop waits here. Thread-safe.
/// </summary>
/// <param name="limit">Encoded bytes that may be under way; the run that crosses it still goes.</param>
/// <param name="confirmed">Told of each thing that was sent, once the viewer has it: how long that took.</param>
internal sealed class Allowance(int limit, Action<TimeSpan> confirmed, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Queue<(long Sequence, int Bytes, long At)> _underWay = new();
    private TaskCompletionSource _eased = New();
    private long _bytes;
    private long _seen;

    /// <summary>Whether more may be sent.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
                return _bytes < limit;
        }
    }

    /// <summary>Completes when what was full opens again: take it, look, then await it.</summary>
    public Task Eased
    {
        get
        {
            lock (_gate)
                return _eased.Task;
        }
    }

    /// <summary>The newest frame that the viewer has, as far as it said so.</summary>
    public long Confirmed
    {
        get
        {
            lock (_gate)
                return _seen;
        }
    }

    /// <summary>How long ago the oldest of what is under way was sent.</summary>
    public TimeSpan Unconfirmed
    {
        get
        {
            lock (_gate)
                return _underWay.TryPeek(out var oldest) ? time.GetElapsedTime(oldest.At) : TimeSpan.Zero;
        }
    }

    /// <summary>Frames up to <paramref name="last"/> were sent.</summary>
    public void Sent(long last, int bytes)
    {
        lock (_gate)
        {
            _underWay.Enqueue((last, bytes, time.GetTimestamp()));
            _bytes += bytes;
        }
    }

    /// <summary>The viewer took frames in up to <paramref name="sequence"/>.</summary>
    public void Seen(long sequence)
    {
        lock (_gate)
            _seen = Math.Max(_seen, sequence);
        Take(sequence, confirmed);
    }

    /// <summary>The viewer starts again behind <paramref name="sequence"/>: nothing is under way.</summary>
    public void Reset(long sequence)
    {
        lock (_gate)
            _seen = sequence;
        Take(long.MaxValue, _ => { });
    }

    private void Take(long sequence, Action<TimeSpan> taken)
    {
        TaskCompletionSource? eased = null;
        lock (_gate)
        {
            var wasFull = _bytes >= limit;
            while (_underWay.TryPeek(out var oldest) && oldest.Sequence <= sequence)
            {
                _bytes -= _underWay.Dequeue().Bytes;
                taken(time.GetElapsedTime(oldest.At));
            }

            if (wasFull && _bytes < limit)
                (eased, _eased) = (_eased, New());
        }

        eased?.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
