namespace Orleans.InProcess;

/// <summary>Ending activations that nobody uses.</summary>
internal sealed partial class Activation
{
    private long _lastUsed;

    private TimeSpan CollectionAge => _shared.Collection.CollectionAge;

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
            if (_phase != ActivationPhase.Active || !_requests.IsIdle || !IsOldEnough())
            {
                return;
            }
        }

        Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, $"Idle for {CollectionAge} or longer."));
    }

    private bool IsOldEnough() =>
        _shared.Time.GetElapsedTime(Volatile.Read(ref _lastUsed)) >= CollectionAge;
}
