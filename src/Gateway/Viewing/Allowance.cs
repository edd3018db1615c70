namespace SessionShare.Gateway.Viewing;

/// <summary>
/// What is under way to one viewer: sent, and not acknowledged by <c>Seen</c>. SignalR gives no back pressure from a slow receiver, so
/// its write loop waits here. Thread-safe.
/// </summary>
/// <param name="limit">Encoded bytes that may be under way; the run that crosses it still goes.</param>
internal sealed class Allowance(int limit)
{
    private readonly Lock _gate = new();
    private readonly Queue<(long Sequence, int Bytes)> _underWay = new();
    private TaskCompletionSource _eased = New();
    private long _bytes;

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

    /// <summary>Frames up to <paramref name="last"/> were sent.</summary>
    public void Sent(long last, int bytes)
    {
        lock (_gate)
        {
            _underWay.Enqueue((last, bytes));
            _bytes += bytes;
        }
    }

    /// <summary>The viewer took frames in up to <paramref name="sequence"/>.</summary>
    public void Seen(long sequence)
    {
        TaskCompletionSource? eased = null;
        lock (_gate)
        {
            var wasFull = _bytes >= limit;
            while (_underWay.TryPeek(out var oldest) && oldest.Sequence <= sequence)
                _bytes -= _underWay.Dequeue().Bytes;
            if (wasFull && _bytes < limit)
                (eased, _eased) = (_eased, New());
        }

        eased?.SetResult();
    }

    /// <summary>The viewer starts again elsewhere: nothing is under way.</summary>
    public void Reset() => Seen(long.MaxValue);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
