using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Activating and deactivating.</summary>
internal sealed partial class Activation
{
    private readonly TaskCompletionSource _deactivated = new();
    private readonly List<PersistentState> _states = [];
    private TimeLimit? _activating;
    private TimeLimit? _deactivating;
    private DeactivationReason _reason;
    private bool _wasActive;
    private bool _isPhaseWorkRunning;
    private bool _hasBegunEnding;

    public Task Deactivated => _deactivated.Task;

    private IGrainBase Grain => (IGrainBase)GrainInstance!;

    /// <summary>State that is read before OnActivateAsync.</summary>
    public void AddState(PersistentState state) => _states.Add(state);

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default) =>
        TryDeactivate(deactivationReason, cancellationToken);

    private bool TryDeactivate(DeactivationReason reason, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_phase >= ActivationPhase.Ending)
            {
                return false;
            }

            _wasActive = _phase == ActivationPhase.Active;
            _phase = ActivationPhase.Ending;
            _reason = reason;
            _deactivating = new TimeLimit(this, _shared.Collection.DeactivationTimeout, cancellationToken);
            _activating?.Cancel();
        }

        Signal();
        return true;
    }

    /// <summary>Starts what the phase asks for, if it does not run yet.</summary>
    private void BeginPhaseWork()
    {
        switch (NextPhaseWork())
        {
            case ActivationPhase.Activating:
                _ = ActivateAsync();
                break;
            case ActivationPhase.Ended:
                _ = EndAsync();
                break;
        }
    }

    private ActivationPhase? NextPhaseWork()
    {
        lock (_gate)
        {
            if (_isPhaseWorkRunning || _hasBegunEnding)
            {
                return null;
            }

            if (_phase == ActivationPhase.Created)
            {
                _phase = ActivationPhase.Activating;
                _activating = new TimeLimit(this, _shared.Collection.ActivationTimeout, CancellationToken.None);
                _isPhaseWorkRunning = true;
                return ActivationPhase.Activating;
            }

            _hasBegunEnding = _phase == ActivationPhase.Ending && !_requests.IsRunning;
            return _hasBegunEnding ? ActivationPhase.Ended : null;
        }
    }

    private async Task ActivateAsync()
    {
        var token = _activating!.Token;
        Func<Task>[] steps = [Construct, ReadStatesAsync, () => Grain.OnActivateAsync(token)];
        foreach (var step in steps)
        {
            // Nothing is thrown on its way through here, so that what a grain threw reaches its callers without frames of the engine.
            var running = Awaited.Here(Begin(step)).WaitAsync(token);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (!running.IsCompletedSuccessfully)
            {
                OnActivationFailed(running.Exception?.InnerException ?? new TaskCanceledException(running));
                break;
            }
        }

        OnActivated();
        Signal();
    }

    [StackTraceHidden]
    private static Task Begin(Func<Task> step)
    {
        try
        {
            return step();
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    }

    [StackTraceHidden]
    private Task Construct()
    {
        GrainInstance = _class.Construct(this);
        return Task.CompletedTask;
    }

    private Task ReadStatesAsync() => Task.WhenAll(_states.Select(state => state.ReadOnActivationAsync()));

    private void OnActivationFailed(Exception exception)
    {
        // Nothing failed where the activation was told to end while it began.
        if (TryDeactivate(new DeactivationReason(DeactivationReasonCode.ActivationFailed, exception, "Failed to activate grain.")))
        {
            Log.ActivationFailed(_shared.Logger, GrainId, exception);
        }
    }

    private void OnActivated()
    {
        lock (_gate)
        {
            _activating!.Dispose();
            _activating = null;
            _isPhaseWorkRunning = false;
            if (_phase == ActivationPhase.Activating)
            {
                _phase = ActivationPhase.Active;
            }
        }
    }

    private async Task EndAsync()
    {
        StopTimers();
        if (_wasActive)
        {
            await RunOnDeactivateAsync(_deactivating!.Token);
        }

        _dispatcher.Retire(this, _reason);
        await ReleaseAsync();
        _deactivating!.Dispose();
        _deactivated.TrySetResult();
    }

    private async Task RunOnDeactivateAsync(CancellationToken token)
    {
        try
        {
            await Awaited.Here(Grain.OnDeactivateAsync(_reason, token)).WaitAsync(token);
        }
        catch (Exception exception)
        {
            Log.DeactivationFailed(_shared.Logger, GrainId, exception);
        }
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await Enumerations.DisposeAsync();
            StopTimers();
            switch (GrainInstance)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }

            await _services.DisposeAsync();
        }
        catch (Exception exception)
        {
            Log.DeactivationFailed(_shared.Logger, GrainId, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{GrainId} failed to activate")]
        public static partial void ActivationFailed(ILogger logger, GrainId grainId, Exception exception);

        [LoggerMessage(LogLevel.Error, "{GrainId} failed to deactivate cleanly")]
        public static partial void DeactivationFailed(ILogger logger, GrainId grainId, Exception exception);
    }
}
