using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Opens a silo to grains at its start; at its stop deactivates them all, once the stages above have stopped.</summary>
internal sealed class GrainsOfSilo(Dispatcher dispatcher, IdleCollector collector) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(GrainsOfSilo), ServiceLifecycleStage.RuntimeGrainServices, _ => StartAsync(), _ => Stop());
        lifecycle.Subscribe(nameof(GrainsOfSilo), ServiceLifecycleStage.BecomeActive, _ => Task.CompletedTask, DeactivateAllAsync);
    }

    private Task StartAsync()
    {
        dispatcher.Open();
        collector.Start();
        return Task.CompletedTask;
    }

    private Task Stop()
    {
        dispatcher.Stop();
        return Task.CompletedTask;
    }

    private Task DeactivateAllAsync(CancellationToken cancellationToken)
    {
        dispatcher.Close();
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "This process is terminating.");
        var activations = dispatcher.Snapshot();
        foreach (var activation in activations)
        {
            activation.Deactivate(reason, cancellationToken);
        }

        return Task.WhenAll(activations.Select(activation => activation.Deactivated)).WaitAsync(cancellationToken);
    }
}
