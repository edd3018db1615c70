using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Orleans.InProcess;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The base of grain classes. The engine constructs it; it lives for one activation.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    protected Grain() => GrainContext = Activation.Current;

    [AllowNull]
    public IGrainContext GrainContext { get; private set; }

    protected IGrainFactory GrainFactory => Context.ActivationServices.GetRequiredService<IGrainFactory>();

    internal GrainId GrainId => Context.GrainId;

    internal Activation Context => GrainContext as Activation
        ?? throw new InvalidOperationException($"{GetType()} was constructed by hand; only the engine's own grains have a context.");

    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation once its running requests have ended; waiting ones go to the next activation.</summary>
    protected void DeactivateOnIdle() =>
        Context.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateOnIdle)} was called."));
}
