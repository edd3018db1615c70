namespace Orleans.InProcess;

/// <summary>Ending activations that nobody uses.</summary>
internal sealed partial class Activation
{
    private long _lastUsed;
    private DateTimeOffset _keepUntil = DateTimeOffset.MinValue;

    private TimeSpan CollectionAge => _class.CollectionAge ?? _shared.Collection.CollectionAge;

    public void DelayDeactivation(TimeSpan time)
    {
        var now = _shared.Time.GetUtcNow();
        _keepUntil = time == Timeout.InfiniteTimeSpan || time > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue
            : time <= TimeSpan.Zero ? DateTimeOffset.MinValue
            : now + time;
    }

    /// <summary>Ends the activation if it has been idle for its collection age. Asked from outside, decided in a work item.</summary>
    public void CollectIfIdle()
    {
        if (IsOldEnough())
        {
            Post(static activation => ((Activation)activation!).DeactivateIfIdle(), this);
        }
    }

    private void DeactivateIfIdle()
    {
        lock (_gate)
        {
            if (_phase != ActivationPhase.Active || !_requests.IsIdle || !IsOldEnough() || _keepUntil > _shared.Time.GetUtcNow())
            {
                return;
            }
        }

        Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, $"Idle for {CollectionAge} or longer."));
    }

    private bool IsOldEnough() =>
        CollectionAge != Timeout.InfiniteTimeSpan && _shared.Time.GetElapsedTime(Volatile.Read(ref _lastUsed)) >= CollectionAge;
}
