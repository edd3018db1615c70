namespace Orleans.InProcess;

/// <summary>
/// The calls that wait for an answer, oldest first. All wait equally long, so one timer for the oldest serves all of them.
/// </summary>
internal sealed class Deadlines : IDisposable
{
    // A wait that rounds to nothing would spin.
    private static readonly TimeSpan MinimumWait = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly ITimer _timer;
    private Call? _oldest;
    private Call? _newest;
    private bool _isArmed;

    public Deadlines(TimeProvider time, TimeSpan timeout)
    {
        (_time, _timeout) = (time, timeout);
        _timer = Unflowed.CreateTimer(time, static deadlines => ((Deadlines)deadlines!).OnTimer(), this);
    }

    public void Add(Call call)
    {
        call.Deadline = _time.GetTimestamp() + (long)(_timeout.TotalSeconds * _time.TimestampFrequency);
        lock (_gate)
        {
            call.Earlier = _newest;
            if (_newest is null)
            {
                _oldest = call;
            }
            else
            {
                _newest.Later = call;
            }

            _newest = call;
            Arm();
        }
    }

    public void Remove(Call call)
    {
        lock (_gate)
        {
            if (call.Earlier is null && _oldest != call)
            {
                return;
            }

            Unlink(call);
        }
    }

    public void RejectAll(Func<Exception> reason)
    {
        while (TakeOldest(_ => true) is { } call)
        {
            call.Reject(reason());
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Unlink(Call call)
    {
        if (call.Earlier is null)
        {
            _oldest = call.Later;
        }
        else
        {
            call.Earlier.Later = call.Later;
        }

        if (call.Later is null)
        {
            _newest = call.Earlier;
        }
        else
        {
            call.Later.Earlier = call.Earlier;
        }

        (call.Earlier, call.Later) = (null, null);
    }

    private void OnTimer()
    {
        while (TakeOldest(call => call.Deadline <= _time.GetTimestamp()) is { } call)
        {
            call.TimeOut(_timeout);
        }

        lock (_gate)
        {
            _isArmed = false;
            Arm();
        }
    }

    private Call? TakeOldest(Func<Call, bool> condition)
    {
        lock (_gate)
        {
            if (_oldest is not { } call || !condition(call))
            {
                return null;
            }

            Unlink(call);
            return call;
        }
    }

    private void Arm()
    {
        if (_oldest is not null && !_isArmed && _timeout != Timeout.InfiniteTimeSpan)
        {
            _isArmed = true;
            var wait = _time.GetElapsedTime(_time.GetTimestamp(), _oldest.Deadline);
            _timer.Change(wait > MinimumWait ? wait : MinimumWait, Timeout.InfiniteTimeSpan);
        }
    }
}
