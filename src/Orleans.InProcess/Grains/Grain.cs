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

    public string IdentityString => GrainId.ToString();

    protected IGrainFactory GrainFactory => ServiceProvider.GetRequiredService<IGrainFactory>();

    protected internal IServiceProvider ServiceProvider => Context.ActivationServices;

    internal GrainId GrainId => Context.GrainId;

    internal Activation Context => GrainContext as Activation
        ?? throw new InvalidOperationException($"{GetType()} was constructed by hand; only the engine's own grains have a context.");

    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation once its running requests have ended; waiting ones go to the next activation.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>Keeps idleness from ending this activation for that long; zero or less takes an earlier wish back.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => Context.DelayDeactivation(timeSpan);
}
