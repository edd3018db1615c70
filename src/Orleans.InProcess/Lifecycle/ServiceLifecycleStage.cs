namespace Orleans;

/// <summary>
/// The stages of a silo. At its stop, observers of <see cref="Active"/> and above run while every grain is still up;
/// then activations are deactivated; then the stages below stop.
/// </summary>
public static class ServiceLifecycleStage
{
    public const int RuntimeStorageServices = 6000;

    /// <summary>From here on grains can be called.</summary>
    public const int RuntimeGrainServices = 8000;

    public const int ApplicationServices = 10000;

    public const int BecomeActive = Active - 1;

    public const int Active = 20000;
}
