namespace Orleans.Runtime;

/// <summary>An activation as its own grain sees it.</summary>
public interface IGrainContext : IEquatable<IGrainContext>
{
    GrainId GrainId { get; }

    /// <summary>Services that live as long as the activation.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Ends the activation once its running requests have ended. The first reason given is the one that counts.</summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
