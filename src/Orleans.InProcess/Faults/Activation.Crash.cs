using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Dying without an ending.</summary>
internal sealed partial class Activation
{
    public void Crash()
    {
        IReadOnlyList<Request> lost;
        lock (_gate)
        {
            if (_phase == ActivationPhase.Ended)
            {
                return;
            }

            _phase = ActivationPhase.Ended;
            lost = [.. _requests.TakeRunning(), .. _requests.TakeWaiting()];
        }

        _scheduler.Stop();
        StopTimers();
        _activating?.Dispose();
        _deactivating?.Dispose();
        foreach (var request in lost)
        {
            request.Reject(new SiloUnavailableException($"{this} is gone, and can no longer answer {request}."));
        }

        _deactivated.TrySetResult();
    }
}
