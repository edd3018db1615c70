using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>
/// Queues itself as a request of its activation when it is due. It is due again only after its callback has ended,
/// so it is never queued twice.
/// </summary>
internal sealed partial class GrainTimer : Request, IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _timer;
    private readonly bool _interleaves;
    private readonly bool _keepsAlive;
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private int _isFiring;
    private bool _isChanged;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        (_activation, _callback) = (activation, callback);
        (_interleaves, _keepsAlive) = (options.Interleave, options.KeepAlive);
        _timer = Unflowed.CreateTimer(activation.Shared.Time, static timer => ((GrainTimer)timer!).Fire(), this);
    }

    public override bool Interleaves => _interleaves;

    public override bool KeepsAlive => _keepsAlive;

    public override bool IsOwn => true;

    public override bool IsAnswered => _disposed.IsCancellationRequested;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        CheckRange(dueTime, nameof(dueTime));
        CheckRange(period, nameof(period));
        (_dueTime, _period, _isChanged) = (dueTime, period, true);
        if (Volatile.Read(ref _isFiring) == 0)
        {
            Arm(dueTime);
        }
    }

    public void Dispose()
    {
        if (_disposed.IsCancellationRequested)
        {
            return;
        }

        _timer.Dispose();
        _activation.RemoveTimer(this);
        try
        {
            _disposed.Cancel();
        }
        catch (AggregateException exception)
        {
            Log.CancellingFailed(_activation.Shared.Logger, _activation.GrainId, exception);
        }
    }

    public override async Task RunAsync(Activation activation)
    {
        _isChanged = false;
        try
        {
            await _callback(_disposed.Token);
        }
        catch (Exception exception)
        {
            Log.CallbackFailed(activation.Shared.Logger, activation.GrainId, exception);
            activation.OnRequestFailed(exception);
        }

        Volatile.Write(ref _isFiring, 0);
        Arm(_isChanged ? _dueTime : _period);
    }

    public override void Reject(Exception reason)
    {
    }

    private static void CheckRange(TimeSpan time, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((long)time.TotalMilliseconds, -1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)time.TotalMilliseconds, uint.MaxValue - 1, name);
    }

    private void Fire()
    {
        if (Interlocked.Exchange(ref _isFiring, 1) == 0)
        {
            _activation.TryReceive(this);
        }
    }

    private void Arm(TimeSpan wait)
    {
        if (!_disposed.IsCancellationRequested)
        {
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A timer callback of {GrainId} failed; the timer goes on")]
        public static partial void CallbackFailed(ILogger logger, GrainId grainId, Exception exception);

        [LoggerMessage(LogLevel.Warning, "Cancelling a timer callback of {GrainId} failed")]
        public static partial void CancellingFailed(ILogger logger, GrainId grainId, Exception exception);
    }
}
