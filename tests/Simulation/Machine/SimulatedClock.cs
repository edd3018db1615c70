namespace SessionShare.Simulation;

/// <summary>A clock that moves only from timer to timer.</summary>
internal sealed class SimulatedClock(Machine machine) : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2030, 1, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<(Timer Timer, long Arming), (long Due, long Number)> _armed = new();
    private long _now;
    private long _number;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Since the world's beginning.</summary>
    public TimeSpan Since => TimeSpan.FromTicks(_now);

    /// <summary>Timers that wait to fire.</summary>
    public int ArmedTimers => _armed.UnorderedItems.Count(entry => entry.Element.Timer.IsArmed(entry.Element.Arming));

    public override DateTimeOffset GetUtcNow() => Beginning.AddTicks(_now);

    public override long GetTimestamp() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public Task Delay(TimeSpan time) => time <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(time, this);

    /// <summary>Moves to the next timer and fires it, with those due at the same time. False: there is none, or none so soon.</summary>
    public bool MoveToNext(TimeSpan? within)
    {
        var moved = false;
        while (_armed.TryPeek(out var next, out var at))
        {
            if (!next.Timer.IsArmed(next.Arming))
            {
                _armed.Dequeue();
                continue;
            }

            if (moved ? at.Due > _now : within is { } limit && at.Due > _now + limit.Ticks)
                break;
            _armed.Dequeue();
            _now = Math.Max(_now, at.Due);
            moved = true;
            next.Timer.Rearm();
            machine.Main.Post(next.Timer.Fire);
        }

        return moved;
    }

    private void Arm(Timer timer, long arming, TimeSpan due) => _armed.Enqueue((timer, arming), (_now + due.Ticks, ++_number));

    private sealed class Timer(SimulatedClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;
        private long _arming;
        private bool _isArmed;
        private bool _isDisposed;

        public bool IsArmed(long arming) => _isArmed && arming == _arming;

        public void Fire()
        {
            if (!_isDisposed)
                callback(state);
        }

        public void Rearm()
        {
            _isArmed = _period > TimeSpan.Zero;
            if (_isArmed)
                clock.Arm(this, ++_arming, _period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            _isArmed = dueTime >= TimeSpan.Zero && !_isDisposed;
            _arming++;
            if (_isArmed)
                clock.Arm(this, _arming, dueTime);
            return !_isDisposed;
        }

        public void Dispose() => (_isDisposed, _isArmed) = (true, false);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
