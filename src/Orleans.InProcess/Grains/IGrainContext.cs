namespace Orleans.Runtime;

/// <summary>An activation as its own grain sees it.</summary>
public interface IGrainContext : IEquatable<IGrainContext>
{
    GrainId GrainId { get; }

    /// <summary>The grain object, or null until it is constructed.</summary>
    object? GrainInstance { get; }

    /// <summary>Services that live as long as the activation.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Ends when the activation has ended. A grain that awaits its own never ends.</summary>
    Task Deactivated { get; }

    /// <summary>Ends the activation once its running requests have ended. The first reason given is the one that counts.</summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
