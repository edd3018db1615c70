using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>
/// What happens to activations of a cluster and never to those of one process, for simulators: a service of the silo. To be called from work items of
/// <see cref="InProcessEngineOptions.Scheduler"/>.
/// </summary>
public sealed class ActivationFaults
{
    private readonly Dispatcher _dispatcher;

    internal ActivationFaults(Dispatcher dispatcher) => _dispatcher = dispatcher;

    /// <summary>Activations that calls can reach.</summary>
    public IReadOnlyList<GrainId> Reachable => [.. _dispatcher.Snapshot().Select(activation => activation.GrainId)];

    /// <summary>
    /// The grain's activation dies where it stands, as with its process: none of its work items runs any more, it is told nothing, and whoever waits for
    /// its answer gets a <see cref="SiloUnavailableException"/>. The next call activates the grain anew.
    /// </summary>
    /// <returns>False: it has none.</returns>
    public bool Crash(GrainId grain)
    {
        var activation = _dispatcher.Displace(grain);
        activation?.Crash();
        return activation is not null;
    }

    /// <summary>
    /// The directory forgets the grain's activation, which lives on: the next call activates the grain a second time, as may happen where membership changes.
    /// What the first one has begun, it finishes.
    /// </summary>
    /// <returns>Deactivates the forgotten one, in good order; null: the grain has none.</returns>
    public Action? Forget(GrainId grain) => _dispatcher.Displace(grain) is { } activation
        ? () => activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The directory forgot it."))
        : null;
}
