namespace SessionShare.Client.Tests;

/// <summary>
/// A clock that stands still, except that short timers (retries, backoff) fire at once and move it by what they asked for.
/// Longer ones (timeouts) fire when <see cref="Advance"/>, or short ones, reach them.
/// </summary>
internal sealed class FakeTime : TimeProvider
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private long _now = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by) => MoveTo(GetTimestamp() + by.Ticks);

    private void MoveTo(long now)
    {
        List<FakeTimer> due;
        lock (_gate)
        {
            _now = Math.Max(_now, now);
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            _timers.RemoveAll(due.Contains);
        }

        due.ForEach(timer => timer.Fire());
    }

    private void Arm(FakeTimer timer, TimeSpan due)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (due < TimeSpan.Zero)
                return;
            timer.Due = _now + due.Ticks;
            _timers.Add(timer);
        }

        if (due <= Short)
            ThreadPool.QueueUserWorkItem(_ => MoveTo(timer.Due));
    }

    private void Remove(FakeTimer timer)
    {
        lock (_gate)
            _timers.Remove(timer);
    }

    private sealed class FakeTimer(FakeTime time, Action fire) : ITimer
    {
        public long Due { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Arm(this, dueTime);
            return true;
        }

        public void Dispose() => time.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
